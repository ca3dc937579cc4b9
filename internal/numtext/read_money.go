package numtext

import (
	"bytes"

	"github.com/shopspring/decimal"
)

// readMoney reads the object as the API writes it, byte for byte, since amounts
// are a good part of what an answer costs to decode. It reports false for
// everything else, errors included, which encoding/json then reads or refuses.
func ReadMoney(data []byte) (value decimal.Decimal, currency string, ok bool) {
	rest, opened := bytes.CutPrefix(data, []byte(`{"value":"`))
	number, rest, found := bytes.Cut(rest, []byte(`","denom":"`))
	denom, closed := bytes.CutSuffix(rest, []byte(`"}`))
	if !opened || !found || !closed || len(denom) == 0 {
		return decimal.Decimal{}, "", false
	}
	for _, c := range denom {
		if c = LowerASCII(c); c < 'a' || c > 'z' {
			return decimal.Decimal{}, "", false
		}
	}
	digits := bytes.TrimPrefix(number, []byte("-"))
	if len(digits) > 1 && digits[0] == '0' && digits[1] != '.' { // no number in JSON
		return decimal.Decimal{}, "", false
	}
	value, err := ParseDecimal(string(number))
	if err != nil {
		return decimal.Decimal{}, "", false
	}
	return value, denomText(denom), true
}

// denomText is string(denom), without an allocation for the commonest.
func denomText(denom []byte) string {
	switch string(denom) {
	case DenomSSUSD:
		return DenomSSUSD
	case DenomUSDC:
		return DenomUSDC
	case "USD":
		return "USD"
	}
	return string(denom)
}

// AmountText writes an amount as a JSON number: in minor units for ISO 4217
// currencies, in whole tokens for ssusd and usdc. The currency must be known.
func AmountText(value decimal.Decimal, currency string) string {
	if IsToken(currency) {
		return value.StringFixed(min(TokenDecimals, Shortest(value)))
	}
	decimals, _ := CurrencyDecimals(currency)
	return value.Shift(decimals).StringFixed(0)
}
