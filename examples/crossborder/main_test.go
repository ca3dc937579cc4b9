package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `check     approved, risk low (5), papers [commercial_invoice packing_list]
shipping  economy   36.00 ssusd, on 2026-02-05 (4.80 kg)
shipping  standard  55.00 ssusd, on 2026-01-25 (4.80 kg)
shipping  express   90.80 ssusd, on 2026-01-18 (4.80 kg)
duty      0.12 of 336.00 ssusd = 40.32 ssusd (Germany duty, chapter 62: Apparel, not knitted)
vat       0.19 of 376.32 ssusd = 71.50 ssusd (Germany VAT)
total     447.82 ssusd
order     pending_payment, 447.82 ssusd = 411.99 EUR at 0.92
paid      447.82 ssusd, paid
status    processing
status    shipped
status    delivered
blocked   another order; there is 1 still
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
