package input

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
)

// Ratio reads a number that is no amount, given as a decimal string or a JSON
// number: a quantity, a rate, a percentage. It is above zero unless [AllowZero] is
// given, and keeps the decimals it was written with.
func (o *Object) Ratio(name string, rules ...Rule) api.Decimal {
	f := o.take(name, rules)
	if f == nil {
		return api.Decimal{}
	}
	if f.value.kind != kindNumber && f.value.kind != kindString {
		f.fail("must be a decimal string or a number, not %s", f.value.kind)
		return api.Decimal{}
	}
	value, why := f.rules.amount(f.value.text)
	if why == "" && f.rules.max != nil && value.GreaterThan(decimal.NewFromInt(*f.rules.max)) {
		why = "must be at most " + decimal.NewFromInt(*f.rules.max).String()
	}
	if why != "" {
		f.failValue("%s", why)
		return api.Decimal{}
	}
	return api.Decimal{Decimal: value}
}
