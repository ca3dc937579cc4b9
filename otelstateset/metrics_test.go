package otelstateset_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/otelstateset"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

const (
	hidden = "hidden"
	apiKey = "sk_test_hiddenshop"
)

// everything makes calls and deliveries that produce every metric and every attribute.
func everything(t *testing.T, r *recorder) {
	srv := mockserver.New(t)
	account := srv.Account("hiddenshop").Connected("acct_test_1")
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	store := journal.NewMemoryStore(func() time.Time { return now })
	client := account.Client(r.options(stateset.WithJournal(store, "shop"), stateset.WithMaxAttempts(2), stateset.WithHeader("X-Note", "hidden header"))...)
	account.Fail("POST /payments", mockserver.Status(503), mockserver.Times(1))
	create := func(key string) error {
		_, err := client.Payments.Create(t.Context(), tenDollars, stateset.WithIdempotencyKey(key))
		return err
	}
	require.NoError(t, create(orderKey))
	account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	account.Fail("POST /payments", mockserver.Reset(), mockserver.Times(1))
	require.ErrorIs(t, create("hidden-key"), stateset.ErrOutcomeUnknown)
	account.Fail("POST /payments", mockserver.ErrorCode("card_declined"), mockserver.Times(1))
	require.Error(t, create("declined-hidden"))
	now = now.Add(10 * time.Minute)
	ctx, worker := r.tracer.Tracer("test").Start(t.Context(), "worker")
	_, err := client.Recover(ctx)
	worker.End()
	require.NoError(t, err)
	_, err = client.Payments.List(t.Context(), &payments.ListParams{CustomerID: "cust_hidden"})
	require.NoError(t, err)

	h := r.handlerOf(t, webhook.EventFunc(func(context.Context, *webhook.Event) error { return errors.New("hidden error " + apiKey) }))
	h.ServeHTTP(httptest.NewRecorder(), paid())
	cause := &webhook.Event{ID: "evt_1", Type: "payment.failed", CreatedAt: time.Now(), Request: &webhook.Request{ID: "req_1", IdempotencyKey: "hidden-key"},
		Data: webhook.Data{Object: json.RawMessage(`{"id":"pay_1"}`)}}
	h.ServeHTTP(httptest.NewRecorder(), webhook.NewEventRequest(cause, time.Now(), webhook.TestSecret))
}

// The metrics count calls, attempts, retries, outcomes, recoveries and deliveries.
func TestMetrics(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	everything(t, r)
	points := slices.DeleteFunc(r.points(t), func(p string) bool {
		return strings.HasPrefix(p, "client.rate_limit.remaining{} ") || strings.HasPrefix(p, "client.retry_budget.remaining{} ")
	})
	require.Equal(t, []string{
		"client.attempt.duration{error.type=402 http.response.status_code=402 operation=Payments.Create} 1",
		"client.attempt.duration{error.type=503 http.response.status_code=503 operation=Payments.Create} 1",
		"client.attempt.duration{error.type=connection operation=Payments.Create} 2",
		"client.attempt.duration{http.response.status_code=200 operation=Payments.List} 1",
		"client.attempt.duration{http.response.status_code=201 operation=Payments.Create} 2",
		"client.call.duration{error.type=402 operation=Payments.Create outcome=rejected} 1",
		"client.call.duration{error.type=connection operation=Payments.Create outcome=unknown} 1",
		"client.call.duration{operation=Payments.Create outcome=ok via=Recover} 1",
		"client.call.duration{operation=Payments.Create outcome=ok} 1",
		"client.call.duration{operation=Payments.List outcome=ok} 1",
		"client.recoveries{journal.skipped=false journal.state=succeeded operation=Payments.Create} 1",
		"client.retries{operation=Payments.Create retry.reason=connection_lost} 1",
		"client.retries{operation=Payments.Create retry.reason=server_error} 1",
		"client.unknown_outcomes{operation=Payments.Create} 1",
		"webhook.delivery.duration{event.type=payment.failed webhook.result=failed} 1",
		"webhook.delivery.duration{event.type=payment.succeeded webhook.result=failed} 1",
	}, points)
}

// The gauges show the latest call.
func TestGauges(t *testing.T) {
	t.Parallel()
	r, srv := newRecorder(t), mockserver.New(t)
	account := srv.NewAccount()
	client := account.Client(r.options()...)
	account.Fail("GET /payments/{id}", mockserver.Status(503), mockserver.Times(1))
	response := new(stateset.Response)
	_, err := client.Payments.Get(t.Context(), "pay_none", stateset.WithResponse(response))
	require.ErrorIs(t, err, stateset.ErrNotFound)
	values := map[string]int64{}
	for _, m := range r.metrics(t) {
		if gauge, ok := m.Data.(metricdata.Gauge[int64]); ok {
			values[m.Name] = gauge.DataPoints[0].Value
		}
	}
	require.Equal(t, map[string]int64{
		"stateset.client.retry_budget.remaining": int64(client.Stats().BudgetLeft),
		"stateset.client.rate_limit.remaining":   int64(response.RateLimit.Remaining),
	}, values)
	require.Less(t, client.Stats().BudgetLeft, 500)
	require.Positive(t, response.RateLimit.Remaining)
}

// An unknown outcome of a read is no write to look after.
func TestUnknownOutcomesAreWrites(t *testing.T) {
	t.Parallel()
	r, srv := newRecorder(t), mockserver.New(t)
	account := srv.NewAccount()
	account.Fail("GET /payments/{id}", mockserver.Reset())
	_, err := account.Client(r.options(stateset.WithMaxAttempts(1))...).Payments.Get(t.Context(), "pay_1")
	require.Error(t, err)
	for _, p := range r.points(t) {
		require.NotContains(t, p, "unknown_outcomes")
	}
}

// No span, event or metric holds a secret.
func TestTelemetryHoldsNoSecret(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	everything(t, r)
	spans := r.spans.GetSpans()
	require.Greater(t, len(spans), 9)
	shown, err := json.Marshal(tracesOf(spans.Snapshots()))
	require.NoError(t, err)
	text := string(shown) + strings.Join(r.points(t), "\n")
	for _, secret := range []string{hidden, orderKey, "Bearer", "tok_visa", "10.00", "whsec_", "cust_test_123", "?"} {
		require.NotContains(t, text, secret)
	}
	require.Contains(t, text, "card_declined")
}

// Names, units and attributes are those of docs/telemetry.md.
func TestTelemetryIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/telemetry.md")
	require.NoError(t, err)
	r := newRecorder(t)
	everything(t, r)
	name := regexp.MustCompile("`([a-z_.]+)`")
	documented := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(stateset\\.[a-z_.]+)` \\| (\\w+) \\| `([^`]+)` \\| ([^|]*) \\|").FindAllStringSubmatch(string(page), -1) {
		var attrs []string
		for _, found := range name.FindAllStringSubmatch(row[4], -1) {
			attrs = append(attrs, found[1])
		}
		slices.Sort(attrs)
		documented[row[1]] = strings.Join(append([]string{row[2], row[3]}, attrs...), " ")
	}
	seen := map[string]string{}
	for _, m := range r.metrics(t) {
		kind, attrs := "counter", map[string]bool{}
		note := func(set attribute.Set) {
			for _, a := range set.ToSlice() {
				attrs[string(a.Key)] = true
			}
		}
		switch data := m.Data.(type) {
		case metricdata.Histogram[float64]:
			kind = "histogram"
			for _, p := range data.DataPoints {
				note(p.Attributes)
			}
		case metricdata.Sum[int64]:
			for _, p := range data.DataPoints {
				note(p.Attributes)
			}
		case metricdata.Gauge[int64]:
			kind = "gauge"
		}
		seen[m.Name] = strings.Join(append([]string{kind, m.Unit}, sorted(attrs)...), " ")
	}
	require.Equal(t, documented, seen)

	onSpans := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_.]+)` \\| (?:call|attempt|delivery|recovery)[a-z, ]* \\|").FindAllStringSubmatch(string(page), -1) {
		onSpans[row[1]] = true
	}
	used := map[string]bool{}
	for _, s := range r.spans.GetSpans() {
		for _, a := range s.Attributes {
			used[string(a.Key)] = true
		}
		for _, e := range s.Events {
			for _, a := range e.Attributes {
				used[string(a.Key)] = true
			}
		}
	}
	require.Equal(t, sorted(onSpans), sorted(used))
}

// Without options the global providers and propagator are used.
func TestGlobalProviders(t *testing.T) {
	r := newRecorder(t)
	tracers, meters, propagator := otel.GetTracerProvider(), otel.GetMeterProvider(), otel.GetTextMapPropagator()
	t.Cleanup(func() {
		otel.SetTracerProvider(tracers)
		otel.SetMeterProvider(meters)
		otel.SetTextMapPropagator(propagator)
	})
	otel.SetTracerProvider(r.tracer)
	otel.SetMeterProvider(r.meters)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	var sent http.Header
	see := func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(request *http.Request) (*http.Response, error) {
			sent = request.Header.Clone()
			return next.RoundTrip(request)
		})
	}
	client := mockserver.New(t).Client(append(otelstateset.Options(nil, otelstateset.WithTracerProvider(nil), otelstateset.WithMeterProvider(nil),
		otelstateset.WithPropagators(nil)), stateset.WithMiddleware(see))...)
	_, err := client.Payments.List(t.Context(), &payments.ListParams{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, []string{"Payments.List", "GET /v1/payments"}, names(r.take()))
	require.NotEmpty(t, sent.Get("Traceparent"))
	require.Contains(t, r.points(t), "client.call.duration{operation=Payments.List outcome=ok} 1")
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Calls at the same time have spans of their own.
func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	client := mockserver.New(t).Client(r.options()...)
	var calls sync.WaitGroup
	for range 20 {
		calls.Go(func() { _, _ = client.Payments.List(context.Background(), nil) })
	}
	calls.Wait()
	spans := r.take()
	require.Len(t, names(spans), 40)
	children := map[string]int{}
	for _, s := range spans {
		if s.Parent.IsValid() {
			children[s.Parent.SpanID().String()]++
		}
	}
	require.Len(t, children, 20)
}
