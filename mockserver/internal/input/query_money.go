package input

import (
	"github.com/stateset/stateset-go/api"
)

// Money takes a decimal of whole units in the given currency. An empty currency checks
// only the syntax. The amount must be above zero unless [AllowZero] is set. It returns
// the zero Money for an absent or invalid parameter.
func (q *Query) Money(name, currency string, list ...Rule) api.Money {
	if q.describes(Parameter{Name: name, Types: []Type{TypeDecimal}, Rules: list}) {
		return api.Money{}
	}
	p := q.one(name)
	if p == nil {
		return api.Money{}
	}
	r := combine(list)
	value, why := r.amount(p.value)
	if why == "" && currency != "" {
		why = excess(value, currency)
	}
	if why != "" {
		q.invalid(p, "%s, not %s", why, Quote(p.value))
		return api.Money{}
	}
	return api.FromDecimal(value, currency)
}
