package mockserver_test

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// Every response has a request ID, and its body is JSON. That includes responses to
// requests to which net/http usually responds itself.
func TestEveryResponseIsOfTheAPI(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	for request, status := range map[string]int{
		"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n":                                        204,
		"GET /health HTTP/1.1\r\n\r\n":                                                         400,
		"GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\n\r\n":                       417,
		"GET /health HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("a", 70<<10) + "\r\n\r\n":    431,
		"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("a", 2<<20) + "\r\n": 431,
	} {
		conn, err := srv.HTTPClient().Transport.(*http.Transport).DialContext(t.Context(), "tcp", "localhost:80")
		require.NoError(t, err)
		go func() { _, _ = io.WriteString(conn, request) }() // the server may not read all of it
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		require.NoError(t, conn.Close())
		require.Equal(t, status, resp.StatusCode)
		require.NotEmpty(t, resp.Header.Get("X-Request-Id"))
		if status != http.StatusNoContent {
			require.Equal(t, "application/json", resp.Header.Get("Content-Type"))
		}
	}
}

// With TLS, plain HTTP has a JSON error that names the fix, and headers over the limit are
// refused as without TLS.
func TestErrorsOfTLSAreJSON(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTLS(), mockserver.WithTCP("127.0.0.1:0"))
	resp, err := http.Get("http" + strings.TrimPrefix(srv.URL(), "https") + "/health")
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, 400, resp.StatusCode)
	require.Contains(t, string(body), `"message":"This port requires TLS, and the client sent plain HTTP: use an https:// URL"`)

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+"/health", nil)
	require.NoError(t, err)
	request.Header.Set("X", strings.Repeat("a", 70<<10))
	large, err := srv.HTTPClient().Do(request)
	require.NoError(t, err)
	defer large.Body.Close()
	require.Equal(t, 431, large.StatusCode)
	require.Equal(t, "application/json", large.Header.Get("Content-Type"))
}
