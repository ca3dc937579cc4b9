package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
)

// probeTimeout is the maximum duration of a health check.
const probeTimeout = 5 * time.Second

// probe is the command healthcheck. It reports by its exit status whether the server of
// this machine is healthy. It takes the flags and the variables of the server, and so
// finds its address and its token.
type probe struct{ *settings }

func (p *probe) run(ctx context.Context, c *console) int {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	if err := p.probe(ctx); err != nil {
		fmt.Fprintf(c.stderr, "stateset-mock: unhealthy: %v\n", err)
		return exitFailed
	}
	fmt.Fprintln(c.stdout, "stateset-mock: healthy")
	return exitOK
}

// probe requests the health of the server. Faults never apply to the control interface.
// /health responds to callers that the control interface refuses.
func (s *settings) probe(ctx context.Context) error {
	client := &http.Client{
		Transport: &http.Transport{
			DisableKeepAlives: true,
			// The certificate of the server may be for other names only. The only secret
			// in the request is the control token, and its receiver is this machine.
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // keeps the token here
	}
	health, err := s.get(ctx, client, "/_mock/health")
	if err == nil && (health.code == http.StatusUnauthorized || health.code == http.StatusForbidden) {
		health, err = s.get(ctx, client, "/health")
	}
	switch {
	case err != nil:
		return err
	case health.code != http.StatusOK && health.message != "":
		return fmt.Errorf("the server responded with status %d: %s", health.code, quote.Escape(health.message, 200))
	case health.code != http.StatusOK:
		return fmt.Errorf("the server responded with status %d", health.code)
	case health.status != "ok":
		return fmt.Errorf("the server reports %q", health.status)
	}
	return nil
}

// health is the response to a probe.
type health struct {
	code            int
	status, message string
}

// read reads the body of a response. It reports whether the body can be that of a mock
// server.
func (h *health) read(body []byte) bool {
	document, _ := wire.ParseAny(body)
	members, ok := document.(map[string]any)
	if failure, isObject := members["error"].(map[string]any); isObject {
		h.message, _ = failure["message"].(string)
	}
	status, given := members["status"]
	if given {
		h.status, given = status.(string)
		ok = ok && given
	}
	return ok
}

// get sends a request. The response must be that of a mock server.
func (s *settings) get(ctx context.Context, client *http.Client, path string) (h health, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.probeURL()+path, nil)
	if err != nil {
		return h, err
	}
	if s.control.token != "" {
		req.Header.Set("X-Mock-Token", s.control.token)
	}
	resp, err := client.Do(req)
	if err != nil {
		return h, err
	}
	defer func() { _ = resp.Body.Close() }()
	h.code = resp.StatusCode
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return h, err
	}
	if !h.read(text) {
		return h, errors.New("the response is not JSON: another server listens on this address")
	}
	return h, nil
}

// probeURL returns the URL of the server on this machine. An unspecified address includes
// the loopback address.
func (s *settings) probeURL() string {
	host, port, _ := net.SplitHostPort(s.address)
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	scheme := "http"
	if s.tls.on || s.tls.given() {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}
