package input

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
)

// Ratio reads a number that is not an amount, such as a quantity, a rate or a
// percentage. It is a decimal string or a JSON number. It must be above zero unless
// [AllowZero] is set, and keeps its decimals.
func (o *Object) Ratio(name string, rules ...Rule) api.Decimal {
	if value := o.RatioPtr(name, rules...); value != nil {
		return *value
	}
	return api.Decimal{}
}

// RatioPtr is [Object.Ratio] for a member whose absence has another meaning than zero.
// It returns nil for an absent or invalid member.
func (o *Object) RatioPtr(name string, rules ...Rule) *api.Decimal {
	f, ok := o.take(name, TypeRatio, rules)
	if !ok {
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
