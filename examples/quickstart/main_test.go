package main

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `This program uses a mock server in memory. No real money moves.

Balances before:
  customer   1000000.00 ssusd
  merchant         0.00 ssusd
  platform         0.00 ssusd
  treasury   1000000.00 ssusd

The customer orders two mugs and a teapot for 100.00 ssusd.
The customer pays 100.00 ssusd: 90.00 ssusd to the merchant and 10.00 ssusd to the platform.
The program tries to pay again. The server rejects it: the order is already paid.
The customer returns the mugs and gets 25.00 ssusd back. The payment status is now partially_refunded.
The merchant and the platform keep their shares, so your treasury bears the refund.

Balances after:
  customer    999925.00 ssusd
  merchant        90.00 ssusd
  platform        10.00 ssusd
  treasury    999975.00 ssusd

Read docs/README.md next: it lists the guides. examples/README.md lists more programs.
`

func TestRun(t *testing.T) {
	t.Setenv("STATESET_API_KEY", "")
	var out strings.Builder
	require.NoError(t, run(context.Background(), &out))
	require.Equal(t, want, out.String())
}
