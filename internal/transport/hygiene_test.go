package transport

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// If a server closes a reused connection after reading a request, net/http repeats a read
// in the same attempt. WireSends counts it. Only the call repeats a write.
func TestResendOfReadsIsCounted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind            Kind
		attempts, sends int // of each attempt
	}{"safe": {Safe, 1, 2}, "keyed": {Keyed, 2, 1}, "unkeyed": {Unkeyed, 1, 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, reply(200, "{}"), ended(""), reply(201, "{}"))
				client := s.client(t)
				response, failure := client.Do(t.Context(), newRequest(Safe))
				require.Nil(t, failure)
				response.Release()
				response, failure = client.Do(t.Context(), newRequest(c.kind))
				require.Len(t, s.requests(), 1+c.attempts*c.sends)
				if c.kind == Unkeyed {
					require.Equal(t, api.StopNotKeyed, failure.Stop)
					require.Equal(t, api.OutcomeUnknown, failure.Outcome)
					require.Equal(t, 1, failure.Attempts[0].WireSends)
					return
				}
				require.Nil(t, failure)
				require.Len(t, response.Attempts, c.attempts)
				last := response.Attempts[c.attempts-1]
				require.Equal(t, c.sends, last.WireSends)
				require.False(t, last.ConnReused, "the connection that answered is new")
				seen := s.requests()
				seen[2].header["X-Stateset-Attempt"] = seen[1].header["X-Stateset-Attempt"]
				require.Equal(t, seen[1].header, seen[2].header)
				require.Equal(t, seen[1].body, seen[2].body)
				response.Release()
			})
		})
	}
}

// A key can be used for 23 hours. The age is checked before every attempt.
func TestKeyAge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		created func(now time.Time) time.Time
		reads   int
	}{
		"young":                           {func(now time.Time) time.Time { return now.Add(-22 * time.Hour) }, 3},
		"exactly 23 hours, then older":    {func(now time.Time) time.Time { return now.Add(-MaxKeyAge) }, 1},
		"too old at the first attempt":    {func(now time.Time) time.Time { return now.Add(-MaxKeyAge - 1) }, 0},
		"too old, wall clock only":        {func(now time.Time) time.Time { return now.Add(-MaxKeyAge - time.Second).Round(0) }, 0},
		"would be too old after the wait": {func(now time.Time) time.Time { return now.Add(-MaxKeyAge + waitFloor - 1) }, 1},
		"no date":                         {func(time.Time) time.Time { return time.Time{} }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, reply(503, ""))
				r := newRequest(Keyed)
				r.KeyCreated = c.created(time.Now())
				client := s.client(t)
				_, failure := client.Do(t.Context(), r)
				require.Len(t, s.requests(), c.reads)
				if c.reads == 3 {
					require.Equal(t, api.StopAttempts, failure.Stop)
					return
				}
				require.ErrorIs(t, failure.Err, api.ErrIdempotencyKeyExpired)
				require.Equal(t, api.StopKeyAge, failure.Stop)
				want := api.OutcomeUnknown
				if c.reads == 0 {
					want = api.OutcomeNotSent
				}
				require.Equal(t, want, failure.Outcome)
				require.Equal(t, budgetSize, client.Stats().BudgetLeft, "nothing was paid")
			})
		})
	}
}

// shiftWall moves the wall clock of a time and keeps its monotonic clock, like a
// suspended machine or a changed clock. The time package stores the seconds of the wall
// clock from bit 30 on.
func shiftWall(at time.Time, by time.Duration) time.Time {
	shifted := at
	wall := (*uint64)(unsafe.Pointer(&shifted))
	*wall += uint64(int64(by/time.Second) << 30)
	return shifted
}

// Both clocks count: the monotonic clock stops while a machine sleeps, and the wall clock
// may be changed. Not in a synctest bubble, whose times have no monotonic clock.
func TestKeyAgeByBothClocks(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, c := range map[string]struct {
		created time.Time
		reads   int
	}{
		"young":                               {now.Add(-time.Hour), 1},
		"the machine slept":                   {shiftWall(now, -25*time.Hour), 0},
		"the wall clock was set back":         {shiftWall(now.Add(-25*time.Hour), 24*time.Hour), 0},
		"the wall clock was set back by more": {shiftWall(now.Add(-time.Hour), 20000*time.Hour), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, reply(503, ""))
			r := newRequest(Keyed)
			r.KeyCreated = c.created
			_, failure := s.client(t, func(c *Config) { c.Policy.MaxAttempts = 1 }).Do(t.Context(), r)
			require.Len(t, s.requests(), c.reads)
			require.Equal(t, c.reads == 0, failure.Stop == api.StopKeyAge)
		})
	}
}

func TestShiftWall(t *testing.T) {
	t.Parallel()
	now := time.Now()
	shifted := shiftWall(now, -time.Hour)
	require.Zero(t, now.Sub(shifted), "by the monotonic clock")
	require.Equal(t, time.Hour, now.Round(0).Sub(shifted.Round(0)), "by the wall clock")
}

// Unusual round trippers of users have a defined result.
func TestOddRoundTrippers(t *testing.T) {
	t.Parallel()
	answer := func(edit func(*http.Response)) roundTripper {
		return func(r *http.Request) (*http.Response, error) {
			response := &http.Response{StatusCode: 200, Header: http.Header{}, Request: r}
			edit(response)
			return response, nil
		}
	}
	for name, c := range map[string]struct {
		trip     roundTripper
		success  bool
		attempts int
		outcome  api.Outcome
	}{
		"nil and nil":              {trip: nothing, attempts: 3, outcome: api.OutcomeUnknown},
		"nil body":                 {trip: answer(func(*http.Response) {}), success: true, attempts: 1},
		"nil body with a length":   {trip: answer(func(r *http.Response) { r.ContentLength = 5 }), success: true, attempts: 1},
		"nil header":               {trip: answer(func(r *http.Response) { r.Header = nil }), success: true, attempts: 1},
		"nil header of an error":   {trip: answer(func(r *http.Response) { r.Header, r.StatusCode = nil, 404 }), attempts: 1, outcome: api.OutcomeRejected},
		"nil header of a redirect": {trip: answer(func(r *http.Response) { r.Header, r.StatusCode = nil, 302 }), attempts: 1, outcome: api.OutcomeRejected},
		"no status":                {trip: answer(func(r *http.Response) { r.StatusCode = 0 }), attempts: 1, outcome: api.OutcomeUnknown},
		"error that says it did not dial": {trip: func(*http.Request) (*http.Response, error) { return nil, errRefused },
			attempts: 3, outcome: api.OutcomeNotSent},
		"error that says nothing": {trip: func(*http.Request) (*http.Response, error) { return nil, fmt.Errorf("broken") },
			attempts: 3, outcome: api.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := serve(t).client(t, func(config *Config) { config.HTTP = &http.Client{Transport: c.trip} })
				response, failure := client.Do(t.Context(), newRequest(Keyed))
				if c.success {
					require.Nil(t, failure)
					require.Empty(t, response.Body)
					require.Len(t, response.Attempts, c.attempts)
					response.Release()
					return
				}
				require.Nil(t, response)
				require.Len(t, failure.Attempts, c.attempts)
				require.Equal(t, c.outcome, failure.Outcome)
			})
		})
	}
}

// A client without a transport uses that of net/http. Clients without an HTTP client
// share one.
func TestWhoseHTTPClient(t *testing.T) {
	t.Parallel()
	policy := complete(t, api.RetryPolicy{})
	own := New(Config{Policy: policy})
	require.NotNil(t, own.config.HTTP)
	require.Same(t, own.config.HTTP, own.With(Config{Policy: policy}).config.HTTP)
	bare := New(Config{HTTP: &http.Client{}, Policy: policy})
	require.Same(t, http.DefaultTransport, bare.http.Transport.(attemptTripper).next)
	require.Same(t, own.config.HTTP, New(Config{Policy: policy}).config.HTTP)
	_, closes := bare.http.Transport.(interface{ CloseIdleConnections() })
	require.False(t, closes)
}

// Many goroutines share a client and clients derived from it.
func TestSharedClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, func(conn net.Conn, r *http.Request) bool {
			switch q := r.URL.Query().Get("q"); {
			case strings.HasSuffix(q, "0") && r.Header.Get("X-Stateset-Attempt") == "1/3":
				return reply(503, "busy")(conn, r)
			case strings.HasSuffix(q, "5") && r.Header.Get("X-Stateset-Attempt") == "1/3":
				return ended("")(conn, r)
			case strings.HasSuffix(q, "7"):
				return reply(404, q)(conn, r)
			default:
				return reply(200, q)(conn, r)
			}
		})
		free := func(c *Config) { c.Policy.NoBudget = true }
		parent := s.client(t, free)
		var group sync.WaitGroup
		for g := range 64 {
			client := parent
			if g%2 == 1 {
				client = parent.With(parent.config)
			}
			group.Go(func() {
				for i := range 20 {
					r := newRequest(Keyed)
					want := fmt.Sprintf("%d-%d", g, i)
					r.URL.RawQuery = "q=" + want
					response, failure := client.Do(context.Background(), r)
					if i%10 == 7 {
						if failure == nil || string(failure.Response.Body) != want {
							t.Errorf("call %s: %v", want, failure)
						}
						continue
					}
					if failure != nil || string(response.Body) != want {
						t.Errorf("call %s: %v", want, failure)
					}
					response.Release()
				}
			})
		}
		group.Wait()
		require.Equal(t, int64(64*20), parent.Stats().Calls)
	})
}
