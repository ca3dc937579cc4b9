package stateset_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/journal"
)

type spanKey struct{}

// spans are hooks that build the path of the current span and record their arguments.
type spans struct {
	told    []string
	results []stateset.CallResult
	ops     []stateset.Operation
}

func (s *spans) at(ctx context.Context) string {
	path, _ := ctx.Value(spanKey{}).(string)
	return path
}

func (s *spans) hooks() stateset.Hooks {
	start := func(name string) func(context.Context, stateset.Operation) context.Context {
		return func(ctx context.Context, op stateset.Operation) context.Context {
			lost, cancel := context.WithCancel(context.WithValue(ctx, spanKey{}, fmt.Sprint(s.at(ctx), "/", name, op.Attempt)))
			cancel() // the values of the context are used, its cancellation is not
			return lost
		}
	}
	return stateset.Hooks{
		OnStart:        start("call"),
		OnAttemptStart: start("attempt"),
		OnAttempt: func(ctx context.Context, _ stateset.Operation, a stateset.Attempt) {
			s.told = append(s.told, fmt.Sprintf("%s ended %d %s", s.at(ctx), a.Status, a.Reason))
		},
		OnDone: func(ctx context.Context, op stateset.Operation, result stateset.CallResult) {
			s.told = append(s.told, s.at(ctx)+" done")
			s.ops, s.results = append(s.ops, op), append(s.results, result)
		},
		OnRecovered: func(_ context.Context, op stateset.Operation, r stateset.RecoveryResult) {
			s.told = append(s.told, fmt.Sprintf("%s %s %s skipped %t", op.Via, op.Operation, r.State, r.Skipped))
		},
	}
}

// middleware records the span of a request.
func (s *spans) middleware(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		s.told = append(s.told, s.at(r.Context())+" sent")
		return next.RoundTrip(r)
	})
}

// The context that a hook returns reaches the later hooks and the middleware of its call
// and attempt. Hooks of several options nest in their order.
func TestHooksPassContexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, ""), wiretest.Respond(200, payment))
		seen := &spans{}
		outer := stateset.Hooks{
			OnStart: func(ctx context.Context, _ stateset.Operation) context.Context {
				return context.WithValue(ctx, spanKey{}, "outer")
			},
			OnAttemptStart: func(context.Context, stateset.Operation) context.Context { return nil },
		}
		client := s.Client(t, stateset.WithHooks(outer), stateset.WithHooks(seen.hooks()), stateset.WithMiddleware(seen.middleware))
		_, err := client.Payments.Get(t.Context(), "pay_1")
		require.NoError(t, err)
		require.Equal(t, []string{
			"outer/call0/attempt1 sent", "outer/call0/attempt1 ended 503 server_error",
			"outer/call0/attempt2 sent", "outer/call0/attempt2 ended 200 ", "outer/call0 done",
		}, seen.told)

		seen.told = nil
		_, err = client.Payments.Get(t.Context(), "") // is refused
		require.Error(t, err)
		require.Empty(t, seen.told)
	})
}

// OnDone receives all results of a call.
func TestCallResults(t *testing.T) {
	t.Parallel()
	errVault := errors.New("vault is sealed")
	headers := []string{"X-Request-Id", "req_1", "X-RateLimit-Limit", "10", "X-RateLimit-Remaining", "9", "Idempotent-Replayed", "true"}
	for name, tt := range map[string]struct {
		respond  wiretest.Response
		opts     []stateset.Option
		outcome  stateset.Outcome
		status   int
		attempts int
		journal  string
		budget   int
	}{
		"success":  {wiretest.Respond(200, payment, headers...), nil, "", 200, 1, "succeeded", 500},
		"rejected": {wiretest.Respond(402, "", headers...), nil, stateset.OutcomeRejected, 402, 1, "rejected", 500},
		"unknown":  {wiretest.Respond(500, "", headers...), []stateset.Option{stateset.WithMaxAttempts(3)}, stateset.OutcomeUnknown, 500, 1, "sending", 500},
		"retried":  {wiretest.Respond(500, "", headers[:6]...), []stateset.Option{stateset.WithMaxAttempts(3)}, stateset.OutcomeUnknown, 500, 3, "sending", 500 - 2*14},
		"unreadable": {wiretest.Respond(200, `{"id":"pay_1"`, headers...), nil,
			stateset.OutcomeSucceeded, 200, 1, "succeeded", 500},
		"no key": {wiretest.Respond(200, payment), []stateset.Option{stateset.WithKeySource((&rotating{fail: errVault}).key)},
			stateset.OutcomeNotSent, 0, 0, "", 500},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				seen := &spans{}
				opts := append(tt.opts, stateset.WithHooks(seen.hooks()), stateset.WithAccount("acct_1"), stateset.WithJournal(journal.NewMemoryStore(nil), "scope"))
				client := wiretest.New(tt.respond).Client(t, opts...)
				_, err := client.Payments.Create(t.Context(), tenDollars, stateset.WithIdempotencyKey("order-17"))
				require.Equal(t, []stateset.Operation{{
					Operation: "Payments.Create", Method: "POST", Template: "/v1/payments", Host: "api.stateset.com",
					Account: "acct_1", IdempotencyKey: "order-17", MaxAttempts: 3,
				}}, seen.ops)
				require.Len(t, seen.results, 1)
				r := seen.results[0]
				require.Equal(t, err, r.Err)
				require.Equal(t, []any{tt.outcome, tt.status, tt.attempts, tt.journal, tt.budget}, []any{r.Outcome, r.Status, len(r.Attempts), r.Journal, r.BudgetLeft})
				if tt.status != 0 {
					require.Equal(t, "req_1", r.RequestID)
					require.Equal(t, stateset.RateLimit{Limit: 10, Remaining: 9}, r.RateLimit)
					require.Equal(t, name != "retried", r.Replayed)
				}
				if tt.attempts > 1 {
					require.GreaterOrEqual(t, r.Elapsed, r.Attempts[0].Delay)
				}
			})
		})
	}
}

// Operation.Via names the method for calls that Resolve, Recover and Send repeat. A
// recovery reports each entry, sent or not.
func TestHooksOfRepeatedCalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := newJournalTest(t)
		s := wiretest.New(wiretest.Respond(500, ""), wiretest.Respond(500, ""), wiretest.Respond(500, ""), wiretest.Respond(200, payment))
		seen := &spans{}
		client := s.Client(t, stateset.WithMaxAttempts(1), stateset.WithHooks(seen.hooks()), stateset.WithJournal(j.store, "scope"))
		unknown := create(t, client)
		_, err := client.Resolve(t.Context(), unknown)
		require.Error(t, err)
		j.clock.advance(2 * time.Hour) // above MaxAge
		require.Error(t, create(t, client))
		j.clock.advance(10 * time.Minute)
		report, err := client.Recover(t.Context())
		require.NoError(t, err)
		require.Equal(t, "1 succeeded, 1 skipped", report.String())
		queued, ok := errors.AsType[*journal.QueuedError](create(t, client.Enqueue(nil)))
		require.True(t, ok)
		_, err = client.Send(t.Context(), queued.Entry)
		require.NoError(t, err)

		var via []string
		for i, op := range seen.ops {
			require.Equal(t, "Payments.Create", op.Operation)
			require.NotEmpty(t, op.IdempotencyKey)
			via = append(via, op.Via+" "+seen.results[i].Journal)
		}
		require.Equal(t, []string{" sending", "Resolve sending", " sending", "Recover succeeded", " ", "Send succeeded"}, via)
		require.Contains(t, seen.told, "Recover Payments.Create sending skipped true")
		require.Contains(t, seen.told, "Recover Payments.Create succeeded skipped false")
	})
}

// A panic in a hook does not affect the call and the other hooks.
func TestPanickingHooks(t *testing.T) {
	t.Parallel()
	seen := &spans{}
	broken := stateset.Hooks{
		OnStart:   func(context.Context, stateset.Operation) context.Context { panic("start") },
		OnAttempt: func(context.Context, stateset.Operation, stateset.Attempt) { panic("attempt") },
		OnDone:    func(context.Context, stateset.Operation, stateset.CallResult) { panic("done") },
	}
	client := wiretest.NewClient(t, wiretest.Respond(200, payment), stateset.WithHooks(broken), stateset.WithHooks(seen.hooks()))
	_, err := derive(t, client, stateset.WithAccount("acct_1")).Payments.Get(t.Context(), "pay_1")
	require.NoError(t, err)
	require.Equal(t, []string{"/call0/attempt1 ended 200 ", "/call0 done"}, seen.told)
}

// The error of a transport may quote the API key. Hooks and the Response see it masked.
func TestErrorsOfAttemptsHoldNoKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		errProxy := errors.New("proxy refused a header")
		quoting := func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("%w: %s", errProxy, r.Header.Get("Authorization"))
		}
		var seen []error
		hooks := stateset.Hooks{
			OnAttempt: func(_ context.Context, _ stateset.Operation, a stateset.Attempt) { seen = append(seen, a.Err) },
			OnDone: func(_ context.Context, _ stateset.Operation, result stateset.CallResult) {
				seen = append(seen, result.Attempts[0].Err)
			},
		}
		s := wiretest.New(quoting, wiretest.Respond(200, payment), quoting)
		client := s.Client(t, stateset.WithHooks(hooks), stateset.WithMaxAttempts(2))
		var response stateset.Response
		_, err := client.Payments.Get(t.Context(), "pay_1", stateset.WithResponse(&response))
		require.NoError(t, err)
		_, err = client.Payments.Get(t.Context(), "pay_1")
		seen = append(seen, response.Attempts[0].Err, failed(t, err).Attempts[1].Err)
		require.Len(t, seen, 8)
		for i, err := range seen {
			if i == 1 { // the second attempt of the first call succeeded
				require.NoError(t, err)
				continue
			}
			require.ErrorIs(t, err, errProxy)
			require.ErrorContains(t, err, "Bearer sk_test_…")
			require.NotContains(t, fmt.Sprintf("%+v %#v", err, err), wiretest.Sentinel)
		}
	})
}
