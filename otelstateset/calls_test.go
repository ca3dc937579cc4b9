package otelstateset_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/mockserver"
)

// A call has a span, and each attempt a child span whose context the server receives.
func TestSpansOfACallWithRetries(t *testing.T) {
	t.Parallel()
	r, srv := newRecorder(t), mockserver.New(t)
	account := srv.Account("retries").Connected("acct_test_1")
	client := account.Client(r.options()...)
	account.Fail("POST /payments", mockserver.Status(503), mockserver.Times(1))

	ctx, parent := r.tracer.Tracer("test").Start(t.Context(), "checkout")
	_, err := client.Payments.Create(ctx, tenDollars, stateset.WithIdempotencyKey(orderKey))
	require.NoError(t, err)
	parent.End()

	spans := r.take()
	require.Equal(t, []string{"checkout", "Payments.Create", "POST /v1/payments", "POST /v1/payments"}, names(spans))
	checkout, call, first, second := spans[0], spans[1], spans[2], spans[3]
	require.Equal(t, checkout.SpanContext.SpanID(), call.Parent.SpanID())
	for _, attempt := range spans[2:] {
		require.Equal(t, call.SpanContext.SpanID(), attempt.Parent.SpanID())
		require.Equal(t, trace.SpanKindClient, attempt.SpanKind)
	}
	require.Equal(t, trace.SpanKindInternal, call.SpanKind)
	require.Equal(t, []codes.Code{codes.Unset, codes.Error, codes.Unset}, []codes.Code{call.Status.Code, first.Status.Code, second.Status.Code})

	requests := srv.Requests()
	require.Len(t, requests, 2)
	for i, attempt := range spans[2:] {
		want := "00-" + attempt.SpanContext.TraceID().String() + "-" + attempt.SpanContext.SpanID().String() + "-01"
		require.Equal(t, want, requests[i].Header.Get("Traceparent"))
		require.Equal(t, requests[i].RequestID, attempt.attrs["stateset.request.id"])
	}
	require.Equal(t, requests[1].RequestID, call.attrs["stateset.request.id"])
	require.Positive(t, first.attrs["stateset.retry.wait"])

	host := map[string]any{"server.address": call.attrs["server.address"], "http.request.method": "POST", "url.template": "/v1/payments",
		"stateset.operation": "Payments.Create", "stateset.account": "acct_test_1"}
	require.Equal(t, merged(host, map[string]any{
		"stateset.idempotency_key.hash": keyHash, "stateset.outcome": "ok", "stateset.attempts": int64(2), "http.response.status_code": int64(201),
	}), call.without("stateset.request.id"))
	attempt := merged(host, map[string]any{"url.full": srv.URL() + "/v1/payments", "server.port": int64(80)})
	require.Equal(t, merged(attempt, map[string]any{
		"http.response.status_code": int64(503), "error.type": "503", "stateset.retry.reason": "server_error",
	}), first.without("stateset.request.id", "stateset.retry.wait"))
	require.Equal(t, merged(attempt, map[string]any{
		"http.response.status_code": int64(201), "http.request.resend_count": int64(1),
	}), second.without("stateset.request.id"))
}

func merged(maps ...map[string]any) map[string]any {
	all := map[string]any{}
	for _, m := range maps {
		for name, value := range m {
			all[name] = value
		}
	}
	return all
}

// The span of a call reports how the call ended.
func TestSpansOfFailedCalls(t *testing.T) {
	t.Parallel()
	errVault := errors.New("vault is sealed")
	for name, tt := range map[string]struct {
		action   mockserver.Action
		opts     []stateset.Option
		want     map[string]any // of the call
		status   string
		attempts int
		kind     string // error.type of the last attempt
	}{
		"unknown": {mockserver.Reset(), []stateset.Option{stateset.WithMaxAttempts(2)},
			map[string]any{"stateset.outcome": "unknown", "error.type": "connection", "stateset.attempts": int64(2), "stateset.stop_reason": "attempts spent"},
			"outcome: unknown", 2, "connection"},
		"rejected": {mockserver.ErrorCode("card_declined"), nil,
			map[string]any{"stateset.outcome": "rejected", "error.type": "402", "stateset.attempts": int64(1), "stateset.stop_reason": "definitive answer",
				"stateset.error.code": "card_declined", "http.response.status_code": int64(402)},
			"outcome: rejected", 1, "402"},
		"unreadable": {mockserver.BadJSON(), nil,
			map[string]any{"stateset.outcome": "succeeded", "error.type": "decode", "stateset.attempts": int64(1), "stateset.stop_reason": "answer cannot be read",
				"http.response.status_code": int64(200)},
			"outcome: succeeded", 1, ""},
		"timeout": {mockserver.Stall(time.Hour), []stateset.Option{stateset.WithMaxAttempts(1), stateset.WithAttemptTimeout(time.Second)},
			map[string]any{"stateset.outcome": "unknown", "error.type": "timeout", "stateset.attempts": int64(1), "stateset.stop_reason": "attempts spent"},
			"outcome: unknown", 1, "timeout"},
		"not sent": {mockserver.Action{}, []stateset.Option{stateset.WithKeySource(func(context.Context) (string, error) { return "", errVault })},
			map[string]any{"stateset.outcome": "not sent", "error.type": "_OTHER", "stateset.attempts": int64(0), "stateset.stop_reason": "the key source failed"},
			"outcome: not sent", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r, srv := newRecorder(t), mockserver.New(t)
				account := srv.NewAccount()
				client := account.Client(r.options(tt.opts...)...)
				if tt.attempts > 0 {
					account.Fail("POST /payments", tt.action)
				}
				_, err := client.Payments.Create(t.Context(), tenDollars)
				require.Error(t, err)
				spans := r.take()
				require.Equal(t, append([]string{"Payments.Create"}, slices.Repeat([]string{"POST /v1/payments"}, tt.attempts)...), names(spans))
				call := spans[0]
				require.Equal(t, codes.Error, call.Status.Code)
				require.Equal(t, tt.status, call.Status.Description)
				require.Equal(t, tt.want, call.without("stateset.request.id", "stateset.idempotency_key.hash", "stateset.operation",
					"http.request.method", "url.template", "server.address"))
				if tt.attempts > 0 {
					kind, _ := spans[tt.attempts].attrs["error.type"].(string)
					require.Equal(t, tt.kind, kind)
					require.Empty(t, spans[tt.attempts].Events)
				}
			})
		})
	}
}

// A limiter that refuses an attempt leaves the call's span without a child.
func TestSpansOfALimitedCall(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	client := mockserver.New(t).Client(r.options(stateset.WithLimiter(refusing{}))...)
	_, err := client.Payments.Get(t.Context(), "pay_1")
	require.Error(t, err)
	spans := r.take()
	require.Equal(t, []string{"Payments.Get"}, names(spans))
	require.Equal(t, "not sent", spans[0].attrs["stateset.outcome"])
	require.NotContains(t, spans[0].attrs, "stateset.idempotency_key.hash", "a read has no key")
}

type refusing struct{}

func (refusing) Wait(context.Context) error { return errors.New("full") }

// Calls of the same client inside of a hook or a middleware have spans of their own.
func TestSpansOfNestedCalls(t *testing.T) {
	t.Parallel()
	r, srv := newRecorder(t), mockserver.New(t)
	account := srv.NewAccount()
	var client *stateset.Client
	nested := stateset.Hooks{OnAttemptStart: func(ctx context.Context, op stateset.Operation) context.Context {
		if op.Operation == "Payments.Create" {
			_, err := client.Payments.Get(ctx, "pay_none")
			require.ErrorIs(t, err, stateset.ErrNotFound)
		}
		return nil
	}}
	client = account.Client(append(r.options(), stateset.WithHooks(nested))...)
	_, err := client.Payments.Create(t.Context(), tenDollars)
	require.NoError(t, err)
	var parents []string
	spans := r.take()
	for _, s := range spans {
		parent := ""
		for _, other := range spans {
			if other.SpanContext.SpanID() == s.Parent.SpanID() {
				parent = other.Name
			}
		}
		parents = append(parents, parent)
	}
	require.Equal(t, []string{"Payments.Create", "POST /v1/payments", "Payments.Get", "GET /v1/payments/{id}"}, names(spans))
	require.Equal(t, []string{"", "Payments.Create", "POST /v1/payments", "Payments.Get"}, parents)
	require.Equal(t, int64(201), spans[1].attrs["http.response.status_code"])
	require.Equal(t, int64(404), spans[3].attrs["http.response.status_code"])
}

// Paths that the SDK does not know share the name of the operation, and have no template.
func TestSpansOfUnknownPaths(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	client := mockserver.New(t).Client(r.options()...)
	require.Error(t, client.Do(t.Context(), "GET", "/loyalty/17?q=hidden", nil, nil))
	spans := r.take()
	require.Equal(t, []string{"Do", "GET"}, []string{spans[0].Name, spans[1].Name})
	require.NotContains(t, spans[1].attrs, "url.template")
	require.Regexp(t, `/loyalty/17$`, spans[1].attrs["url.full"])
	require.Contains(t, r.points(t), "client.call.duration{error.type=404 operation=Do outcome=rejected} 1")
}

// A span shows the state of the journal. A recovery is an event of the current span.
func TestSpansOfARecovery(t *testing.T) {
	t.Parallel()
	r, srv := newRecorder(t), mockserver.New(t)
	account := srv.NewAccount()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	store := journal.NewMemoryStore(func() time.Time { return now })
	client := account.Client(r.options(stateset.WithJournal(store, "shop"), stateset.WithMaxAttempts(1))...)
	account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))

	_, err := client.Payments.Create(t.Context(), tenDollars, stateset.WithIdempotencyKey(orderKey))
	require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	require.Equal(t, "sending", r.take()[0].attrs["stateset.journal.state"])

	now = now.Add(10 * time.Minute) // the lease expires
	ctx, worker := r.tracer.Tracer("test").Start(t.Context(), "worker")
	report, err := client.Recover(ctx)
	require.NoError(t, err)
	require.Equal(t, "1 succeeded", report.String())
	worker.End()
	spans := r.take()
	require.Equal(t, []string{"worker", "Payments.Create", "POST /v1/payments"}, names(spans))
	require.Len(t, spans[0].Events, 1)
	event := spans[0].Events[0]
	require.Equal(t, "stateset.recovered", event.Name)
	require.Equal(t, map[string]any{
		"stateset.operation": "Payments.Create", "stateset.journal.state": "succeeded", "stateset.journal.skipped": false,
		"stateset.journal.entry": report.Entries[0].Entry.ID, "stateset.journal.age": 600.0,
	}, attributesOf(event.Attributes))
	require.Equal(t, "Payments.Create", spans[1].Name)
	require.Equal(t, []any{"Recover", "succeeded", keyHash, true}, []any{spans[1].attrs["stateset.via"], spans[1].attrs["stateset.journal.state"],
		spans[1].attrs["stateset.idempotency_key.hash"], spans[1].attrs["stateset.replayed"]})
	require.Contains(t, r.points(t), "client.recoveries{journal.skipped=false journal.state=succeeded operation=Payments.Create} 1")
}

// A queued write is no error.
func TestSpanOfAQueuedWrite(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	client := mockserver.New(t).Client(r.options(stateset.WithJournal(journal.NewMemoryStore(nil), "shop"))...)
	_, err := client.Enqueue(nil).Payments.Create(t.Context(), tenDollars)
	require.Error(t, err)
	spans := r.take()
	require.Equal(t, []string{"Payments.Create"}, names(spans))
	require.Equal(t, codes.Unset, spans[0].Status.Code)
	require.Equal(t, "queued", spans[0].attrs["stateset.outcome"])
	require.NotContains(t, spans[0].attrs, "error.type")
}
