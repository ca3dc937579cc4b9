package wiretest

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
)

// Response returns the response to a request, or a network error. It is also a transport
// that records nothing.
type Response func(*http.Request) (*http.Response, error)

// RoundTrip calls the response.
func (f Response) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Respond returns a response with a status, a body and pairs of header names and values.
func Respond(status int, body string, header ...string) Response {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Add(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
	}
}

// Reset returns the error of a connection that the server resets.
func Reset(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
}

// Refuse returns the error of a connection that the server refuses.
func Refuse(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
}

// Hang returns an error when the request's context ends.
func Hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}
