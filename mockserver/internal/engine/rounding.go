package engine

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
)

// tokenCents is what a computed amount of tokens is rounded to, although tokens
// hold more decimals.
const tokenCents = 2

// rounded is a value that a rate or a fraction made, rounded half away from zero to
// what its currency is written with.
func rounded(value decimal.Decimal, currency string) decimal.Decimal {
	places, _ := numtext.CurrencyDecimals(currency)
	if numtext.IsToken(currency) {
		places = tokenCents
	}
	return value.Round(places)
}
