package otelstateset

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/stateset/stateset-go/webhook"
)

// Results of a delivery.
const (
	resultHandled   = "handled"
	resultUnmarked  = "unmarked"  // handled, and the store failed to remember that
	resultDuplicate = "duplicate" // handled earlier
	resultIgnored   = "ignored"   // no function handles the type
	resultBusy      = "busy"      // another delivery is being handled
	resultRejected  = "rejected"  // not verified
	resultFailed    = "failed"    // the function or the store failed
)

// resultOf returns the result of a delivery.
func resultOf(a *webhook.Answer) string {
	switch {
	case a.Duplicate:
		return resultDuplicate
	case a.Ignored:
		return resultIgnored
	case a.Status == http.StatusOK && a.Err != nil:
		return resultUnmarked
	case a.Status == http.StatusOK:
		return resultHandled
	case a.Status == http.StatusConflict:
		return resultBusy
	case a.Event == nil && a.Status != 0:
		return resultRejected
	}
	return resultFailed
}

// deliveryKey finds the delivery in a context. It differs for handlers with different
// options.
type deliveryKey struct{ *telemetry }

// delivery is a delivery that is being handled.
type delivery struct {
	span    trace.Span
	started time.Time
}

// startDelivery is the hook OnStart of a webhook handler.
func (t *telemetry) startDelivery(ctx context.Context, header http.Header) context.Context {
	kind := trace.SpanKindInternal
	if !trace.SpanContextFromContext(ctx).IsValid() {
		kind = trace.SpanKindServer
		ctx = t.propagator.Extract(ctx, propagation.HeaderCarrier(header))
	}
	ctx, span := t.tracer.Start(ctx, "webhook", trace.WithSpanKind(kind))
	return context.WithValue(ctx, deliveryKey{t}, &delivery{span, time.Now()})
}

// endDelivery is the hook OnDone of a webhook handler.
func (t *telemetry) endDelivery(ctx context.Context, a webhook.Answer) {
	d, ok := ctx.Value(deliveryKey{t}).(*delivery)
	if !ok {
		return
	}
	result := resultOf(&a)
	t.measureDelivery(ctx, time.Since(d.started), typeOf(a.Event), result)
	defer d.span.End()
	if !d.span.IsRecording() {
		return
	}
	if kind := typeOf(a.Event); kind != "" {
		d.span.SetName("webhook " + kind)
	}
	switch result {
	case resultUnmarked, resultRejected, resultFailed:
		d.span.SetStatus(codes.Error, "result: "+result)
	}
	d.span.SetAttributes(answerAttributes(&a, result)...)
}

func answerAttributes(a *webhook.Answer, result string) []attribute.KeyValue {
	attrs := []attribute.KeyValue{keyResult.String(result)}
	if a.Status != 0 {
		attrs = append(attrs, keyStatus.Int(a.Status))
	}
	if result != resultBusy {
		attrs = appendText(attrs, keyErrorType, errorType(a.Status, a.Err))
	}
	if a.Event == nil {
		return attrs
	}
	attrs = append(attrs, keyEventID.String(a.Event.ID), keyEventType.String(string(a.Event.Type)))
	if cause := a.Event.Request; cause != nil {
		attrs = appendText(attrs, keyRequestID, cause.ID)
		if cause.IdempotencyKey != "" {
			attrs = append(attrs, keyKeyHash.String(hashOf(cause.IdempotencyKey)))
		}
	}
	return attrs
}

// typeOf returns the type of an event. Types that this version of the SDK does not know
// share one name, so that the number of names is bounded.
func typeOf(e *webhook.Event) string {
	switch {
	case e == nil:
		return ""
	case e.Type.Known():
		return string(e.Type)
	}
	return errorTypeOther
}
