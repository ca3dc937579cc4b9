package mockserver_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// eventReader reads the server-sent events of a stream.
type eventReader struct {
	t       *testing.T
	scanner *bufio.Scanner
	body    io.Closer
}

// openStream opens a stream of requests; query begins with "?" or is empty.
func openStream(ctx context.Context, t *testing.T, srv *mockserver.Server, query string) *eventReader {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL()+"/_mock/requests/stream"+query, nil)
	require.NoError(t, err)
	response, err := srv.HTTPClient().Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Equal(t, "text/event-stream", response.Header.Get("Content-Type"))
	return &eventReader{t, bufio.NewScanner(response.Body), response.Body}
}

// next returns the next event: its ID and the path of its request, or its name without
// an ID.
func (r *eventReader) next() string {
	r.t.Helper()
	var id, name, path string
	for r.scanner.Scan() {
		line := r.scanner.Text()
		switch field, value, _ := strings.Cut(line, ": "); field {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			_, rest, _ := strings.Cut(value, `"path":"`)
			path, _, _ = strings.Cut(rest, `"`)
		case "":
			return strings.TrimSpace(strings.Join([]string{id, name, path}, " "))
		}
	}
	require.NoError(r.t, r.scanner.Err())
	return "end"
}

func get(t *testing.T, srv *mockserver.Server, path string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+path, nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer sk_test_streamed")
	response, err := srv.HTTPClient().Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode
}

func TestStreamOfRequests(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	get(t, srv, "/v1/orders")
	get(t, srv, "/v1/payments")
	all := openStream(t.Context(), t, srv, "")
	require.Equal(t, "1 request /v1/orders", all.next())
	require.Equal(t, "2 request /v1/payments", all.next())
	selected := openStream(t.Context(), t, srv, "?operation=Payments.*&limit=1")
	require.Equal(t, "2 request /v1/payments", selected.next())
	get(t, srv, "/v1/orders")
	get(t, srv, "/v1/payments/none")
	require.Equal(t, "3 request /v1/orders", all.next())
	require.Equal(t, "4 request /v1/payments/none", all.next())
	require.Equal(t, "4 request /v1/payments/none", selected.next())
	require.Equal(t, "3 request /v1/orders", openStream(t.Context(), t, srv, "?since=2&limit=1").next(), "a limit is for the first list of a new stream")
	require.Equal(t, "4 request /v1/payments/none", openStream(t.Context(), t, srv, "?limit=1").next())

	srv.Reset()
	require.Equal(t, "cleared", all.next())
	get(t, srv, "/v1/orders")
	require.Equal(t, "5 request /v1/orders", all.next())
}

func TestStreamsHaveNoSecretsAndNoBodies(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	get(t, srv, "/v1/payments/4242424242424242")
	response, err := srv.HTTPClient().Get(srv.URL() + "/_mock/requests/stream")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	text := make([]byte, 2000)
	n, err := io.ReadAtLeast(response.Body, text, 200)
	require.NoError(t, err)
	require.Contains(t, string(text[:n]), `"path":"/v1/payments/****4242"`)
	require.NotContains(t, string(text[:n]), "sk_test")
	require.NotContains(t, string(text[:n]), "body")
}

// A wrong parameter is an error, not a stream.
func TestStreamRefusesBadParameters(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	require.Equal(t, http.StatusBadRequest, get(t, srv, "/_mock/requests/stream?limits=1"))
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		ctx, cancel := context.WithCancel(t.Context())
		for range 16 {
			openStream(ctx, t, srv, "")
		}
		require.Equal(t, http.StatusServiceUnavailable, get(t, srv, "/_mock/requests/stream"))
		cancel()
		synctest.Wait() // the server has detected it
		openStream(t.Context(), t, srv, "")
	})
}

// A stream outlives the read and write timeouts of the server.
func TestStreamOutlivesTimeouts(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]mockserver.Option{"memory": nil, "TLS with HTTP/2": {mockserver.WithTLS()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t, options...)
				stream := openStream(t.Context(), t, srv, "")
				for i := range 3 {
					time.Sleep(45 * time.Second) // in the time of the bubble
					get(t, srv, "/v1/orders")
					require.Equal(t, strconv.Itoa(i+1)+" request /v1/orders", stream.next())
				}
			})
		})
	}
}

func TestStreamsEndWithTheServer(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*mockserver.Server) error{
		"Close":    func(srv *mockserver.Server) error { srv.Close(); return nil },
		"Shutdown": func(srv *mockserver.Server) error { return srv.Shutdown(context.Background()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, err := mockserver.Start(t.Context(), mockserver.WithTCP("127.0.0.1:0"))
			require.NoError(t, err)
			response, err := srv.HTTPClient().Get(srv.URL() + "/_mock/requests/stream")
			require.NoError(t, err)
			defer func() { _ = response.Body.Close() }()
			require.NoError(t, end(srv)) // waits for the handler, without a limit of time
			_, err = io.Copy(io.Discard, response.Body)
			if name == "Shutdown" {
				require.NoError(t, err, "a graceful end is no cut")
			}
		})
	}
}
