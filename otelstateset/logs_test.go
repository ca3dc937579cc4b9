package otelstateset_test

import (
	"context"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/otelstateset"
)

// spanHandler notes the trace of each line.
type spanHandler struct {
	slog.Handler
	traces map[string]trace.TraceID
}

func (h spanHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h spanHandler) Handle(ctx context.Context, line slog.Record) error {
	h.traces[line.Message] = trace.SpanContextFromContext(ctx).TraceID()
	return nil
}

// The lines of a log have the context of the call's span.
func TestLogLinesBelongToTheTrace(t *testing.T) {
	t.Parallel()
	r, srv := newRecorder(t), mockserver.New(t)
	account := srv.NewAccount()
	account.Fail("POST /payments", mockserver.Status(503), mockserver.Times(1))
	lines := spanHandler{slog.DiscardHandler, map[string]trace.TraceID{}}
	_, err := account.Client(r.options(stateset.WithLogger(slog.New(lines)))...).Payments.Create(t.Context(), tenDollars)
	require.NoError(t, err)
	call := r.take()[0].SpanContext.TraceID()
	require.Equal(t, map[string]trace.TraceID{"stateset: call": call, "stateset: retry": call}, lines.traces)
}

// A trace that the sampler drops has no spans. Its headers say so, and calls are measured.
func TestDroppedTraces(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	dropping := sdktrace.NewTracerProvider(sdktrace.WithSyncer(r.spans), sdktrace.WithSampler(sdktrace.NeverSample()))
	t.Cleanup(func() { require.NoError(t, dropping.Shutdown(context.Background())) })
	r.opts = append(r.opts, otelstateset.WithTracerProvider(dropping))
	var sent string
	see := stateset.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(request *http.Request) (*http.Response, error) {
			sent = request.Header.Get("Traceparent")
			return next.RoundTrip(request)
		})
	})
	_, err := mockserver.New(t).Client(r.options(see)...).Payments.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, r.take())
	require.Regexp(t, "^00-[0-9a-f]{32}-[0-9a-f]{16}-00$", sent)
	require.Contains(t, r.points(t), "client.call.duration{operation=Payments.List outcome=ok} 1")
}
