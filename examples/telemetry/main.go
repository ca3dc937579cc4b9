// Command telemetry prints the spans and metrics of a few payments. The server responds to
// the first request with 503, and the response to another one is lost. A webhook handler
// receives the events.
//
//	cd examples/telemetry
//	go run .
//
// The program is a module of its own, so that the SDK does not require OpenTelemetry. It
// starts a mock server in memory and uses no network. A program in production uses an
// exporter such as otlptracehttp.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/otelstateset"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	spans := tracetest.NewInMemoryExporter()
	tracers := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	reader := sdkmetric.NewManualReader()
	meters := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))
	telemetry := []otelstateset.Option{
		otelstateset.WithTracerProvider(tracers),
		otelstateset.WithMeterProvider(meters),
		otelstateset.WithPropagators(propagation.TraceContext{}),
	}
	if err := pay(ctx, telemetry); err != nil {
		return err
	}
	var metrics metricdata.ResourceMetrics
	if err := reader.Collect(ctx, &metrics); err != nil {
		return err
	}
	printSpans(out, spans.GetSpans())
	printMetrics(out, &metrics)
	return errors.Join(tracers.Shutdown(ctx), meters.Shutdown(ctx))
}

// pay makes two payments at a mock server, and settles the one whose response is lost.
func pay(ctx context.Context, telemetry []otelstateset.Option) error {
	srv, err := mockserver.Start(ctx)
	if err != nil {
		return err
	}
	defer srv.Close()
	account := srv.NewAccount()
	if err := receive(account, telemetry); err != nil {
		return err
	}
	client := account.Client(append(otelstateset.Options(telemetry...),
		stateset.WithJournal(journal.NewMemoryStore(nil), "shop"), stateset.WithMaxAttempts(2))...)

	account.Fail("POST /payments", mockserver.Status(503), mockserver.Times(1))
	if _, err := client.Payments.Create(ctx, params("10.00")); err != nil {
		return err
	}
	if err := srv.Webhooks().Settle(ctx); err != nil { // its event is delivered
		return err
	}
	account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	_, lost := client.Payments.Create(ctx, params("25.00"), stateset.WithMaxAttempts(1))
	if !errors.Is(lost, stateset.ErrOutcomeUnknown) {
		return fmt.Errorf("the response was not lost: %w", lost)
	}
	if err := srv.Webhooks().Settle(ctx); err != nil {
		return err
	}
	_, err = client.Resolve(ctx, lost)
	return err
}

// receive registers a webhook handler.
func receive(account *mockserver.Account, telemetry []otelstateset.Option) error {
	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	if err != nil {
		return err
	}
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(context.Context, *webhook.Event, *payments.Payment) error { return nil })
	options := append(otelstateset.WebhookOptions(telemetry...), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	account.Webhooks().DeliverTo(verifier.Handler(mux, options...), webhook.TestSecret, webhook.PaymentSucceeded)
	return nil
}

func params(dollars string) *payments.CreateParams {
	return &payments.CreateParams{
		Amount: stateset.USD(dollars), CustomerID: "cust_test_123",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_visa"}},
	}
}
