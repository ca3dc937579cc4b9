package engine

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/rates"
)

// convert converts dollars to a currency, rounded half away from zero to the decimals
// of the currency, or to two for tokens. It returns false for a currency without a
// rate.
func convert(dollars decimal.Decimal, currency string) (api.Money, bool) {
	rate, known := rates.PerUSD(currency)
	if !known {
		return api.Money{}, false
	}
	places := int32(usdDecimals)
	if !numtext.IsToken(currency) {
		places, _ = numtext.CurrencyDecimals(currency)
	}
	return api.FromDecimal(dollars.Mul(rate).Round(places), currency), true
}
