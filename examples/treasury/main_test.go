package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `issued    25000.00 ssusd  supply is now 1002025000.00 ssusd
payroll   15000.50 ssusd  to 3 wallets, for a fee of 0.01 ssusd
  salary  5200.00 ssusd  Ada, January
  salary  4800.00 ssusd  Grace, January
  salary  5000.50 ssusd  Alan, January
transfer  refused, insufficient funds: true
redeemed  9999.49 ssusd  completed, to the account …3000
reserves  1002015000.51 USD  behind 1002015000.51 ssusd, ratio 1.0000
before    1000000.00 ssusd
funded    1025000.00 ssusd
now       1000000.00 ssusd  or 920000.00 EUR
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
