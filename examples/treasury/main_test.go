package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `The company deposits 25000.00 USD at the bank and receives 25000.00 ssusd. The supply of ssUSD is now 1002025000.00 ssusd.

The company pays 3 salaries in one batch: 15000.50 ssusd and a fee of 0.01 ssusd.
  Ada, January: 5200.00 ssusd
  Grace, January: 4800.00 ssusd
  Alan, January: 5000.50 ssusd
Ada tries to send all of the 5200.00 ssusd back. The server rejects it: nothing is left for the fee.

The company redeems 9999.49 ssusd to the bank account that ends in 3000. The status is completed.
Reserves of 1002015000.51 USD back the 1002015000.51 ssusd in circulation.

The wallet had 1000000.00 ssusd before the deposit and 1025000.00 ssusd after it.
It has 1000000.00 ssusd now, which is 920000.00 EUR.
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
