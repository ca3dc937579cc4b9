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

// Every response has a request ID and, if it has a body, is JSON: also those to requests
// that net/http usually answers by itself.
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
		go func() { _, _ = io.WriteString(conn, request) }() // the server need not read all of it
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
