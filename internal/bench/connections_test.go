package bench

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

// counting is a server that counts its connections. The first requests wait for each
// other, so that each opens a connection. Every nth response is a 503 of 8 KB.
func counting(t *testing.T, first, failEvery int64) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var connections, arrived, requests atomic.Int64
	complete := make(chan struct{})
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if i := arrived.Add(1); i == first {
			close(complete)
		} else if i < first {
			<-complete
		}
		w.Header().Set("Content-Type", "application/json")
		if failEvery > 0 && requests.Add(1)%failEvery == 0 {
			w.Header().Set("Stateset-Should-Retry", "false")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, `{"error":{"code":"service_unavailable","message":"`+strings.Repeat("x", 8<<10)+`"}}`)
			return
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, paymentJSON)
	}))
	srv.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	return srv, &connections
}

// TestConnectionsAreReused makes 2000 calls, 64 concurrently, with the default client of
// the SDK, and also with one failing call in twenty. It requires little more than one
// connection per concurrent call, because net/http drops a connection whose writer is
// late. An untuned pool opens a connection for every second call.
func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	const callers = 64
	for name, test := range map[string]struct{ failEvery, most int64 }{
		"all succeed":     {0, 128},
		"one in 20 fails": {20, 160},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, connections := counting(t, callers, test.failEvery)
			client, err := stateset.New("sk_test_connections", stateset.WithBaseURL(srv.URL))
			require.NoError(t, err)
			var group sync.WaitGroup
			for range callers {
				group.Go(func() {
					for range 2000 / callers {
						err := sdkCreate(client)
						var failed *stateset.Error
						if err != nil && !errors.As(err, &failed) {
							t.Error(err)
						}
					}
				})
			}
			group.Wait()
			require.LessOrEqual(t, connections.Load(), test.most)
		})
	}
}
