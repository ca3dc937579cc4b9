package otelstateset_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/goleak"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/otelstateset"
	"github.com/stateset/stateset-go/payments"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	orderKey = "order-17"
	keyHash  = "72a90ea3da8b5dd0" // of its SHA-256
)

var tenDollars = &payments.CreateParams{
	Amount: stateset.USD("10.00"), CustomerID: "cust_test_123", Description: "hidden description",
	PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_visa"}},
}

// quick has waits between attempts that a test can wait for.
var quick = stateset.WithRetryPolicy(stateset.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: time.Millisecond})

// recorder keeps spans and metrics in memory.
type recorder struct {
	spans  *tracetest.InMemoryExporter
	reader *metric.ManualReader
	tracer *sdktrace.TracerProvider
	meters *metric.MeterProvider
	opts   []otelstateset.Option
}

func newRecorder(t *testing.T) *recorder {
	r := &recorder{spans: tracetest.NewInMemoryExporter(), reader: metric.NewManualReader()}
	r.tracer = sdktrace.NewTracerProvider(sdktrace.WithSyncer(r.spans), sdktrace.WithIDGenerator(new(ids)))
	r.meters = metric.NewMeterProvider(metric.WithReader(r.reader))
	t.Cleanup(func() {
		require.NoError(t, r.tracer.Shutdown(context.Background()))
		require.NoError(t, r.meters.Shutdown(context.Background()))
	})
	r.opts = []otelstateset.Option{
		otelstateset.WithTracerProvider(r.tracer), otelstateset.WithMeterProvider(r.meters), otelstateset.WithPropagators(propagation.TraceContext{}),
	}
	return r
}

// options returns the options of a client that reports to the recorder.
func (r *recorder) options(more ...stateset.Option) []stateset.Option {
	return append(append(otelstateset.Options(r.opts...), quick), more...)
}

// ids counts traces and spans. The IDs hold no long run of digits, which a journal of
// requests could mask as the number of a card.
type ids struct{ n atomic.Uint32 }

func (g *ids) NewIDs(ctx context.Context) (id trace.TraceID, span trace.SpanID) {
	binary.BigEndian.PutUint64(id[:], 0xabababababababab)
	span = g.NewSpanID(ctx, id)
	copy(id[8:], span[:])
	return id, span
}

func (g *ids) NewSpanID(context.Context, trace.TraceID) (span trace.SpanID) {
	binary.BigEndian.PutUint64(span[:], 0xabababababab0000+uint64(g.n.Add(1)))
	return span
}

// take returns the spans that ended, in the order of their starts, and forgets them.
func (r *recorder) take() []span {
	ended := r.spans.GetSpans()
	r.spans.Reset()
	slices.SortStableFunc(ended, func(a, b tracetest.SpanStub) int {
		return strings.Compare(a.SpanContext.SpanID().String(), b.SpanContext.SpanID().String())
	})
	spans := make([]span, len(ended))
	for i, stub := range ended {
		spans[i] = span{stub, attributesOf(stub.Attributes)}
	}
	return spans
}

// span is a span with a map of its attributes.
type span struct {
	tracetest.SpanStub
	attrs map[string]any
}

func attributesOf(list []attribute.KeyValue) map[string]any {
	attrs := map[string]any{}
	for _, a := range list {
		attrs[string(a.Key)] = a.Value.AsInterface()
	}
	return attrs
}

// without returns the attributes that a test can predict.
func (s span) without(names ...string) map[string]any {
	for _, name := range names {
		delete(s.attrs, name)
	}
	return s.attrs
}

// points returns the data points of all metrics: "name{attributes} value", or the number of
// values of a histogram.
func (r *recorder) points(t *testing.T) []string {
	var points []string
	for _, m := range r.metrics(t) {
		switch data := m.Data.(type) {
		case metricdata.Histogram[float64]:
			for _, p := range data.DataPoints {
				points = append(points, point(m.Name, p.Attributes, p.Count))
			}
		case metricdata.Sum[int64]:
			for _, p := range data.DataPoints {
				points = append(points, point(m.Name, p.Attributes, p.Value))
			}
		case metricdata.Gauge[int64]:
			for _, p := range data.DataPoints {
				points = append(points, point(m.Name, p.Attributes, p.Value))
			}
		default:
			t.Fatalf("%s has data of type %T", m.Name, data)
		}
	}
	slices.Sort(points)
	return points
}

func (r *recorder) metrics(t *testing.T) []metricdata.Metrics {
	var all metricdata.ResourceMetrics
	require.NoError(t, r.reader.Collect(context.Background(), &all))
	var metrics []metricdata.Metrics
	for _, scope := range all.ScopeMetrics {
		require.Equal(t, "github.com/stateset/stateset-go/otelstateset", scope.Scope.Name)
		require.Equal(t, stateset.Version, scope.Scope.Version)
		metrics = append(metrics, scope.Metrics...)
	}
	return metrics
}

func point(name string, set attribute.Set, value any) string {
	var attrs []string
	for _, a := range set.ToSlice() {
		attrs = append(attrs, fmt.Sprintf("%s=%v", strings.TrimPrefix(string(a.Key), "stateset."), a.Value.AsInterface()))
	}
	return fmt.Sprintf("%s{%s} %v", strings.TrimPrefix(name, "stateset."), strings.Join(attrs, " "), value)
}

// shownSpan is everything of a span that an exporter sends.
type shownSpan struct {
	Name, Status string
	Attributes   []string
	Events       []string
}

func tracesOf(spans []sdktrace.ReadOnlySpan) (shown []shownSpan) {
	for _, s := range spans {
		one := shownSpan{Name: s.Name(), Status: s.Status().Description}
		for _, a := range s.Attributes() {
			one.Attributes = append(one.Attributes, fmt.Sprint(a.Key, "=", a.Value.AsInterface()))
		}
		for _, e := range s.Events() {
			one.Events = append(one.Events, fmt.Sprint(e.Name, attributesOf(e.Attributes)))
		}
		shown = append(shown, one)
	}
	return shown
}

// sorted returns the names of a set in order.
func sorted(names map[string]bool) []string { return slices.Sorted(maps.Keys(names)) }

// names returns the names of spans.
func names(spans []span) []string {
	all := make([]string, len(spans))
	for i, s := range spans {
		all[i] = s.Name
	}
	return all
}
