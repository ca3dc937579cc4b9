package otelstateset

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/webhook"
)

const scope = "github.com/stateset/stateset-go/otelstateset"

// Option changes what [Options] and [WebhookOptions] report to. nil changes nothing.
type Option func(*telemetry)

// WithTracerProvider sets the provider of tracers. Default: the global one.
func WithTracerProvider(p trace.TracerProvider) Option {
	return func(t *telemetry) {
		if p != nil {
			t.tracers = p
		}
	}
}

// WithMeterProvider sets the provider of meters. Default: the global one.
func WithMeterProvider(p metric.MeterProvider) Option {
	return func(t *telemetry) {
		if p != nil {
			t.meters = p
		}
	}
}

// WithPropagators sets the propagator. It writes the headers of requests, and reads those
// of webhook deliveries. Default: the global one, which does nothing until the program
// sets it with otel.SetTextMapPropagator.
func WithPropagators(p propagation.TextMapPropagator) Option {
	return func(t *telemetry) {
		if p != nil {
			t.propagator = p
		}
	}
}

// Options returns the options of a client that is traced and measured:
//
//	client, err := stateset.New(key, append(otelstateset.Options(), stateset.WithJournal(store, "shop"))...)
//
// Clients that are derived with With report in the same way. Pass the options once: a
// client that has them twice reports everything twice.
func Options(opts ...Option) []stateset.Option {
	t := newTelemetry(opts)
	return []stateset.Option{
		stateset.WithHooks(stateset.Hooks{
			OnStart: t.startCall, OnAttemptStart: t.startAttempt, OnAttempt: t.endAttempt,
			OnDone: t.endCall, OnRecovered: t.recovered,
		}),
		stateset.WithMiddleware(t.middleware),
	}
}

// WebhookOptions returns the options of a webhook handler that is traced and measured. They
// work for Handler.Process too.
//
// A delivery is a child of the span in the context of its request, as of otelhttp. Without
// one the delivery continues the trace of its headers, or starts a trace. The headers are
// not signed.
func WebhookOptions(opts ...Option) []webhook.HandlerOption {
	t := newTelemetry(opts)
	return []webhook.HandlerOption{webhook.WithHooks(webhook.HandlerHooks{OnStart: t.startDelivery, OnDone: t.endDelivery})}
}

// telemetry is what the hooks report to.
type telemetry struct {
	tracers    trace.TracerProvider
	meters     metric.MeterProvider
	propagator propagation.TextMapPropagator
	tracer     trace.Tracer
	instruments
}

func newTelemetry(opts []Option) *telemetry {
	t := &telemetry{tracers: otel.GetTracerProvider(), meters: otel.GetMeterProvider(), propagator: otel.GetTextMapPropagator()}
	for _, opt := range opts {
		if opt != nil {
			opt(t)
		}
	}
	t.tracer = t.tracers.Tracer(scope, trace.WithInstrumentationVersion(stateset.Version))
	t.instruments = newInstruments(t.meters.Meter(scope, metric.WithInstrumentationVersion(stateset.Version)))
	return t
}
