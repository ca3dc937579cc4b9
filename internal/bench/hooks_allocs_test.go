//go:build !race

package bench

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

// TestAbsentHooksCostNothing compares the allocations of a client without hooks, of one with
// empty hooks, and of one that is observed.
func TestAbsentHooksCostNothing(t *testing.T) {
	answer := canned{http.StatusOK, paymentJSON}
	allocations := func(opts ...stateset.Option) float64 {
		opts = append(opts, stateset.WithBaseURL("http://localhost"), stateset.WithHTTPClient(&http.Client{Transport: answer}))
		client, err := stateset.New("sk_test_benchmark", opts...)
		require.NoError(t, err)
		get := func() { _, err = client.Payments.Get(context.Background(), "pay_test_k2j4h5g6f7d8s9a0q1w2e3r4") }
		get()
		require.NoError(t, err)
		return testing.AllocsPerRun(200, get)
	}
	absent := allocations()
	require.Equal(t, absent, allocations(stateset.WithHooks(stateset.Hooks{})), "empty hooks")
	observed := allocations(stateset.WithHooks(stateset.Hooks{OnDone: func(context.Context, stateset.Operation, stateset.CallResult) {}}))
	require.Greater(t, observed, absent, "the measurement finds no difference")
	t.Logf("%.0f allocations without hooks, %.0f with OnDone", absent, observed)
}
