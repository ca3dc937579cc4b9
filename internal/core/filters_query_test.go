package core_test

import (
	"testing"

	"github.com/google/go-querystring/query"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
)

// rangeParams are params with ranges.
type rangeParams struct {
	Limit   int             `url:"limit,omitempty"`
	Created api.TimeRange   `url:"created,omitempty"`
	Amount  api.AmountRange `url:"amount,omitempty"`
}

func TestCheckAmountRanges(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		r    api.AmountRange
		want string
	}{
		{"none", api.AmountRange{}, ""},
		{"one", api.AmountRange{GTE: api.USD("1")}, ""},
		{"zero", api.AmountRange{GTE: api.USD("0")}, ""},
		{"two, in other letters", api.AmountRange{GTE: api.USD("1"), LT: api.FromDecimal(decimal.NewFromInt(2), "usd")}, ""},
		{"two currencies", api.AmountRange{GTE: api.USD("1"), LT: api.SSUSD("2")}, "amount: has bounds of two currencies, USD and ssusd"},
		{"bad text", api.AmountRange{LTE: api.USD("x")}, `amount[lte]: invalid decimal "x": must be digits with an optional point, as in "1000.00"`},
		{"no currency", api.AmountRange{LT: api.FromDecimal(decimal.NewFromInt(2), "")}, "amount[lt]: amount has no currency: use ssusd, usdc or an ISO 4217 code"},
		{"the first of several", api.AmountRange{GT: api.USD("a"), GTE: api.USD("b"), LT: api.USD("c"), LTE: api.USD("d")},
			`amount[gt]: invalid decimal "a": must be digits with an optional point, as in "1000.00"`},
	} {
		for range 20 { // the result must be stable
			require.Equal(t, tt.want, fault(func(c *core.Check) { c.Amounts("amount", tt.r) }), tt.name)
		}
	}
}

// Every range that the check accepts can be written, and all its bounds are in the query.
func TestCheckedRangesCanBeWritten(t *testing.T) {
	t.Parallel()
	bounds := []api.Money{{}, api.USD("1.00"), api.USD("0"), api.USD("-5"), api.SSUSD("0.000001"), api.USD("bad"), api.FromDecimal(decimal.NewFromInt(5), ""), api.FromDecimal(decimal.NewFromInt(5), "XXX")}
	for _, low := range bounds {
		for _, high := range bounds {
			r := api.AmountRange{GTE: low, LT: high}
			values, err := query.Values(&rangeParams{Amount: r})
			if fault(func(c *core.Check) { c.Amounts("amount", r) }) != "" {
				continue
			}
			require.NoError(t, err)
			require.Equal(t, low.IsSet() || !low.IsZero(), values.Has("amount[gte]"))
			require.Equal(t, high.IsSet() || !high.IsZero(), values.Has("amount[lt]"))
		}
	}
}
