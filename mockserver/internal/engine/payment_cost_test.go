//go:build !race

package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/payments"
)

// costs are payments and the maximum number of their allocations. Most of these are the
// records, the events and the IDs, which stay.
var costs = []struct {
	name   string
	params *payments.CreateParams
	allocs float64
}{
	{"card", cardPayment("1.00", "tok_visa"), 14},
	{"ssUSD", &payments.CreateParams{Amount: api.SSUSD("0.01"), Recipient: merchant}, 18},
}

// payer returns a function that pays from a new account.
func payer(tb testing.TB, params *payments.CreateParams) func() {
	a := New(Options{Clock: clock.NewFrozen(birth), MaxEvents: 100}).Account(AccountKey{Name: "bench"})
	return func() {
		require.NoError(tb, a.Update(func(tx *Tx) error { return failing(tx.CreatePayment(params)) }))
	}
}

// The test is not parallel, because it counts the allocations of the process.
func TestAllocationsOfPayments(t *testing.T) {
	for _, c := range costs {
		require.LessOrEqual(t, testing.AllocsPerRun(500, payer(t, c.params)), c.allocs, c.name)
	}
}

func BenchmarkCreatePayment(b *testing.B) {
	for _, c := range costs {
		b.Run(c.name, func(b *testing.B) {
			pay := payer(b, c.params)
			b.ReportAllocs()
			for b.Loop() {
				pay()
			}
		})
	}
}
