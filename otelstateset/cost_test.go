package otelstateset_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/otelstateset"
)

// BenchmarkCall makes a call in memory: without telemetry, with providers that do nothing,
// with a sampler that drops every trace, and with spans that are recorded and dropped.
func BenchmarkCall(b *testing.B) {
	meters := otelstateset.WithMeterProvider(metric.NewMeterProvider(metric.WithReader(metric.NewManualReader())))
	propagator := otelstateset.WithPropagators(propagation.TraceContext{})
	sampled := func(s sdktrace.Sampler) []stateset.Option {
		return otelstateset.Options(otelstateset.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSampler(s))), meters, propagator)
	}
	for _, bb := range []struct {
		name string
		opts []stateset.Option
	}{
		{"absent", nil}, {"no provider", otelstateset.Options()},
		{"dropped", sampled(sdktrace.NeverSample())}, {"recorded", sampled(sdktrace.AlwaysSample())},
	} {
		b.Run(bb.name, func(b *testing.B) {
			client, err := stateset.New("sk_test_benchmark", append(bb.opts, stateset.WithBaseURL("http://localhost"),
				stateset.WithHTTPClient(&http.Client{Transport: tripper(respond)}))...)
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := client.Payments.Get(context.Background(), "pay_1"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func respond(r *http.Request) (*http.Response, error) {
	const body = `{"id":"pay_1","object":"payment","status":"succeeded","amount":1000,"currency":"USD"}`
	return &http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(len(body)),
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}
