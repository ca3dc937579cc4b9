package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `option    invoice_factoring  4875.00 ssusd for 125.00 ssusd
option    po_financing       4500.00 ssusd for 117.00 ssusd
option    loan               5000.00 ssusd for 184.93 ssusd
invoice   funded, 4875.00 ssusd advanced of 5000.00 ssusd
again     refused, already factored: true
invoice   repaid by its buyer
order     funded, 9000.00 ssusd now and 9234.00 ssusd on 2026-03-03
loan      6000.00 ssusd at 0.05 a year, 49.38 ssusd interest
loan      overdue since 2026-02-15
paid      1 of 3, 2016.46 ssusd, the loan is active
paid      2 of 3, 2016.46 ssusd, the loan is active
paid      3 of 3, 2016.46 ssusd, the loan is repaid
order     repaid since 2026-03-03
treasury  1004591.62 ssusd
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
