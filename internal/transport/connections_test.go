package transport

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// A failing call does not close the idle connections of other calls, for every failure.
func TestFailingCallKeepsIdleConnections(t *testing.T) {
	t.Parallel()
	const warm = 10
	for name, c := range map[string]struct {
		step   answer
		kind   Kind // net/http repeats a keyed request on every idle connection that closes
		cancel bool
		lost   int // connections that the failing call closed
	}{
		"attempts spent":        {step: reply(503, "")},
		"definitive answer":     {step: reply(404, "")},
		"connection lost":       {step: ended(""), kind: Unkeyed, lost: 1},
		"cancelled in its wait": {step: reply(503, "", "Retry-After: 20"), cancel: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var together sync.WaitGroup
				s := serve(t, func(conn net.Conn, r *http.Request) bool {
					if r.Method == http.MethodPost {
						return c.step(conn, r)
					}
					together.Done()
					together.Wait() // so that each requires its own connection
					return reply(200, "{}")(conn, r)
				})
				client := s.client(t)
				burst := func() {
					together.Add(warm)
					var group sync.WaitGroup
					for range warm {
						group.Go(func() {
							response, _ := client.Do(t.Context(), newRequest(Safe))
							response.Release()
						})
					}
					group.Wait()
					synctest.Wait() // until the connections are idle again
				}
				burst()
				require.Equal(t, warm, s.dialled())
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.cancel {
					time.AfterFunc(time.Second, cancel)
				}
				_, failure := client.Do(ctx, newRequest(max(c.kind, Keyed)))
				require.NotNil(t, failure)
				synctest.Wait()
				burst()
				require.Equal(t, warm+c.lost, s.dialled())
			})
		})
	}
}

// Error bodies are read completely, so that all attempts use one connection.
func TestErrorBodiesKeepTheConnection(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 4 << 10, 8 << 10, 100 << 10} {
		synctest.Test(t, func(t *testing.T) {
			s := serve(t, reply(503, long(size)))
			_, failure := s.client(t, func(c *Config) { c.Policy.MaxAttempts = 6 }).Do(t.Context(), newRequest(Keyed))
			require.Len(t, failure.Attempts, 6)
			require.Len(t, s.requests(), 6)
			require.Equal(t, 1, s.dialled())
			require.False(t, failure.Attempts[0].ConnReused)
			require.True(t, failure.Attempts[5].ConnReused)
		})
	}
}

// Each attempt has its own header map. Headers that middleware adds to one attempt appear
// neither in the next attempt nor in the request of the caller.
func TestAttemptsShareNoHeaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(503, ""))
		var seen []http.Header
		r := newRequest(Keyed)
		names := len(r.Header)
		_, failure := s.client(t, func(c *Config) {
			c.Middleware = []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
				return roundTripper(func(r *http.Request) (*http.Response, error) {
					r.Header.Add("X-Signature", "signed")
					seen = append(seen, r.Header)
					return next.RoundTrip(r)
				})
			}}
		}).Do(t.Context(), r)
		require.Len(t, seen, 3)
		for i, one := range s.requests() {
			require.Equal(t, []string{"signed"}, one.header["X-Signature"])
			require.Equal(t, []string{fmt.Sprintf("%d/3", i+1)}, one.header["X-Stateset-Attempt"])
			require.Equal(t, []string{fmt.Sprintf("%d/3", i+1)}, seen[i]["X-Stateset-Attempt"], "and keeps it")
		}
		require.Len(t, failure.Request.Header, names)
	})
}
