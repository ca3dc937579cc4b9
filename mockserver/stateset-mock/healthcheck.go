package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// probeTimeout is the maximum duration of a health check.
const probeTimeout = 5 * time.Second

// healthcheck reports by its exit status whether the server of this machine is healthy:
// 0 if it is, 1 if it is not, 2 for a bad flag. It takes the flags and the variables of
// the server, and so finds its address and its token.
func healthcheck(ctx context.Context, args []string, environment func(string) string, stdout, stderr io.Writer) int {
	set := newSettings()
	switch err := parse(set.table(), args, environment); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stderr, "usage: stateset-mock healthcheck [flags]\n\n",
			"Checks the server on this machine. Takes the flags and the environment variables of the server,\n",
			"and uses its address, TLS and control token. Exit status: 0 healthy, 1 unhealthy, 2 bad flag.\n")
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "stateset-mock: healthcheck: %v\n", err)
		return exitBadFlags
	}
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	if err := set.probe(ctx); err != nil {
		fmt.Fprintf(stderr, "stateset-mock: unhealthy: %v\n", err)
		return exitFailed
	}
	fmt.Fprintln(stdout, "stateset-mock: healthy")
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
	status, err := s.get(ctx, client, "/_mock/health")
	if err == nil && (status == http.StatusUnauthorized || status == http.StatusForbidden) {
		status, err = s.get(ctx, client, "/health")
	}
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return fmt.Errorf("the server answered with status %d", status)
	}
	return nil
}

// get returns the status of a response, which must be one of a mock server.
func (s *settings) get(ctx context.Context, client *http.Client, path string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.probeURL()+path, nil)
	if err != nil {
		return 0, err
	}
	if s.control.token != "" {
		req.Header.Set("X-Mock-Token", s.control.token)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	var health struct {
		Status string `json:"status"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&health); err != nil {
		return 0, errors.New("the response is not JSON: another server listens on this address")
	}
	if resp.StatusCode == http.StatusOK && health.Status != "ok" {
		return 0, fmt.Errorf("the server reports %q", health.Status)
	}
	return resp.StatusCode, nil
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
