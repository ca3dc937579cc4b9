package engine

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

const currencyUSD = "usd"

// usdDecimals is the number of decimals of values in US dollars.
const usdDecimals = 2

// checkAmount requires an amount above zero that its currency can express.
func checkAmount(amount api.Money, param string) error {
	if !amount.IsSet() {
		return missing(param)
	}
	if err := amount.Err(); err != nil {
		return invalid(param, "The '%s' cannot be used: %s", param, strings.TrimPrefix(err.Error(), "stateset: "))
	}
	if amount.Sign() <= 0 {
		return invalid(param, "The '%s' must be greater than zero, got %s", param, amount)
	}
	return nil
}

// fits reports whether the currency can express the value without rounding.
func fits(value decimal.Decimal, currency string) bool {
	return api.FromDecimal(value, currency).Err() == nil
}

// interchangeable reports whether currency a can pay a debt in b. US dollars, ssusd and
// usdc have the same value. Any other currency pays only itself.
func interchangeable(a, b string) bool {
	return numtext.SameCurrency(a, b) || worthDollar(a) && worthDollar(b)
}

func worthDollar(currency string) bool {
	return numtext.IsToken(currency) || numtext.SameCurrency(currency, currencyUSD)
}

// worth converts an amount of tokens to US dollars.
func worth(amount api.Money) api.Money {
	return api.FromDecimal(amount.Decimal().Round(usdDecimals), "USD")
}

// plus returns amount + value in the currency of amount.
func plus(amount api.Money, value decimal.Decimal) api.Money {
	return api.FromDecimal(amount.Decimal().Add(value), amount.Currency())
}

func zero(currency string) api.Money { return api.FromDecimal(decimal.Decimal{}, currency) }

func otherDenom(param, got, want string) error {
	return invalid(param+".denom", "All amounts of an order must be in the currency of the first item, '%s', got '%s'", want, got)
}
