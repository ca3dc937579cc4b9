package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/stateset/stateset-go/internal/quote"
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

// probe asks for the health of the server. The control interface is never hit by faults;
// /health answers callers that it refuses.
func (s *settings) probe(ctx context.Context) error {
	client := &http.Client{
		Transport: &http.Transport{
			DisableKeepAlives: true,
			// The server may have a certificate for other names only. No secret but the
			// control token is sent, to an address of this machine.
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
	case health.code != http.StatusOK && health.Error.Message != "":
		return fmt.Errorf("the server responded with status %d: %s", health.code, quote.Escape(health.Error.Message, 200))
	case health.code != http.StatusOK:
		return fmt.Errorf("the server responded with status %d", health.code)
	case health.Status != "ok":
		return fmt.Errorf("the server reports %q", health.Status)
	}
	return nil
}

// health is the response to a probe.
type health struct {
	code   int
	Status string `json:"status"`
	Error  struct {
		Message string `json:"message"`
	} `json:"error"`
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
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&h); err != nil {
		return h, errors.New("the response is not JSON: another server listens on this address")
	}
	return h, nil
}

// probeURL is where the server of this machine is. An address that stands for all
// addresses includes the loopback one.
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
