package otelstateset

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	stateset "github.com/stateset/stateset-go"
)

// instruments are the metrics. docs/telemetry.md lists them.
type instruments struct {
	callDuration, attemptDuration, deliveryDuration metric.Float64Histogram
	retries, unknownOutcomes, recoveries            metric.Int64Counter
	budget, rateLimit                               metric.Int64Gauge
}

// durations are the bounds of the buckets, in seconds.
var durations = []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 90}

func newInstruments(m metric.Meter) (i instruments) {
	i.callDuration = histogram(m, "stateset.client.call.duration", "Duration of calls, with all attempts and waits.")
	i.attemptDuration = histogram(m, "stateset.client.attempt.duration", "Duration of attempts.")
	i.deliveryDuration = histogram(m, "stateset.webhook.delivery.duration", "Duration of webhook deliveries, from the headers to the response.")
	i.retries = counter(m, "stateset.client.retries", "{retry}", "Retries, by the reason.")
	i.unknownOutcomes = counter(m, "stateset.client.unknown_outcomes", "{call}", "Writes that ended with an unknown outcome.")
	i.recoveries = counter(m, "stateset.client.recoveries", "{entry}", "Journal entries that a recovery handled.")
	i.budget = gauge(m, "stateset.client.retry_budget.remaining", "{token}", "Retry budget left after the latest call.")
	i.rateLimit = gauge(m, "stateset.client.rate_limit.remaining", "{request}", "Requests left of the rate limit, as the latest response reported it.")
	return i
}

func histogram(m metric.Meter, name, description string) metric.Float64Histogram {
	h, err := m.Float64Histogram(name, metric.WithUnit("s"), metric.WithDescription(description), metric.WithExplicitBucketBoundaries(durations...))
	return created(h, err)
}

func counter(m metric.Meter, name, unit, description string) metric.Int64Counter {
	c, err := m.Int64Counter(name, metric.WithUnit(unit), metric.WithDescription(description))
	return created(c, err)
}

func gauge(m metric.Meter, name, unit, description string) metric.Int64Gauge {
	g, err := m.Int64Gauge(name, metric.WithUnit(unit), metric.WithDescription(description))
	return created(g, err)
}

// created returns an instrument. The API returns one that works as far as possible even
// with an error.
func created[T any](instrument T, err error) T {
	if err != nil {
		otel.Handle(err)
	}
	return instrument
}

func (i *instruments) measureCall(ctx context.Context, op *stateset.Operation, result *stateset.CallResult, outcome, kind string) {
	attrs := []attribute.KeyValue{keyOperation.String(operationName(op)), keyOutcome.String(outcome)}
	attrs = appendText(attrs, keyVia, op.Via)
	attrs = appendText(attrs, keyErrorType, kind)
	i.callDuration.Record(ctx, result.Elapsed.Seconds(), metric.WithAttributes(attrs...))
	if outcome == string(stateset.OutcomeUnknown) && !isRead(op.Method) {
		i.unknownOutcomes.Add(ctx, 1, metric.WithAttributes(keyOperation.String(operationName(op))))
	}
	i.budget.Record(ctx, int64(result.BudgetLeft))
	if result.RateLimit.Limit > 0 {
		i.rateLimit.Record(ctx, int64(result.RateLimit.Remaining))
	}
}

func isRead(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

func (i *instruments) measureAttempt(ctx context.Context, op *stateset.Operation, a *stateset.Attempt, kind string) {
	attrs := []attribute.KeyValue{keyOperation.String(operationName(op))}
	attrs = appendText(attrs, keyErrorType, kind)
	if a.Status != 0 {
		attrs = append(attrs, keyStatus.Int(a.Status))
	}
	i.attemptDuration.Record(ctx, a.Duration.Seconds(), metric.WithAttributes(attrs...))
}

func (i *instruments) measureRetry(ctx context.Context, op *stateset.Operation, reason stateset.RetryReason) {
	i.retries.Add(ctx, 1, metric.WithAttributes(keyOperation.String(operationName(op)), keyRetryReason.String(string(reason))))
}

func (i *instruments) measureRecovered(ctx context.Context, attrs []attribute.KeyValue) {
	i.recoveries.Add(ctx, 1, metric.WithAttributes(attrs...))
}

func (i *instruments) measureDelivery(ctx context.Context, elapsed time.Duration, eventType, result string) {
	attrs := appendText([]attribute.KeyValue{keyResult.String(result)}, keyEventType, eventType)
	i.deliveryDuration.Record(ctx, elapsed.Seconds(), metric.WithAttributes(attrs...))
}
