package otelstateset_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/otelstateset"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// handlerOf returns a handler that reports to the recorder.
func (r *recorder) handlerOf(t *testing.T, events webhook.EventHandler, more ...webhook.HandlerOption) *webhook.Handler {
	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	require.NoError(t, err)
	more = append(more, webhook.WithLogger(slog.New(slog.DiscardHandler)))
	return verifier.Handler(events, append(otelstateset.WebhookOptions(r.opts...), more...)...)
}

// paid returns a delivery of the event payment.succeeded.
func paid() *http.Request {
	return webhook.NewTestRequest(webhook.TestSecret, webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1"})
}

// broken is a store that claims, or fails, as a test says.
type broken struct {
	webhook.Store
	claim webhook.ClaimState
	done  error
}

func (b broken) Claim(_ context.Context, id string, _ time.Duration) (webhook.Claim, error) {
	return webhook.Claim{EventID: id, State: b.claim, Wait: time.Second, Token: "token"}, nil
}

func (b broken) Done(context.Context, webhook.Claim) error { return b.done }

// The span of a delivery has its result and its event.
func TestSpansOfDeliveries(t *testing.T) {
	t.Parallel()
	errBooks := errors.New("the books are closed")
	nothing := webhook.EventFunc(func(context.Context, *webhook.Event) error { return nil })
	failing := webhook.EventFunc(func(context.Context, *webhook.Event) error { return errBooks })
	forged := func() *http.Request {
		request := paid()
		request.Header.Set("Stateset-Signature", "t=1 v1=00")
		return request
	}
	for name, tt := range map[string]struct {
		events  webhook.EventHandler
		store   webhook.Store
		request *http.Request
		status  int64
		result  string
		kind    string // error.type
		failed  bool
		noEvent bool
	}{
		"handled":   {events: nothing, request: paid(), status: 200, result: "handled"},
		"ignored":   {events: webhook.NewMux(), request: paid(), status: 200, result: "ignored"},
		"duplicate": {events: nothing, store: broken{claim: webhook.AlreadyDone}, request: paid(), status: 200, result: "duplicate"},
		"busy":      {events: nothing, store: broken{claim: webhook.Busy}, request: paid(), status: 409, result: "busy"},
		"unmarked":  {events: nothing, store: broken{claim: webhook.Claimed, done: errBooks}, request: paid(), status: 200, result: "unmarked", kind: "_OTHER", failed: true},
		"failed":    {events: failing, request: paid(), status: 500, result: "failed", kind: "500", failed: true},
		"rejected":  {events: nothing, request: forged(), status: 400, result: "rejected", kind: "400", failed: true, noEvent: true},
		"no POST":   {events: nothing, request: httptest.NewRequest("GET", "/webhooks", nil), status: 405, result: "rejected", kind: "405", failed: true, noEvent: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder(t)
			h := r.handlerOf(t, tt.events)
			if tt.store != nil {
				h = r.handlerOf(t, tt.events, webhook.WithStore(tt.store))
			}
			h.ServeHTTP(httptest.NewRecorder(), tt.request)
			spans := r.take()
			require.Len(t, names(spans), 1)
			want := map[string]any{"stateset.webhook.result": tt.result, "http.response.status_code": tt.status}
			point := "webhook.delivery.duration{webhook.result=" + tt.result + "} 1"
			if tt.kind != "" {
				want["error.type"] = tt.kind
			}
			require.Equal(t, trace.SpanKindServer, spans[0].SpanKind)
			require.Equal(t, tt.failed, spans[0].Status.Code == codes.Error)
			if tt.noEvent {
				require.Equal(t, "webhook", spans[0].Name)
			} else {
				want["stateset.event.type"] = "payment.succeeded"
				point = "webhook.delivery.duration{event.type=payment.succeeded webhook.result=" + tt.result + "} 1"
				require.Equal(t, "webhook payment.succeeded", spans[0].Name)
				require.NotEmpty(t, spans[0].attrs["stateset.event.id"])
			}
			require.Equal(t, want, spans[0].without("stateset.event.id"))
			require.Equal(t, []string{point}, r.points(t))
		})
	}
}

// A delivery is a child of the request's span, continues the trace of its headers, or
// starts a trace. What the function does belongs to the delivery.
func TestTracesOfDeliveries(t *testing.T) {
	t.Parallel()
	const traceID, parentID = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	for name, tt := range map[string]struct {
		header string
		inSpan bool
		kind   trace.SpanKind
	}{
		"starts":    {"", false, trace.SpanKindServer},
		"continues": {"00-" + traceID + "-" + parentID + "-01", false, trace.SpanKindServer},
		"child":     {"00-" + traceID + "-" + parentID + "-01", true, trace.SpanKindInternal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder(t)
			inner := r.tracer.Tracer("test")
			h := r.handlerOf(t, webhook.EventFunc(func(ctx context.Context, _ *webhook.Event) error {
				_, span := inner.Start(ctx, "ship")
				span.End()
				return nil
			}))
			request := paid()
			request.Header.Set("Traceparent", tt.header)
			ctx, want := t.Context(), ""
			if tt.inSpan {
				var server trace.Span
				ctx, server = inner.Start(ctx, "server")
				server.End()
				want = server.SpanContext().SpanID().String()
			} else if tt.header != "" {
				want = parentID
			}
			h.ServeHTTP(httptest.NewRecorder(), request.WithContext(ctx))
			spans := r.take()
			delivery, ship := spans[len(spans)-2], spans[len(spans)-1]
			require.Equal(t, "webhook payment.succeeded", delivery.Name)
			require.Equal(t, tt.kind, delivery.SpanKind)
			require.Equal(t, delivery.SpanContext.SpanID(), ship.Parent.SpanID())
			if want == "" {
				require.False(t, delivery.Parent.IsValid())
			} else {
				require.Equal(t, want, delivery.Parent.SpanID().String())
			}
			require.Equal(t, name == "continues", delivery.SpanContext.TraceID().String() == traceID)
		})
	}
}

// The events of a call name its request and the hash of its idempotency key.
func TestDeliveriesOfTheMockServer(t *testing.T) {
	t.Parallel()
	r, srv := newRecorder(t), mockserver.New(t)
	account := srv.NewAccount()
	mux := webhook.NewMux()
	mux.Handle("payment.succeeded", func(context.Context, *webhook.Event) error { return nil })
	account.Webhooks().DeliverTo(r.handlerOf(t, mux), webhook.TestSecret)
	account.Webhooks().Disturb(webhook.PaymentSucceeded, mockserver.Duplicated(), mockserver.Times(1))
	_, err := account.Client(r.options()...).Payments.Create(t.Context(), tenDollars, stateset.WithIdempotencyKey(orderKey))
	require.NoError(t, err)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))

	spans := r.take()
	call, results := spans[0], map[string]int{}
	for _, s := range spans[2:] {
		results[s.Name+" "+s.attrs["stateset.webhook.result"].(string)]++
		require.Equal(t, call.attrs["stateset.request.id"], s.attrs["stateset.request.id"])
		require.Equal(t, keyHash, s.attrs["stateset.idempotency_key.hash"])
	}
	require.Equal(t, 1, results["webhook payment.succeeded handled"])
	require.Equal(t, 2, results["webhook payment.succeeded duplicate"])
	require.Equal(t, 1, results["webhook payment.created ignored"])
}

// The span of a function that ends its goroutine ends.
func TestSpanOfAFunctionThatExits(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	h := r.handlerOf(t, webhook.EventFunc(func(context.Context, *webhook.Event) error { runtime.Goexit(); return nil }))
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.ServeHTTP(httptest.NewRecorder(), paid())
	}()
	<-done
	spans := r.take()
	require.Equal(t, []string{"webhook"}, names(spans))
	require.Equal(t, map[string]any{"stateset.webhook.result": "failed"}, spans[0].attrs)
}

// Types that the SDK does not know share one name in metrics and in names of spans.
func TestDeliveryOfAnUnknownType(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	body := []byte(`{"id":"evt_1","type":"loyalty.redeemed","data":{"object":{"id":"loy_1"}}}`)
	h := r.handlerOf(t, webhook.NewMux())
	require.Equal(t, 200, h.Process(t.Context(), body, webhook.Sign(body, time.Now(), webhook.TestSecret)).Status)
	spans := r.take()
	require.Equal(t, "webhook _OTHER", spans[0].Name)
	require.Equal(t, "loyalty.redeemed", spans[0].attrs["stateset.event.type"])
	require.Equal(t, []string{"webhook.delivery.duration{event.type=_OTHER webhook.result=ignored} 1"}, r.points(t))
}
