package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

type contextKey struct{}

// The hooks are called before and after each attempt, with the context of the caller.
func TestHooks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		script []answer
		want   []string
	}{
		"success": {[]answer{reply(201, "{}", "X-Request-Id: req_1")}, []string{"start 1", "1/3 201 req_1 "}},
		"success after a retry": {[]answer{reply(503, ""), reply(201, "{}", "X-Request-Id: req_2")},
			[]string{"start 1", "1/3 503  server_error", "start 2", "2/3 201 req_2 "}},
		"failure": {[]answer{ended("")}, []string{"start 1", "1/3 0  connection_lost", "start 2", "2/3 0  connection_lost", "start 3", "3/3 0  "}},
		"refused": {[]answer{reply(402, "")}, []string{"start 1", "1/3 402  "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var told []string
				ctx := context.WithValue(t.Context(), contextKey{}, "callers")
				check := func(ctx context.Context, info api.Operation) {
					require.Equal(t, "callers", ctx.Value(contextKey{}))
					require.Equal(t, "Things.Create POST "+template, info.Operation+" "+info.Method+" "+info.Template)
				}
				hooks := api.Hooks{
					OnAttemptStart: func(ctx context.Context, info api.Operation) context.Context {
						check(ctx, info)
						told = append(told, fmt.Sprintf("start %d", info.Attempt))
						return nil
					},
					OnAttempt: func(ctx context.Context, info api.Operation, a api.Attempt) {
						check(ctx, info)
						require.Equal(t, info.Attempt, a.Number)
						told = append(told, fmt.Sprintf("%d/%d %d %s %s", info.Attempt, info.MaxAttempts, a.Status, a.RequestID, a.Reason))
						require.Equal(t, a.Delay > 0, a.Reason != "")
					},
				}
				response, _ := serve(t, c.script...).client(t, func(c *Config) { c.Hooks = []api.Hooks{hooks} }).Do(ctx, newRequest(Keyed))
				response.Release()
				require.Equal(t, c.want, told)
			})
		})
	}
}

// A panic in a hook does not fail the call.
func TestPanickingObservers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(503, ""), reply(200, "{}"))
		response, failure := s.client(t, func(c *Config) {
			c.Hooks = []api.Hooks{{
				OnAttemptStart: func(context.Context, api.Operation) context.Context { panic(errors.New("start")) },
				OnAttempt:      func(context.Context, api.Operation, api.Attempt) { panic("attempt") },
			}}
			c.Logger = slog.New(panickingHandler{slog.DiscardHandler})
		}).Do(t.Context(), newRequest(Keyed))
		require.Nil(t, failure)
		require.Equal(t, "{}", string(response.Body))
		require.Len(t, response.Attempts, 2)
		response.Release()
	})
}

type panickingHandler struct{ slog.Handler }

func (panickingHandler) Enabled(context.Context, slog.Level) bool  { return true }
func (panickingHandler) Handle(context.Context, slog.Record) error { panic("log") }

// The logger receives one line per retry, which names the operation and contains no
// address, query, header or body.
func TestLogger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lines bytes.Buffer
		s := serve(t, reply(503, code("service_unavailable"), "X-Request-Id: req_1"),
			ended("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), reply(200, `{"id":"thing_1"}`))
		response, failure := s.client(t, func(c *Config) {
			c.Logger = slog.New(slog.NewTextHandler(&lines, &slog.HandlerOptions{
				Level: slog.LevelDebug,
				ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
					if a.Key == slog.TimeKey {
						return slog.Attr{}
					}
					return a
				},
			}))
		}).Do(t.Context(), newRequest(Keyed))
		require.Nil(t, failure)
		response.Release()
		const same = " operation=Things.Create method=POST path=/v1/things/{id} attempt="
		require.Equal(t, []string{
			`level=INFO msg="stateset: retry"` + same + `1 status=503 duration=0s request_id=req_1 delay=50ms reason=server_error`,
			`level=INFO msg="stateset: retry"` + same + `2 status=200 duration=0s request_id="" delay=50ms reason=truncated error="stateset: response is truncated"`,
		}, strings.Split(strings.TrimSpace(lines.String()), "\n"))
		for _, secret := range []string{secretKey, secretQuery, secretID, keyOfCall, "10.50", "thing_1"} {
			require.NotContains(t, lines.String(), secret)
		}
	})
}

// Middleware finds the operation and attempt of a request in its context, and the values
// of the caller.
func TestInfoInMiddleware(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var order []string
		named := func(name string) func(http.RoundTripper) http.RoundTripper {
			return func(next http.RoundTripper) http.RoundTripper {
				return roundTripper(func(r *http.Request) (*http.Response, error) {
					info, ok := InfoFrom(r.Context())
					require.True(t, ok)
					require.Equal(t, api.Operation{Operation: "Things.Create", Method: "POST", Template: template, Host: "localhost", IdempotencyKey: keyOfCall, Attempt: info.Attempt, MaxAttempts: 3}, info)
					require.Equal(t, fmt.Sprintf("%d/3", info.Attempt), r.Header.Get("X-Stateset-Attempt"))
					require.Equal(t, "callers", r.Context().Value(contextKey{}))
					order = append(order, fmt.Sprint(name, info.Attempt))
					return next.RoundTrip(r)
				})
			}
		}
		ctx := context.WithValue(t.Context(), contextKey{}, "callers")
		_, failure := serve(t, reply(503, "")).client(t, func(c *Config) {
			c.Middleware = []func(http.RoundTripper) http.RoundTripper{named("outer"), named("inner")}
		}).Do(ctx, newRequest(Keyed))
		require.Equal(t, 503, failure.Response.Status)
		require.Equal(t, []string{"outer1", "inner1", "outer2", "inner2", "outer3", "inner3"}, order)
		_, ok := InfoFrom(ctx)
		require.False(t, ok)
	})
}

// The limiter is called before each attempt. Its error ends the call and keeps the
// earlier attempts.
func TestLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, ended(""))
		errEmpty := errors.New("bucket is empty")
		var asked int
		_, failure := s.client(t, func(c *Config) {
			c.Limiter = limiter(func(context.Context) error {
				if asked++; asked == 2 {
					return errEmpty
				}
				return nil
			})
		}).Do(t.Context(), newRequest(Keyed))
		require.Equal(t, 2, asked)
		require.ErrorIs(t, failure.Err, errEmpty)
		require.Equal(t, api.StopPermanent, failure.Stop)
		require.Equal(t, api.OutcomeUnknown, failure.Outcome, "of the first attempt")
		require.Len(t, failure.Attempts, 2)
		require.Equal(t, 2, failure.Attempts[1].Number)
		require.Zero(t, failure.Attempts[1].WireSends)
		require.Len(t, s.requests(), 1)
	})
}

func TestStats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(200, "{}"), reply(503, ""), reply(200, "{}"), reply(404, ""), reply(503, ""))
		client := s.client(t)
		for range 4 {
			response, _ := client.Do(t.Context(), newRequest(Safe))
			response.Release()
		}
		require.Equal(t, api.Stats{Calls: 4, Attempts: 7, Retries: 3, Failures: 2, BudgetLeft: budgetSize - 2*retryCost}, client.Stats())
	})
}
