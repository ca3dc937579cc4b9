package mockserver_test

import (
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// A client that sends slowly or nothing cannot keep a connection open: not before the
// headers, in the body, or between requests.
func TestSlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	const post = "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_slow\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
	for name, c := range map[string]struct {
		sent string
		drip bool // one more byte per second
		most time.Duration
	}{
		"nothing":          {"", false, 5 * time.Second},
		"half of a header": {"GET /v1/payments HT", false, 5 * time.Second},
		"dripping header":  {"GET /v1/payments HTTP/1.1\r\nHost: localhost\r\nX-A: ", true, 5 * time.Second},
		"half of a body":   {post + `{"amount":`, false, 30 * time.Second},
		"dripping body":    {post + `{"amount":`, true, 30 * time.Second},
		"idle after a request": {"GET /v1/payments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_slow\r\n\r\n",
			false, 2 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				conn, err := srv.HTTPClient().Transport.(*http.Transport).DialContext(t.Context(), "tcp", "localhost:80")
				require.NoError(t, err)
				defer conn.Close()
				start := time.Now()
				_, err = io.WriteString(conn, c.sent)
				require.NoError(t, err)
				var dripping sync.WaitGroup
				if c.drip {
					dripping.Go(func() { drip(conn) })
				}
				_, _ = io.Copy(io.Discard, conn) // until the server closes the connection
				dripping.Wait()
				require.LessOrEqual(t, time.Since(start), c.most+time.Second)
				require.GreaterOrEqual(t, time.Since(start), c.most)
			})
		})
	}
}

// drip writes a byte per second until the connection ends.
func drip(conn net.Conn) {
	for {
		<-time.After(time.Second)
		if _, err := conn.Write([]byte("x")); err != nil {
			return
		}
	}
}
