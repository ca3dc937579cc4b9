package input

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
)

// Strings takes an equality filter on strings: repeated parameters, or values separated
// by commas.
func (q *Query) Strings(name string) []string {
	return q.Texts(name, NotEmpty)
}

// Currencies takes an equality filter on currencies. Case is ignored.
func (q *Query) Currencies(name string) []string {
	set := []string(q.Texts(name, currencyCode))
	for i, code := range set {
		set[i] = strings.ToLower(code)
	}
	return set
}

// Flag takes a boolean. Default: false.
func (q *Query) Flag(name string) bool {
	value := q.Bool(name)
	return value != nil && *value
}

// Bool takes an equality filter on a boolean. nil selects both values.
func (q *Query) Bool(name string) *bool {
	if q.describes(Parameter{Name: name, Types: asBoolean}) {
		return nil
	}
	p := q.one(name)
	if p == nil {
		return nil
	}
	if p.value != "true" && p.value != "false" {
		q.invalid(p, "must be true or false, not %s", Quote(p.value))
		return nil
	}
	value := p.value == "true"
	return &value
}

// Metadata takes metadata[key]=value. Several values of one key are alternatives.
func (q *Query) Metadata() map[string][]string {
	if q.describes(Parameter{Name: "metadata", Types: asString, Keys: true}) {
		return nil
	}
	var filter map[string][]string
	for _, p := range q.take("metadata", func(p *pair) bool { return p.bracket && p.key != "" }, "metadata[key]") {
		if filter == nil {
			filter = map[string][]string{}
		}
		filter[p.key] = append(filter[p.key], p.value)
	}
	return filter
}

// Range is a filter by order. Every bound must hold. The zero Range selects everything.
type Range[T any] struct {
	bounds  []bound[T]
	compare func(a, b T) int
}

type bound[T any] struct {
	operator string
	value    T
}

// operators are the names in brackets. A parameter without brackets means equality.
var operators = []string{"gt", "gte", "lt", "lte"}

// rangeForms returns the spellings of a filter by order.
func rangeForms(name string) []string {
	forms := []string{name}
	for _, operator := range operators {
		forms = append(forms, name+"["+operator+"]")
	}
	return forms
}

// Has reports whether the filter selects the value.
func (r Range[T]) Has(value T) bool {
	for _, b := range r.bounds {
		if !holds(b.operator, r.compare(value, b.value)) {
			return false
		}
	}
	return true
}

// Between is the range from begin to end. A zero bound is open.
func Between(begin, end time.Time) Range[time.Time] {
	r := Range[time.Time]{compare: time.Time.Compare}
	if !begin.IsZero() {
		r.bounds = append(r.bounds, bound[time.Time]{"gte", begin})
	}
	if !end.IsZero() {
		r.bounds = append(r.bounds, bound[time.Time]{"lte", end})
	}
	return r
}

// Seconds returns the first and the last Unix second of a range. The extremes of int64
// mean that a bound is open. An empty range has a first second after the last one.
func Seconds(r Range[time.Time]) (first, last int64) {
	first, last = math.MinInt64, math.MaxInt64
	for _, b := range r.bounds {
		floor := b.value.Unix()
		ceiling := floor
		if b.value.Nanosecond() > 0 {
			ceiling++
		}
		switch b.operator {
		case "gt":
			first = max(first, floor+1)
		case "gte":
			first = max(first, ceiling)
		case "lt":
			last = min(last, ceiling-1)
		case "lte":
			last = min(last, floor)
		default:
			first, last = max(first, ceiling), min(last, floor)
		}
	}
	return first, last
}

// IsSet reports whether the filter has a bound.
func (r Range[T]) IsSet() bool { return len(r.bounds) > 0 }

func holds(operator string, order int) bool {
	switch operator {
	case "gt":
		return order > 0
	case "gte":
		return order >= 0
	case "lt":
		return order < 0
	case "lte":
		return order <= 0
	}
	return order == 0
}

// readRange takes name=value and name[gte]=value. parse returns why a value is invalid,
// or "".
func readRange[T any](q *Query, name string, types []Type, compare func(a, b T) int, parse func(string) (T, string)) Range[T] {
	r := Range[T]{compare: compare}
	if q.describes(Parameter{Name: name, Types: types, Range: true}) {
		return r
	}
	isRange := func(p *pair) bool { return !p.bracket || slices.Contains(operators, p.key) }
	for _, p := range q.take(name, isRange, rangeForms(name)...) {
		if slices.ContainsFunc(r.bounds, func(b bound[T]) bool { return b.operator == p.key }) {
			q.invalid(p, "is given more than once")
		}
		value, why := parse(p.value)
		if why != "" {
			q.invalid(p, "%s, not %s", why, Quote(p.value))
		}
		r.bounds = append(r.bounds, bound[T]{p.key, value})
	}
	return r
}

// Times takes a filter on times. A bound is a date, which means its start in UTC, an
// RFC 3339 time, or Unix seconds.
func (q *Query) Times(name string) Range[time.Time] {
	return readRange(q, name, []Type{TypeDate, TypeTime, TypeUnix}, time.Time.Compare, func(text string) (time.Time, string) {
		if t, err := time.Parse(time.DateOnly, text); err == nil && t.Year() >= 1 {
			return t, ""
		}
		if t, ok := parseTime(text); ok {
			return t, ""
		}
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 && n <= MaxUnix && text[0] != '+' {
			return time.Unix(n, 0).UTC(), ""
		}
		return time.Time{}, "must be a date, an RFC 3339 time or Unix seconds"
	})
}

// MaxUnix is the last second of the year 9999.
const MaxUnix = 253402300799

// Decimals takes a filter on amounts in whole units.
func (q *Query) Decimals(name string) Range[decimal.Decimal] {
	return readRange(q, name, []Type{TypeDecimal}, decimal.Decimal.Cmp, func(text string) (decimal.Decimal, string) {
		value, err := numtext.ParseDecimal(text)
		if err != nil {
			return value, notDecimal
		}
		return value, ""
	})
}

// AmountFilter is a filter by amount and currency.
type AmountFilter struct {
	Currencies []string
	Range[decimal.Decimal]
}

// Amounts takes a filter on amounts in the unit of payments, which depends on the
// currency. A bound on the amount requires exactly one currency.
func (q *Query) Amounts(name, currency string) AmountFilter {
	f := AmountFilter{Currencies: q.Currencies(currency)}
	unit := "usd"
	if len(f.Currencies) == 1 && knownCurrency(f.Currencies[0]) {
		unit = f.Currencies[0]
	}
	f.Range = readRange(q, name, []Type{TypeDecimal}, decimal.Decimal.Cmp, func(text string) (decimal.Decimal, string) {
		if len(f.Currencies) != 1 {
			_, why := (&rules{flags: AllowZero}).amount(text)
			return decimal.Decimal{}, why
		}
		value, err := numtext.ParseDecimal(text)
		if err != nil {
			return value, notDecimal
		}
		return unitsIn(value, text, unit)
	})
	switch {
	case !f.IsSet() || len(f.Currencies) == 1:
	case len(f.Currencies) == 0:
		q.faults.add(classMissing, 0, func() *Fault { return Missing(currency) })
	default:
		q.Conflict(currency, "must name one currency where '%s' is given", name)
	}
	return f
}
