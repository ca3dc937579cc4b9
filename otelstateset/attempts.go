package otelstateset

import (
	"context"
	"net/http"
	"strconv"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	stateset "github.com/stateset/stateset-go"
)

// attempt is an attempt that runs.
type attempt struct{ span trace.Span }

// startAttempt is the hook OnAttemptStart.
func (t *telemetry) startAttempt(ctx context.Context, op stateset.Operation) context.Context {
	c := t.callOf(ctx)
	if c == nil {
		return nil
	}
	name := op.Method
	if op.Operation != "" {
		name += " " + op.Template
	}
	attrs := callAttributes(&op)
	if op.Attempt > 1 {
		attrs = append(attrs, keyResend.Int(op.Attempt-1))
	}
	ctx, span := t.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attrs...))
	c.attempt = &attempt{span}
	return ctx
}

// endAttempt is the hook OnAttempt.
func (t *telemetry) endAttempt(ctx context.Context, op stateset.Operation, a stateset.Attempt) {
	if a.Reason != "" {
		t.measureRetry(ctx, &op, a.Reason)
	}
	c := t.callOf(ctx)
	if c == nil || c.attempt == nil { // the limiter refused the attempt
		return
	}
	span, kind := c.attempt.span, errorType(a.Status, a.Err)
	c.attempt = nil
	t.measureAttempt(ctx, &op, &a, kind)
	defer span.End()
	if !span.IsRecording() {
		return
	}
	if kind != "" {
		span.SetStatus(codes.Error, "")
	}
	attrs := appendText(nil, keyErrorType, kind)
	attrs = appendText(attrs, keyRequestID, a.RequestID)
	attrs = appendText(attrs, keyRetryReason, string(a.Reason))
	if a.Status != 0 {
		attrs = append(attrs, keyStatus.Int(a.Status))
	}
	if a.Reason != "" {
		attrs = append(attrs, keyRetryWait.Float64(a.Delay.Seconds()))
	}
	span.SetAttributes(attrs...)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// middleware adds the headers of the trace to a request, and the address to its span.
func (t *telemetry) middleware(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if c := t.callOf(r.Context()); c != nil && c.attempt != nil && c.attempt.span.IsRecording() {
			// User information and the query may be secret.
			c.attempt.span.SetAttributes(keyURL.String(r.URL.Scheme+"://"+r.URL.Host+r.URL.EscapedPath()), keyPort.Int(portOf(r)))
		}
		t.propagator.Inject(r.Context(), propagation.HeaderCarrier(r.Header))
		return next.RoundTrip(r)
	})
}

// portOf returns the port that a request is sent to.
func portOf(r *http.Request) int {
	if n, err := strconv.Atoi(r.URL.Port()); err == nil {
		return n
	}
	if r.URL.Scheme == "http" {
		return 80
	}
	return 443
}
