package wiretest

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
)

// Response answers a request, or fails as a network does. It is a transport by itself,
// one that records nothing.
type Response func(*http.Request) (*http.Response, error)

// RoundTrip calls the response.
func (f Response) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Respond answers with a status, a body and pairs of header names and values.
func Respond(status int, body string, header ...string) Response {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Add(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
	}
}

// Reset fails as a connection does that the server resets.
func Reset(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
}

// Refuse fails as a dial does that the server refuses.
func Refuse(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
}

// Hang answers only when the request's context ends.
func Hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}
