package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// Amounts in the form of the API are decoded in one pass: the text of the number and its
// digits. The names of common currencies are not allocated.
func TestReadingAmountsAllocatesLittle(t *testing.T) {
	for text, most := range map[string]float64{
		`{"value":"150.00","denom":"ssusd"}`: 3,
		`{"value":"0.50","denom":"usdc"}`:    3,
		`{"value":"-99.99","denom":"USD"}`:   3,
		`{"value":"0","denom":"azz"}`:        4,
		`{"value":"1500","denom":"AZZ"}`:     4,
	} {
		data := []byte(text)
		allocs := testing.AllocsPerRun(50, func() {
			var m api.Money
			if err := m.UnmarshalJSON(data); err != nil {
				panic(err)
			}
		})
		require.LessOrEqual(t, allocs, most, text)
	}
}
