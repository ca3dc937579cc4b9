package engine

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/api"
)

// testRates are how much of a currency one US dollar buys. They are fixed, so that a
// test knows what it gets; they are nobody's quotation.
var testRates = map[string]string{
	"usd": "1", "ssusd": "1", "usdc": "1",
	"aed": "3.6725", "aud": "1.52", "brl": "5.00", "cad": "1.36", "chf": "0.88", "cny": "7.20", "czk": "23.00",
	"dkk": "6.85", "eur": "0.92", "gbp": "0.79", "hkd": "7.80", "huf": "360.00", "idr": "15600", "ils": "3.70",
	"inr": "83.00", "jpy": "150.00", "krw": "1330.00", "kwd": "0.307", "mxn": "17.00", "myr": "4.70", "nok": "10.50",
	"nzd": "1.64", "php": "56.00", "pln": "4.00", "sar": "3.75", "sek": "10.40", "sgd": "1.34", "thb": "35.50",
	"try": "30.00", "twd": "31.50", "vnd": "24500", "zar": "18.80",
}

// convert is what dollars are worth in a currency, rounded half away from zero to its
// decimals, tokens to two.
func convert(dollars decimal.Decimal, currency string) (api.Money, bool) {
	rate, known := testRates[strings.ToLower(currency)]
	if !known {
		return api.Money{}, false
	}
	places := int32(usdDecimals)
	if !api.IsToken(currency) {
		places, _ = api.CurrencyDecimals(currency)
	}
	value := dollars.Mul(decimal.RequireFromString(rate)).Round(places)
	return api.Money{Value: value, Currency: currency}, true
}
