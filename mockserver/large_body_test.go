package mockserver_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// Some clients, such as Python's http.client, send the whole body before they read the
// response. They see the response to a body that is too large, or that was refused
// unread.
func TestLargeBodyIsSentBeforeTheResponseIsRead(t *testing.T) {
	t.Parallel()
	const size = 12 << 20 // more than the buffers of a connection hold
	whole := fmt.Sprintf("Content-Length: %d\r\n\r\n", size) + strings.Repeat(" ", size)
	chunked := "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n", size) + strings.Repeat(" ", size) + "\r\n0\r\n\r\n"
	const key = "Authorization: Bearer sk_test_large\r\n"
	for name, c := range map[string]struct {
		path, rest string
		want       int
	}{
		"too large":            {"/v1/payments", key + whole, 413},
		"too large, chunked":   {"/v1/payments", key + chunked, 413},
		"too large, reset":     {"/_mock/reset", whole, 413},
		"no key":               {"/v1/payments", whole, 401},
		"no such path":         {"/v1/nowhere", key + chunked, 404},
		"another method":       {"/v1/account/balance", key + whole, 405},
		"100-continue, chunks": {"/v1/payments", key + "Expect: 100-continue\r\n" + chunked, 413},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"))
			conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
			require.NoError(t, err)
			defer conn.Close()
			_, err = io.WriteString(conn, "POST "+c.path+" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"+c.rest)
			require.NoError(t, err)
			require.Equal(t, c.want, finalStatus(t, conn))
		})
	}
}

// finalStatus reads responses until the final one.
func finalStatus(t *testing.T, conn net.Conn) int {
	from := bufio.NewReader(conn)
	for {
		resp, err := http.ReadResponse(from, nil)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, resp.Body)
		require.NoError(t, err)
		if resp.StatusCode >= 200 {
			return resp.StatusCode
		}
	}
}

// A client that waits for 100 Continue gets the error at once and sends no body.
func TestLargeBodyIsNotAwaited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		conn, err := srv.HTTPClient().Transport.(*http.Transport).DialContext(t.Context(), "tcp", "localhost:80")
		require.NoError(t, err)
		defer conn.Close()
		start := time.Now()
		_, err = fmt.Fprintf(conn, "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_large\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", 5<<20)
		require.NoError(t, err)
		require.Equal(t, 413, finalStatus(t, conn))
		require.Zero(t, time.Since(start))
		_, err = io.Copy(io.Discard, conn) // the server closes the connection
		require.NoError(t, err)
		require.Less(t, time.Since(start), 2*time.Second)
	})
}
