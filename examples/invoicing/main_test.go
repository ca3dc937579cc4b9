package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `Invoice INV-2026-000002 bills 1008.00 ssusd and 72.00 ssusd tax, 1080.00 ssusd in total.
It is sent to ada@example.com and due on 2026-02-14. A payment by 2026-01-25 gets a discount of 5.0 %.
The customer pays on the same day and saves 54.00 ssusd. The payment is 1026.00 ssusd. The status of the invoice is paid.
The customer tries to pay again. The server rejects it: the invoice is already paid.

Invoice INV-2026-000003 bills 1008.00 ssusd and 72.00 ssusd tax, 1080.00 ssusd in total.
It is sent to ada@example.com and due on 2026-02-14. A payment by 2026-01-25 gets a discount of 5.0 %.
The customer pays 400.00 ssusd. The remaining balance is 680.00 ssusd. The status of the invoice is partially_paid.

The clock moves to 2026-02-15, the day after the due date. These invoices are overdue, the last one from the test data of the mock server:
  INV-2026-000003 with a balance of 680.00 ssusd
  INV-2026-000001 with a balance of 5000.00 ssusd
The customer pays the remaining 680.00 ssusd without a discount. The status of the invoice is paid.

The two invoices raise the treasury from 1000000.00 ssusd to 1002106.00 ssusd.
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
