package otelstateset

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	stateset "github.com/stateset/stateset-go"
)

// call is a call that runs. Its hooks run on one goroutine.
type call struct {
	span    trace.Span
	attempt *attempt // the one that runs, nil between attempts
}

// callKey finds a call in a context. It differs for clients with different options.
type callKey struct{ *telemetry }

func (t *telemetry) callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{t}).(*call)
	return c
}

// startCall is the hook OnStart.
func (t *telemetry) startCall(ctx context.Context, op stateset.Operation) context.Context {
	ctx, span := t.tracer.Start(ctx, operationName(&op), trace.WithAttributes(callAttributes(&op)...))
	if op.IdempotencyKey != "" && span.IsRecording() {
		span.SetAttributes(keyKeyHash.String(hashOf(op.IdempotencyKey)))
	}
	return context.WithValue(ctx, callKey{t}, &call{span: span})
}

// endCall is the hook OnDone.
func (t *telemetry) endCall(ctx context.Context, op stateset.Operation, result stateset.CallResult) {
	outcome, kind := outcomeOf(result.Err, result.Outcome), ""
	if outcome != outcomeQueued {
		kind = errorType(result.Status, result.Err)
	}
	t.measureCall(ctx, &op, &result, outcome, kind)
	c := t.callOf(ctx)
	if c == nil {
		return
	}
	defer c.span.End()
	if !c.span.IsRecording() {
		return
	}
	c.span.SetAttributes(resultAttributes(&result, outcome, kind)...)
	if outcome != outcomeOK && outcome != outcomeQueued {
		c.span.SetStatus(codes.Error, "outcome: "+outcome)
	}
}

func resultAttributes(result *stateset.CallResult, outcome, kind string) []attribute.KeyValue {
	attrs := []attribute.KeyValue{keyOutcome.String(outcome), keyAttempts.Int(len(result.Attempts))}
	attrs = appendText(attrs, keyErrorType, kind)
	attrs = appendText(attrs, keyErrorCode, errorCode(result.Err))
	attrs = appendText(attrs, keyStopReason, stopReason(result.Err))
	attrs = appendText(attrs, keyRequestID, result.RequestID)
	attrs = appendText(attrs, keyJournal, result.Journal)
	if result.Status != 0 {
		attrs = append(attrs, keyStatus.Int(result.Status))
	}
	if result.Replayed {
		attrs = append(attrs, keyReplayed.Bool(true))
	}
	return attrs
}

// recovered is the hook OnRecovered. The result is an event of the span that the context of
// Recover holds.
func (t *telemetry) recovered(ctx context.Context, op stateset.Operation, result stateset.RecoveryResult) {
	attrs := []attribute.KeyValue{
		keyOperation.String(operationName(&op)), keyJournal.String(result.State), keySkipped.Bool(result.Skipped),
	}
	t.measureRecovered(ctx, attrs)
	if span := trace.SpanFromContext(ctx); span.IsRecording() {
		attrs = append(attrs, keyEntry.String(result.Entry), keyEntryAge.Float64(result.Age.Seconds()))
		span.AddEvent("stateset.recovered", trace.WithAttributes(attrs...))
	}
}

// stopReason returns why a call was not tried again.
func stopReason(err error) string {
	if e, ok := errors.AsType[*stateset.Error](err); ok {
		return string(e.StopReason)
	}
	return ""
}
