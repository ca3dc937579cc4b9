package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The program prints a span for each call, attempt and delivery, and the metrics.
func TestTelemetry(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	spans, metrics, found := strings.Cut(out.String(), "Metrics:\n")
	require.True(t, found)

	var tree []string
	for line := range strings.Lines(spans) {
		if !strings.Contains(line, "=") {
			tree = append(tree, regexp.MustCompile(` \S+s\n`).ReplaceAllString(line, "\n"))
		}
	}
	require.Equal(t, `Spans:
  Payments.Create
    POST /v1/payments
    POST /v1/payments
  webhook payment.succeeded
  Payments.Create
    POST /v1/payments
  webhook payment.succeeded
  Payments.Create
    POST /v1/payments
`, strings.Join(tree, ""))
	for _, line := range []string{
		"stateset.retry.reason=server_error\n", "stateset.outcome=unknown\n", "stateset.journal.state=sending\n", "stateset.via=Resolve\n",
		"stateset.webhook.result=handled\n",
	} {
		require.Contains(t, spans, line)
	}
	for _, line := range []string{
		"stateset.client.retries {stateset.operation=Payments.Create stateset.retry.reason=server_error} 1 {retry}\n",
		"stateset.client.unknown_outcomes {stateset.operation=Payments.Create} 1 {call}\n",
		"stateset.webhook.delivery.duration {stateset.event.type=payment.succeeded stateset.webhook.result=handled} count=2 ",
	} {
		require.Contains(t, metrics, line)
	}
}
