package input

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

// microDecimals is how many decimals an amount in millionths has.
const microDecimals = 6

// Micro reads {"denom":"ssusd","amount":"1000000"}: millionths as an integer string,
// of ssusd where the denom is absent. The amount is above zero. It is the zero Money
// where the member is absent or bad.
func (o *Object) Micro(name string, rules ...Rule) api.Money {
	read := func(o *Object) api.Money {
		denom := o.String("denom", token)
		if denom == "" {
			denom = numtext.DenomSSUSD
		}
		return api.FromDecimal(o.millionths("amount"), denom)
	}
	amount := Nested(o, name, read, rules...)
	if amount == nil || amount.Decimal().IsZero() {
		return api.Money{}
	}
	return *amount
}

// token is ssusd or usdc, in any case.
var token = Format{Name: "token", Want: "ssusd or usdc", Accept: numtext.IsToken}

func (o *Object) millionths(name string) decimal.Decimal {
	f := o.take(name, TypeMicros, []Rule{Required})
	if f == nil {
		return decimal.Decimal{}
	}
	value, why := micros(f.value.text, false)
	if why != "" {
		f.failValue("%s", why)
		return decimal.Decimal{}
	}
	return value
}

// micros reads a number of millionths and says what is wrong with it.
func micros(text string, zero bool) (value decimal.Decimal, why string) {
	const want = "must be an integer of millionths such as \"1000000\" for 1.00, below 10^21"
	digits := strings.TrimLeft(text, "0")
	if text == "" || strings.Trim(text, "0123456789") != "" || len(digits) > maxMicroDigits || len(text) > maxQuoted {
		return value, want
	}
	if value, _ = decimal.NewFromString(text); value.IsZero() && !zero { // digits alone are a decimal
		return value, "must be greater than 0"
	}
	return value.Shift(-microDecimals), ""
}

const maxMicroDigits = 21

// Micros takes a bound in millionths; nil where it is absent.
func (q *Query) Micros(name string) *decimal.Decimal {
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
