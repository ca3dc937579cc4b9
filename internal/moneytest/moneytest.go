// Package moneytest makes amounts for tests.
package moneytest

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

// BadDecimals are texts that are not decimals.
var BadDecimals = []string{
	"", " ", "-", ".", "-.", "+1", "--1", "+-1", "1-", " 1", "1 ", "1\n", "\t1", "1\x00",
	"1,000.00", "1_000", "1'000", "1 000", "1.000,00", "1,5",
	"1.", ".5", "-.5", "1..0", "1.0.0", "1.-5", "1.+5",
	"1e3", "1E3", "1e-3", "1e5000000", "1e", "e3", "0x10", "0b1", "010e1",
	"NaN", "nan", "Inf", "-Inf", "infinity", "true", "null", "abc", "$1", "1USD", "¤1",
	"\uff10", "\uff11\uff12", "\u0661", "\u22121", "1\u00a0000", "½", "\xff", "1\xff",
	strings.Repeat("9", 400), "-" + strings.Repeat("9", 400), "0." + strings.Repeat("0", 400),
}

// Amount returns the amount of a valid value.
func Amount(t require.TestingT, value, currency string) api.Money {
	m, err := api.NewMoney(value, currency)
	require.NoError(t, err)
	return m
}

// DrawCurrency draws a currency with any number of decimals, in any case.
func DrawCurrency(t *rapid.T) string {
	return rapid.SampledFrom([]string{"ssusd", "ssUSD", "usdc", "USD", "usd", "Eur", "JPY", "KWD", "CLF"}).Draw(t, "currency")
}

// DrawAmount draws an amount that can be sent, of either sign.
func DrawAmount(t *rapid.T, currency string) api.Money {
	decimals, ok := numtext.CurrencyDecimals(currency)
	require.True(t, ok)
	limit := int64(math.Pow10(min(18, 15+int(decimals)))) - 1
	units := rapid.Int64Range(-limit, limit).Draw(t, "units")
	return api.FromDecimal(decimal.New(units, -decimals), currency)
}
