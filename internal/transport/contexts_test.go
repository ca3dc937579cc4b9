package transport

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// The contexts of the limiter and of each attempt end with the call. The caller's context
// does not.
func TestContextsEndWithTheCall(t *testing.T) {
	t.Parallel()
	for name, script := range map[string][]answer{
		"success": {reply(200, "{}")}, "success after a retry": {reply(503, ""), reply(200, "{}")},
		"refusal": {reply(404, "")}, "no answer": {ended("")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var seen []context.Context
				s := serve(t, script...)
				client := s.client(t, func(c *Config) {
					c.Limiter = limiter(func(ctx context.Context) error { seen = append(seen, ctx); return nil })
					c.Middleware = append(c.Middleware, func(next http.RoundTripper) http.RoundTripper {
						return roundTripper(func(r *http.Request) (*http.Response, error) {
							seen = append(seen, r.Context())
							return next.RoundTrip(r)
						})
					})
				})
				response, _ := client.Do(ctx, newRequest(Keyed))
				response.Release()
				require.GreaterOrEqual(t, len(seen), 2)
				for i, made := range seen {
					require.Error(t, made.Err(), i)
				}
				require.NoError(t, ctx.Err())
			})
		})
	}
}

// A call that is rejected before its first attempt reports its row.
func TestRowsOfCallsThatDoNotBegin(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	old, bad := newRequest(Keyed), newRequest(Keyed)
	old.KeyCreated = time.Now().Add(-24 * time.Hour)
	bad.URL.Scheme = "ftp"
	for name, c := range map[string]struct {
		ctx     context.Context
		request *Request
		row     int
		stop    api.StopReason
	}{
		"given up":       {cancelled, newRequest(Keyed), 1, api.StopContext},
		"cannot be sent": {t.Context(), bad, 2, api.StopPermanent},
		"old key":        {t.Context(), old, 2, api.StopKeyAge},
	} {
		s := serve(t, reply(200, "{}"))
		_, failure := s.client(t).Do(c.ctx, c.request)
		require.Equal(t, []any{c.row, c.stop, api.OutcomeNotSent}, []any{failure.Row, failure.Stop, failure.Outcome}, name)
		require.Empty(t, failure.Attempts, name)
		require.Empty(t, s.requests(), name)
	}
}

// The age of a key is ignored for a call without a key.
func TestTimeWithoutAKey(t *testing.T) {
	t.Parallel()
	r := newRequest(Unkeyed)
	r.KeyCreated = time.Now().Add(-24 * time.Hour)
	response, failure := serve(t, reply(200, "{}")).client(t).Do(t.Context(), r)
	require.Nil(t, failure)
	response.Release()
}
