package numtext_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

func TestCurrencyDecimals(t *testing.T) {
	t.Parallel()
	for currency, want := range map[string]int32{
		"USD": 2, "usd": 2, "UsD": 2, "EUR": 2, "GBP": 2, "CHF": 2, "AED": 2, "ZWG": 2, "XCG": 2,
		"JPY": 0, "jpy": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "XOF": 0, "UGX": 0,
		"KWD": 3, "kWd": 3, "BHD": 3, "TND": 3, "IQD": 3, "CLF": 4, "UYW": 4,
		"ssusd": 6, "ssUSD": 6, "SSUSD": 6, "usdc": 6, "USDC": 6,
	} {
		got, ok := numtext.CurrencyDecimals(currency)
		require.True(t, ok, currency)
		require.Equal(t, want, got, currency)
	}
}

// badCurrencies are rejected. Some would match by Unicode's case rules or as part of a
// list.
var badCurrencies = []string{
	"", " ", "u", "us", "USDD", "usd ", " usd", "us d", "u$d", "U5D", "XXX", "zzz", "aaa", "d a", "d\x00a",
	"uſd", "ſsusd", "ssuſd", "ssusd ", "ssus", "susd", "usdcc", "usdt", "\u212awd", "ＵＳＤ", "us\xff", "null", "0x1",
}

func TestUnknownCurrencies(t *testing.T) {
	t.Parallel()
	for _, currency := range badCurrencies {
		decimals, ok := numtext.CurrencyDecimals(currency)
		require.False(t, ok, "%q", currency)
		require.Zero(t, decimals, "%q", currency)
		require.False(t, numtext.IsToken(currency), "%q", currency)

		m, err := api.NewMoney("1.00", currency)
		require.ErrorContains(t, err, "currency", "%q", currency)
		require.Zero(t, m, "%q", currency)
		_, err = api.FromMinor(100, currency)
		require.ErrorContains(t, err, "currency", "%q", currency)
	}
}

func TestIsToken(t *testing.T) {
	t.Parallel()
	for currency, want := range map[string]bool{
		"ssusd": true, "SSUSD": true, "ssUSD": true, "usdc": true, "UsDc": true, "usd": false, "USD": false, "EUR": false,
	} {
		require.Equal(t, want, numtext.IsToken(currency), currency)
	}
}

func TestSameCurrency(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"USD", "usd", true}, {"ssusd", "ssUSD", true}, {"", "", true}, {"USD", "EUR", false}, {"usd", "usdc", false},
		{"usd", "uſd", false}, {"KWD", "\u212awd", false}, {"ssusd", "usdc", false}, {"", "usd", false}, {"a@", "a`", false}, {"[", "{", false},
	} {
		require.Equal(t, tt.want, numtext.SameCurrency(tt.a, tt.b), "%q %q", tt.a, tt.b)
		require.Equal(t, tt.want, numtext.SameCurrency(tt.b, tt.a), "%q %q", tt.b, tt.a)
	}
}
