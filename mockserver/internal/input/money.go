package input

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

const moneyForm form = `{"value":"150.00","denom":"ssusd"}`

// Money reads {"value":"150.00","denom":"ssusd"} in whole units. Default denom: ssusd.
// The amount must be above zero unless [AllowZero] is set. It returns the zero Money
// for an absent or invalid member.
func (o *Object) Money(name string, rules ...Rule) api.Money {
	read := func(o *Object) api.Money {
		denom := o.Denom("denom")
		if denom == "" {
			denom = numtext.DenomSSUSD
		}
		return o.Decimal("value", denom, append(rules, Required)...)
	}
	money := Nested(o, name, read, append(rules, moneyForm)...)
	if money == nil {
		return api.Money{}
	}
	return *money
}

// Denom reads the name of a currency: ssusd, usdc or an ISO 4217 code.
func (o *Object) Denom(name string, rules ...Rule) string {
	return o.String(name, append(append(make([]Rule, 0, 4), rules...), currencyRule)...)
}

var currencyCode = Format{Name: "currency", Want: "ssusd, usdc or an ISO 4217 code", Accept: knownCurrency, Exact: anyCase(numtext.Currencies())}

// anyCase returns a regular expression for texts in any case. The texts are sorted. Those
// with the same first letter share it.
func anyCase(texts []string) string {
	var out strings.Builder
	var first byte
	out.WriteString("^(")
	for _, text := range texts {
		switch {
		case first == 0:
			out.WriteString(letters(text[:1]) + "(")
		case first != text[0]:
			out.WriteString(")|" + letters(text[:1]) + "(")
		default:
			out.WriteString("|")
		}
		first = text[0]
		out.WriteString(letters(text[1:]))
	}
	out.WriteString("))$")
	return out.String()
}

// letters returns a regular expression for letters in any case.
func letters(text string) string {
	var out strings.Builder
	for _, letter := range text {
		fmt.Fprintf(&out, "[%c%c]", letter, letter-'a'+'A')
	}
	return out.String()
}

var currencyRule Rule = currencyCode

func knownCurrency(text string) bool {
	_, ok := numtext.CurrencyDecimals(text)
	return ok
}

// Decimal reads a decimal string of whole units, "135.00", in the given currency. An
// unknown currency checks only the syntax.
func (o *Object) Decimal(name, currency string, rules ...Rule) api.Money {
	f, ok := o.take(name, TypeDecimal, rules)
	if !ok {
		return api.Money{}
	}
	value, why := f.rules.amount(f.value.text)
	if why == "" && currency != "" {
		why = excess(value, currency)
	}
	if why != "" {
		f.failValue("%s", why)
		return api.Money{}
	}
	return api.FromDecimal(value, currency)
}

// Amount reads an amount in the form of payments: a number, and its currency in another
// member. The unit is the minor unit of ISO 4217 currencies, and whole tokens of ssusd
// and usdc. Both members are required.
func (o *Object) Amount(name, currency string) api.Money {
	number, ok := o.number(name, []Rule{Required})
	denom := o.Denom(currency, Required)
	if !ok || denom == "" {
		return api.Money{}
	}
	value, why := unitsIn(number.value, number.text, denom)
	if why != "" {
		o.faults.add(classInvalid, number.pos, func() *Fault { return number.invalid(why) })
		return api.Money{}
	}
	return api.FromDecimal(value, denom)
}

// Plain is an amount without a currency in the request.
type Plain struct {
	value  decimal.Decimal
	text   string
	object *Object
	name   string
	pos    int
}

// Number reads an amount without a currency. [Plain.In] adds the currency. It returns
// nil for an absent member.
func (o *Object) Number(name string, rules ...Rule) *Plain {
	if number, ok := o.number(name, rules); ok {
		return &number
	}
	return nil
}

func (o *Object) number(name string, rules []Rule) (number Plain, ok bool) {
	f, ok := o.take(name, TypeNumber, rules)
	if !ok {
		return number, false
	}
	value, why := f.rules.amount(f.value.text)
	if why != "" {
		f.failValue("%s", why)
		return number, false
	}
	return Plain{value: value, text: f.value.text, object: o, name: name, pos: f.value.begin}, true
}

func (p *Plain) param() string { return join(p.object.path, p.name) }

// In returns the amount in the currency of an existing object. The unit is the minor unit
// of ISO 4217 currencies, and whole tokens of ssusd and usdc. A point in the amount of an
// ISO 4217 currency means that the client sent tokens.
func (p *Plain) In(currency string) (api.Money, error) {
	if strings.Contains(p.text, ".") && !numtext.IsToken(currency) {
		return api.Money{}, &Fault{Code: CodeCurrency, Param: p.param(), Message: fmt.Sprintf(
			"The '%s' parameter is %s, an amount of ssusd or usdc, but the payment is in %s: use the payment's currency in its minor unit (15000 is 150.00 USD)",
			p.param(), maskDigits(cut(p.text)), strings.ToUpper(currency))}
	}
	value, why := unitsIn(p.value, p.text, currency)
	if why != "" {
		return api.Money{}, p.invalid(why)
	}
	return api.FromDecimal(value, currency), nil
}

func (p *Plain) invalid(why string) *Fault { return Invalid(p.param(), "%s, not %s", why, p.text) }

// unitsIn converts a number from the unit that payments use for the currency, and returns
// why it is invalid. text is the number as written.
func unitsIn(value decimal.Decimal, text, currency string) (_ decimal.Decimal, why string) {
	if !numtext.IsToken(currency) {
		if strings.Contains(text, ".") {
			return value, "must be an integer: " + strings.ToUpper(currency) + " is counted in its minor unit (15000 is 150.00 USD)"
		}
		decimals, _ := numtext.CurrencyDecimals(currency)
		value = value.Shift(-decimals)
	}
	return value, excess(value, currency)
}

const notDecimal = "must be a decimal like 150.00, below 10^15, without exponent, sign + or separators"

// amount parses a decimal and returns why it is invalid.
func (r *rules) amount(text string) (value decimal.Decimal, why string) {
	value, err := numtext.ParseDecimal(text)
	switch {
	case err != nil:
		return value, notDecimal
	case r.has(AllowZero) && value.IsNegative() || strings.HasPrefix(text, "-") && value.IsZero():
		return value, "must be 0 or more"
	case !r.has(AllowZero) && !value.IsPositive():
		return value, "must be greater than 0"
	}
	return value, ""
}

// excess returns the error for decimals that the currency does not have, or "".
func excess(value decimal.Decimal, currency string) string {
	decimals, _ := numtext.CurrencyDecimals(currency)
	if value.Equal(value.Truncate(decimals)) {
		return ""
	}
	return "must have no more than " + decimal.NewFromInt32(decimals).String() + " decimals in " + Quote(currency)
}
