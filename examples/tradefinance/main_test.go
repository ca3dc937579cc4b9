package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `A company has sold goods for 5000.00 ssusd and waits for the payment. It can finance them for 90 days:
  invoice_factoring pays 4875.00 ssusd for a fee of 125.00 ssusd.
  po_financing pays 4500.00 ssusd for a fee of 117.00 ssusd.
  loan pays 5000.00 ssusd for a fee of 184.93 ssusd.

The company sells the invoice of 5000.00 ssusd to a financer and receives 4875.00 ssusd.
It tries to sell the invoice again. The server rejects it: the invoice is already factored.
The buyer pays the invoice to the financer. The status of the factoring is repaid.

The company finances a purchase order of 10000.00 ssusd. It receives 9000.00 ssusd and repays 9234.00 ssusd on 2026-03-03.

The company borrows 6000.00 ssusd at 5 % a year. The interest is 49.38 ssusd. It repays the loan in 3 installments.
It misses the first installment. On 2026-02-15 the status of the loan is overdue.
It pays installment 1, 2016.46 ssusd. The status of the loan is active.
It pays installment 2, 2016.46 ssusd. The status of the loan is active.
It pays installment 3, 2016.46 ssusd. The status of the loan is repaid.

On 2026-03-03 the server collects 9234.00 ssusd for the purchase order. The status of its financing is repaid.

The treasury of the company had 1000000.00 ssusd before and has 1004591.62 ssusd now.
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
