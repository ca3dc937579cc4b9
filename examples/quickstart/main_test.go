package main

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestQuickstart runs the program on its own mock server. The order's number holds the
// year and is left out.
func TestQuickstart(t *testing.T) {
	t.Setenv("STATESET_API_KEY", "")
	var out strings.Builder
	require.NoError(t, run(context.Background(), &out))
	before, rest, found := strings.Cut(out.String(), "Order ORD-")
	require.True(t, found, out.String())
	require.Equal(t, `Balances before:
  payer      1000000.00 ssusd
  merchant         0.00 ssusd
  platform         0.00 ssusd
  treasury   1000000.00 ssusd

`, before)
	_, after, found := strings.Cut(rest, ": 2 items, 100.00 ssusd in total.\n")
	require.True(t, found, out.String())
	require.Equal(t, `The payer pays 100.00 ssusd: 90.00 ssusd go to the merchant, 10.00 ssusd to the platform.
A second payment is refused: the order is already paid.
The treasury refunds 25.00 ssusd to the payer. The recipients of a split keep their shares. The order is partially_refunded.
The list of payments shows 100.00 ssusd, 25.00 ssusd refunded.

Balances after:
  payer       999925.00 ssusd
  merchant        90.00 ssusd
  platform        10.00 ssusd
  treasury    999975.00 ssusd

Next: go run ./examples/resilience shows a lost response; README.md shows the rest.
`, after)
}
