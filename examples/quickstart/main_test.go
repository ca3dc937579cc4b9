package main

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestQuickstart runs the program on a mock server of its own, and reads what it
// says. The order's number holds the year and is left out.
func TestQuickstart(t *testing.T) {
	t.Setenv("STATESET_API_KEY", "")
	var out strings.Builder
	require.NoError(t, run(context.Background(), &out))
	_, said, found := strings.Cut(out.String(), "  100.00 ssusd for 2 items, unpaid\n")
	require.True(t, found, out.String())
	require.Equal(t, `paid      100.00 ssusd  order is processing, paid
  split   merchant     90.00 ssusd
  split   platform_fee 10.00 ssusd
again     refused, already paid: true
listed    100.00 ssusd  succeeded
refunded  25.00 ssusd  25.00 ssusd of the payment's 100.00 ssusd
now       order is processing, partially_refunded
treasury  999975.00 ssusd
treasury  1000000.00 usdc
`, said)
}
