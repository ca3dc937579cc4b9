// Package otelstateset reports the calls of a client, and the deliveries that a webhook
// handler receives, to OpenTelemetry. It is a module of its own, so that programs without
// OpenTelemetry do not link it.
//
//	client, err := stateset.New(key, otelstateset.Options()...)
//	handler := verifier.Handler(mux, otelstateset.WebhookOptions()...)
//
// A call has a span named after its operation, such as "Payments.Create". Each attempt has
// a child span with the attributes of OpenTelemetry's semantic conventions for HTTP. The
// request of an attempt carries the headers of the propagator, such as traceparent.
//
// No span and no metric holds an API key, an idempotency key, a header, a query, a body or
// the text of an error. docs/telemetry.md lists spans, attributes and metrics.
//
// # Files
//
// The source files, in reading order:
//
//	options.go     Options, WebhookOptions and their options
//	calls.go       spans of calls, and results of recoveries
//	attempts.go    spans of attempts, and the headers of requests
//	deliveries.go  spans of webhook deliveries
//	metrics.go     instruments
//	attributes.go  names and values of attributes
//	errortype.go   the attribute error.type
package otelstateset
