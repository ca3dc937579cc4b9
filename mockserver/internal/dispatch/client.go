package dispatch

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
)

const (
	// maxResponse is the maximum number of bytes read from a response body.
	maxResponse = 64 << 10
	// maxResponseHeaders is the maximum size of response headers.
	maxResponseHeaders = 64 << 10
)

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// newClient returns a client without proxies, redirects and cookies. Every request has
// a new connection. A reused connection that the receiver has closed would fail an
// attempt that never arrived.
func newClient(opts Options, dial dialFunc) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dial, DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: maxResponseHeaders,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: opts.InsecureTLS}, // an explicit option
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// post sends the request and returns the status of the response. The body is read,
// because some receivers fail if it is not, and discarded.
func (d *Dispatcher) post(req *http.Request) (int, error) {
	if err := d.checkScheme(req); err != nil {
		return 0, err
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return 0, err
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxResponse) // the status is already known
	_ = resp.Body.Close()
	return resp.StatusCode, nil
}
