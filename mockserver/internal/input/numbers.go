package input

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
)

// Ratio reads a number that is no amount, given as a decimal string or a JSON
// number: a quantity, a rate, a percentage. It is above zero unless [AllowZero] is
// given, and keeps the decimals it was written with.
func (o *Object) Ratio(name string, rules ...Rule) api.Decimal {
	if value := o.RatioPtr(name, rules...); value != nil {
		return *value
	}
	return api.Decimal{}
}

// RatioPtr is [Object.Ratio] for a number whose absence means something else than
// zero. It is nil where the member is absent or bad.
func (o *Object) RatioPtr(name string, rules ...Rule) *api.Decimal {
	f := o.take(name, TypeRatio, rules)
	if f == nil {
		return nil
	}
	value, why := f.rules.amount(f.value.text)
	if most := f.rules.bounds.Max; why == "" && most != nil && value.GreaterThan(decimal.NewFromInt(*most)) {
		why = "must be at most " + decimal.NewFromInt(*most).String()
	}
	if why != "" {
		f.failValue("%s", why)
		return nil
	}
	return &api.Decimal{Decimal: value}
}
