package engine

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
)

// tokenCents is the number of decimals of computed token amounts. Tokens have more
// decimals.
const tokenCents = 2

// rounded rounds a computed value half away from zero to the decimals of its currency.
func rounded(value decimal.Decimal, currency string) decimal.Decimal {
	places, _ := numtext.CurrencyDecimals(currency)
	if numtext.IsToken(currency) {
		places = tokenCents
	}
	return value.Round(places)
}
