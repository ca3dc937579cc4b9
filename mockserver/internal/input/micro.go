package input

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

// microDecimals is the number of decimals of an amount in millionths.
const microDecimals = 6

const microForm form = `{"denom":"ssusd","amount":"1000000"}`

// Micro reads {"denom":"ssusd","amount":"1000000"}, an integer string of millionths.
// Default denom: ssusd. The amount must be above zero. It returns the zero Money for an
// absent or invalid member.
func (o *Object) Micro(name string, rules ...Rule) api.Money {
	read := func(o *Object) api.Money {
		denom := o.String("denom", token)
		if denom == "" {
			denom = numtext.DenomSSUSD
		}
		return api.FromDecimal(o.millionths("amount"), denom)
	}
	amount := Nested(o, name, read, append(rules, microForm)...)
	if amount == nil || amount.Decimal().IsZero() {
		return api.Money{}
	}
	return *amount
}

// token is ssusd or usdc, in any case.
var token = Format{Name: "token", Want: "ssusd or usdc", Accept: numtext.IsToken, Exact: anyCase([]string{numtext.DenomSSUSD, numtext.DenomUSDC})}

func (o *Object) millionths(name string) decimal.Decimal {
	f, ok := o.take(name, TypeMicros, []Rule{Required})
	if !ok {
		return decimal.Decimal{}
	}
	value, why := micros(f.value.text, false)
	if why != "" {
		f.failValue("%s", why)
		return decimal.Decimal{}
	}
	return value
}

// micros parses a number of millionths, and returns why it is invalid.
func micros(text string, zero bool) (value decimal.Decimal, why string) {
	const want = "must be an integer of millionths such as \"1000000\" for 1.00, below 10^21"
	digits := strings.TrimLeft(text, "0")
	if text == "" || strings.Trim(text, "0123456789") != "" || len(digits) > MaxMicroDigits || len(text) > maxQuoted {
		return value, want
	}
	if value, _ = decimal.NewFromString(text); value.IsZero() && !zero { // digits are always a decimal
		return value, "must be greater than 0"
	}
	return value.Shift(-microDecimals), ""
}

// Limits of an integer of millionths: significant digits, and characters.
const (
	MaxMicroDigits = 21
	MaxMicroText   = maxQuoted
)

// Micros takes a bound in millionths, or nil if absent.
func (q *Query) Micros(name string) *decimal.Decimal {
	if q.describes(Parameter{Name: name, Types: []Type{TypeMicros}, Rules: []Rule{AllowZero}}) {
		return nil
	}
	p := q.one(name)
	if p == nil {
		return nil
	}
	value, why := micros(p.value, true)
	if why != "" {
		q.invalid(p, "%s, not %s", why, Quote(p.value))
		return nil
	}
	return &value
}
