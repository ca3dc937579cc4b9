package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

var errShutdown = errors.New("the program shuts down")

// A canceled call returns immediately in every phase. Its error has the cause, the
// earlier failure, and whether the request was sent.
func TestCancel(t *testing.T) {
	t.Parallel()
	const headers = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"
	const at = 3 * time.Second // the time of the cancellation
	for _, c := range []struct {
		name     string
		script   []answer
		server   func(*server)
		config   func(*Config)
		request  func(*Request)
		attempts int
		outcome  api.Outcome
		before   error // of an attempt before the canceled attempt
	}{
		{name: "dial", server: stallingDial, attempts: 1, outcome: api.OutcomeNotSent},
		{name: "TLS handshake", server: func(s *server) { s.deaf = true }, request: overTLS, attempts: 1, outcome: api.OutcomeNotSent},
		{name: "headers", script: []answer{stalled("")}, attempts: 1, outcome: api.OutcomeUnknown},
		{name: "half of the headers", script: []answer{stalled(headers[:20])}, attempts: 1, outcome: api.OutcomeUnknown},
		{name: "body", script: []answer{stalled(headers + "{")}, attempts: 1, outcome: api.OutcomeUnknown},
		{name: "body of an error", script: []answer{stalled("HTTP/1.1 404 Not Found\r\nContent-Length: 20\r\n\r\n{")}, attempts: 1, outcome: api.OutcomeUnknown},
		{name: "wait after an answer", script: []answer{reply(503, "", "Retry-After: 20")}, attempts: 1, outcome: api.OutcomeUnknown},
		{name: "wait after being throttled", script: []answer{reply(429, "", "Retry-After: 20")}, attempts: 1, outcome: api.OutcomeRejected},
		{name: "wait after no answer", script: []answer{ended("")}, config: slowBackoff, attempts: 1, outcome: api.OutcomeUnknown, before: io.EOF},
		{name: "wait after a refused dial", server: func(s *server) { s.refuse = func(int) error { return errRefused } }, config: slowBackoff,
			attempts: 1, outcome: api.OutcomeNotSent, before: errRefused},
		{name: "second attempt", script: []answer{ended(""), stalled("")}, attempts: 2, outcome: api.OutcomeUnknown, before: io.EOF},
		{name: "second dial", server: func(s *server) { s.refuse = refuseThenStall(s) }, attempts: 2, outcome: api.OutcomeNotSent, before: errRefused},
		{name: "limiter", config: limitFrom(1), attempts: 1, outcome: api.OutcomeNotSent},
		{name: "limiter, second attempt", script: []answer{ended("")}, config: limitFrom(2), attempts: 2, outcome: api.OutcomeUnknown, before: io.EOF},
		{name: "limiter, after being throttled", script: []answer{reply(429, "")}, config: limitFrom(2), attempts: 2, outcome: api.OutcomeRejected},
		{name: "limiter that does not listen", config: deafLimiter(at), attempts: 1, outcome: api.OutcomeNotSent},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, c.script...)
				if c.server != nil {
					c.server(s)
				}
				var edits []func(*Config)
				if c.config != nil {
					edits = append(edits, c.config)
				}
				r := newRequest(Keyed)
				if c.request != nil {
					c.request(r)
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(at, func() { cancel(errShutdown) })
				client := s.client(t, edits...)
				client.random = fullJitter
				_, failure := client.Do(ctx, r)
				require.Equal(t, at, failure.Elapsed)
				require.Equal(t, api.StopContext, failure.Stop)
				require.Equal(t, 1, failure.Row)
				require.Len(t, failure.Attempts, c.attempts)
				require.Equal(t, c.outcome, failure.Outcome)
				require.ErrorIs(t, failure.Err, context.Canceled)
				require.ErrorIs(t, failure.Err, errShutdown)
				want := "context canceled; the program shuts down"
				if c.before != nil {
					require.ErrorIs(t, failure.Err, c.before)
					want += "; " + c.before.Error()
				}
				require.EqualError(t, failure.Err, want)
			})
		})
	}
}

func slowBackoff(c *Config) {
	c.Policy.BaseDelay, c.Policy.MaxDelay = time.Minute, time.Minute
}

// refuseThenStall refuses the first dial and blocks the second.
func refuseThenStall(s *server) func(int) error {
	return func(int) error { stallingDial(s); return errRefused }
}

// limitFrom makes the client's limiter wait from that attempt on.
func limitFrom(attempt int64) func(*Config) {
	var asked atomic.Int64
	return func(c *Config) {
		c.Limiter = limiter(func(ctx context.Context) error {
			if asked.Add(1) < attempt {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		})
	}
}

// deafLimiter waits for d, ignores its context, and allows the call.
func deafLimiter(d time.Duration) func(*Config) {
	return func(c *Config) {
		c.Limiter = limiter(func(ctx context.Context) error { <-time.After(d); <-ctx.Done(); return nil })
	}
}

// The failure keeps the last response if a wait is canceled.
func TestCancelKeepsTheLastAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(503, code("service_unavailable"), "Retry-After: 20", "X-Request-Id: req_1"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		c := s.client(t)
		_, failure := c.Do(ctx, newRequest(Keyed))
		require.Equal(t, 503, failure.Response.Status)
		require.JSONEq(t, code("service_unavailable"), string(failure.Response.Body))
		require.Equal(t, "service_unavailable", failure.Answer.ErrorCode())
		require.Equal(t, 20*time.Second, failure.RetryAfter)
		require.Equal(t, 503, failure.Attempts[0].Status)
		require.Equal(t, "req_1", failure.Attempts[0].RequestID)
		require.EqualError(t, failure.Err, "context canceled")
		require.Equal(t, budgetSize, c.Stats().BudgetLeft, "a retry that was not made costs nothing")
	})
}

// A success that was read completely stays a success, even if the caller canceled during
// the response. An incomplete success does not.
func TestSuccessBeatsCancellation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at      int // the byte of the body at which the caller cancels
		success bool
	}{"at its last byte": {16, true}, "in its middle": {8, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const body = `{"id":"thing_1"}`
				ctx, cancel := context.WithCancel(t.Context())
				s := serve(t, func(conn net.Conn, r *http.Request) bool {
					raw("HTTP/1.1 201 Created\r\nContent-Length: 16\r\n\r\n"+body[:c.at])(conn, r)
					waitForClose(conn)
					return false
				})
				response, failure := s.client(t, func(config *Config) {
					config.Middleware = []func(http.RoundTripper) http.RoundTripper{cancelAfter(cancel, c.at)}
				}).Do(ctx, newRequest(Keyed))
				if !c.success {
					require.Equal(t, api.StopContext, failure.Stop)
					require.Equal(t, api.OutcomeUnknown, failure.Outcome)
					return
				}
				require.Nil(t, failure)
				require.ErrorIs(t, ctx.Err(), context.Canceled)
				require.Equal(t, body, string(response.Body))
				response.Release()
			})
		})
	}
}

// A complete response before the cancellation decides the outcome: a rejection stays a
// rejection. A response that would have been retried leaves the outcome of its row.
func TestAnswerBeatsCancellation(t *testing.T) {
	t.Parallel()
	type verdict struct {
		row     int
		stop    api.StopReason
		outcome api.Outcome
	}
	cancelled := func(o api.Outcome) verdict { return verdict{1, api.StopContext, o} }
	for name, c := range map[string]struct {
		step                 answer
		at                   int // the byte of the body at which the caller cancels
		safe, keyed, unkeyed verdict
	}{
		"refusal": {reply(404, code("resource_not_found")), 39, verdict{18, api.StopDefinitive, api.OutcomeRejected},
			verdict{18, api.StopDefinitive, api.OutcomeRejected}, verdict{18, api.StopDefinitive, api.OutcomeRejected}},
		"refusal that breaks off": {stalled("HTTP/1.1 404 Not Found\r\nContent-Length: 39\r\n\r\n{\"error\":"), 9,
			cancelled(api.OutcomeUnknown), cancelled(api.OutcomeUnknown), cancelled(api.OutcomeUnknown)},
		"conflict": {reply(409, code("invalid_state")), 34, verdict{15, api.StopDefinitive, api.OutcomeRejected},
			verdict{15, api.StopDefinitive, api.OutcomeRejected}, verdict{15, api.StopDefinitive, api.OutcomeRejected}},
		"stored error": {reply(500, "{}", "Idempotent-Replayed: true"), 2, verdict{10, api.StopStoredAnswer, api.OutcomeUnknown},
			verdict{10, api.StopStoredAnswer, api.OutcomeUnknown}, verdict{10, api.StopStoredAnswer, api.OutcomeUnknown}},
		"still running": {reply(409, code("idempotency_key_in_use")), 43, cancelled(api.OutcomeUnknown), cancelled(api.OutcomeUnknown), cancelled(api.OutcomeUnknown)},
		"throttled":     {reply(429, "{}"), 2, cancelled(api.OutcomeRejected), cancelled(api.OutcomeRejected), cancelled(api.OutcomeRejected)},
		"server error":  {reply(503, "{}"), 2, cancelled(api.OutcomeUnknown), cancelled(api.OutcomeUnknown), cancelled(api.OutcomeUnknown)},
	} {
		for kindName, kind := range kinds {
			t.Run(name+"/"+kindName, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancel(t.Context())
					s := serve(t, c.step)
					client := s.client(t, func(config *Config) {
						config.Middleware = []func(http.RoundTripper) http.RoundTripper{cancelAfter(cancel, c.at)}
					})
					_, failure := client.Do(ctx, newRequest(kind))
					require.ErrorIs(t, ctx.Err(), context.Canceled)
					want := [...]verdict{Safe: c.safe, Keyed: c.keyed, Unkeyed: c.unkeyed}[kind]
					require.Equal(t, want, verdict{failure.Row, failure.Stop, failure.Outcome})
					require.Equal(t, want.stop == api.StopContext, errors.Is(failure.Err, context.Canceled))
					require.Len(t, s.requests(), 1)
					require.Equal(t, budgetSize, client.Stats().BudgetLeft)
				})
			})
		}
	}
}

// cancelAfter cancels after n bytes of a body were read.
func cancelAfter(cancel func(), n int) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			response, err := next.RoundTrip(r)
			if err == nil {
				response.Body = &watchedBody{response.Body, n, cancel}
			}
			return response, err
		})
	}
}

type watchedBody struct {
	io.ReadCloser
	left   int
	cancel func()
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left <= 0 {
		b.cancel()
	}
	return n, err
}

// A call whose context has ended does not start.
func TestDoneContextSendsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(200, "{}"))
		c := s.client(t)
		cancelled, cancel := context.WithCancelCause(t.Context())
		cancel(errShutdown)
		late, stop := context.WithDeadline(t.Context(), time.Now())
		defer stop()
		for want, ctx := range map[error]context.Context{context.Canceled: cancelled, context.DeadlineExceeded: late} {
			_, failure := c.Do(ctx, newRequest(Unkeyed))
			require.ErrorIs(t, failure.Err, want)
			require.Equal(t, api.OutcomeNotSent, failure.Outcome)
			require.Equal(t, api.StopContext, failure.Stop)
			require.Empty(t, failure.Attempts)
		}
		require.Zero(t, s.dialled())
		require.Equal(t, api.Stats{Calls: 2, Failures: 2, BudgetLeft: budgetSize}, c.Stats())
	})
}
