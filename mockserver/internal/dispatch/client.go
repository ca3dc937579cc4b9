package dispatch

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
)

const (
	// maxAnswer is how much of an answer's body is read.
	maxAnswer = 64 << 10
	// maxAnswerHeaders bounds its headers.
	maxAnswerHeaders = 64 << 10
)

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// newClient returns a client without proxies, redirects and memory. Every request has
// a connection of its own: one that the receiver closed meanwhile would make an
// attempt fail that never reached it.
func newClient(opts Options, dial dialFunc) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dial, DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: maxAnswerHeaders,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: opts.InsecureTLS}, // asked for by name
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// post sends the request and returns the status of the answer, whose body is of no
// interest: it is read so that the receiver is not cut off.
func (d *Dispatcher) post(req *http.Request) (int, error) {
	if err := d.checkScheme(req); err != nil {
		return 0, err
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return 0, err
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxAnswer) // the status has been answered
	_ = resp.Body.Close()
	return resp.StatusCode, nil
}
