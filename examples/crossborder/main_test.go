package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `A shop in the United States sells two jackets for 150.00 ssusd each to a customer in Germany.

The compliance check is approved. The risk is low: 5 of 100.
The trade requires these documents: commercial_invoice, packing_list.

Three services ship the parcel, which is billed as 4.80 kg:
  economy  costs 36.00 ssusd and arrives on 2026-02-05.
  standard costs 55.00 ssusd and arrives on 2026-01-25.
  express  costs 90.80 ssusd and arrives on 2026-01-18.
The customer chooses the economy service.

Germany charges the jackets and their shipping:
  Germany duty, chapter 62: Apparel, not knitted: 12 % of 336.00 ssusd is 40.32 ssusd.
  Germany VAT: 19 % of 376.32 ssusd is 71.50 ssusd.
The estimated total is 447.82 ssusd.

The shop creates the order. The price is 447.82 ssusd, or 411.99 EUR at a rate of 0.92.
The customer pays 447.82 ssusd. The status of the order is processing.
The shop sends the parcel. The status of the order is shipped.
The parcel arrives. The status of the order is delivered.

A sanctioned company orders jackets too. The server rejects the order: compliance blocks it.
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
