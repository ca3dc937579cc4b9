package otelstateset_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

// failing returns a client whose transport fails, at an address.
func (r *recorder) failing(t *testing.T, address string, fail func(*http.Request) (*http.Response, error)) *stateset.Client {
	client, err := stateset.New("sk_test_shop", r.options(stateset.WithMaxAttempts(1), stateset.WithBaseURL(address),
		stateset.WithHTTPClient(&http.Client{Transport: tripper(fail)}))...)
	require.NoError(t, err)
	return client
}

// error.type has few values, and no text of an error.
func TestErrorTypes(t *testing.T) {
	t.Parallel()
	moved := func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 302, Header: http.Header{"Location": {"https://elsewhere.example/"}}, Body: http.NoBody, Request: r}, nil
	}
	cut := func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, ContentLength: 9, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(io.MultiReader(strings.NewReader("{"), broke{})), Request: r}, nil
	}
	with := func(err error) func(*http.Request) (*http.Response, error) {
		return func(*http.Request) (*http.Response, error) { return nil, err }
	}
	for want, fail := range map[string]func(*http.Request) (*http.Response, error){
		"canceled":   with(context.Canceled),
		"timeout":    with(os.ErrDeadlineExceeded),
		"dns":        with(&net.DNSError{Err: "no such host", Name: "api.stateset.com"}),
		"connection": with(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}),
		"proxy":      with(&stateset.ProxyError{}),
		"truncated":  cut,
		"redirect":   moved,
		"_OTHER":     with(errors.New("a text of a middleware")),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			r := newRecorder(t)
			_, err := r.failing(t, "http://localhost", fail).Payments.Get(t.Context(), "pay_1")
			require.Error(t, err)
			require.Equal(t, want, r.take()[0].attrs["error.type"], err)
		})
	}
}

// broke is a body that ends too early.
type broke struct{}

func (broke) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// The attributes of the server are those of the request's URL.
func TestServerAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]struct {
		host string
		port int64
	}{
		"https://api.sandbox.stateset.com": {"api.sandbox.stateset.com", 443},
		"http://localhost":                 {"localhost", 80},
		"http://[::1]:8420":                {"::1", 8420},
		"http://127.0.0.1:8420/v1":         {"127.0.0.1", 8420},
	} {
		t.Run(want.host, func(t *testing.T) {
			t.Parallel()
			r := newRecorder(t)
			client := r.failing(t, address, func(*http.Request) (*http.Response, error) { return nil, errors.New("offline") })
			_, err := client.Payments.Get(t.Context(), "pay_1")
			require.Error(t, err)
			spans := r.take()
			require.Equal(t, want.host, spans[0].attrs["server.address"])
			require.Equal(t, []any{want.host, want.port}, []any{spans[1].attrs["server.address"], spans[1].attrs["server.port"]})
		})
	}
}
