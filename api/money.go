package api

import (
	"errors"
	"fmt"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// ErrCurrencyMismatch says that two amounts of different currencies were added,
// subtracted or compared.
var ErrCurrencyMismatch = errors.New("stateset: currencies differ")

// Money is an exact amount in whole units of its currency: $150.00 is
// Money{150.00, "USD"}, never 15000. How it travels (in minor units, as a
// string, in micro-units) is the SDK's business.
//
// The zero Money has no currency; where a field is optional it means "not
// given". Money is a value: nothing changes it. Compare with [Money.Equal] or
// [Money.Cmp], not with ==, since 1.5 and 1.50 are the same amount.
type Money struct {
	Value    decimal.Decimal
	Currency string

	// invalid keeps what SSUSD and its like could not read, so that the call
	// that gets it can name the field.
	invalid string
}

// NewMoney reads a decimal amount of whole units, as in NewMoney("150.00",
// "USD"). Bad text, an unknown currency, or more decimals than the currency can
// hold are errors.
func NewMoney(value, currency string) (Money, error) {
	amount, err := numtext.ParseDecimal(value)
	if err != nil {
		return Money{}, fmt.Errorf("stateset: %w", err)
	}
	m := Money{Value: amount, Currency: currency}
	if err := m.Err(); err != nil {
		return Money{}, err
	}
	return m, nil
}

// SSUSD is an amount of ssUSD, as in SSUSD("10.00"). Text that is no decimal
// gives an invalid Money, which every call refuses by the name of its field; use
// [NewMoney] for text that comes from outside.
func SSUSD(value string) Money { return lenientMoney(value, numtext.DenomSSUSD) }

// USD is an amount of US dollars, as in USD("10.00"). See [SSUSD] for bad text.
func USD(value string) Money { return lenientMoney(value, "USD") }

func lenientMoney(value, currency string) Money {
	amount, err := numtext.ParseDecimal(value)
	if err != nil {
		return Money{Currency: currency, invalid: err.Error()}
	}
	return Money{Value: amount, Currency: currency}
}

// FromMinor is an amount given in the currency's smallest unit: cents for USD,
// yen for JPY, millionths for ssusd.
func FromMinor(units int64, currency string) (Money, error) {
	decimals, ok := numtext.CurrencyDecimals(currency)
	if !ok {
		return Money{}, unknownCurrency(currency)
	}
	m := Money{Value: decimal.New(units, -decimals), Currency: currency}
	return m, m.Err()
}

// Minor is the amount in the currency's smallest unit; an amount that is no whole
// number of them, or does not fit, is an error.
func (m Money) Minor() (int64, error) {
	if err := m.Err(); err != nil {
		return 0, err
	}
	decimals, _ := numtext.CurrencyDecimals(m.Currency)
	units := m.Value.Shift(decimals).BigInt()
	if !units.IsInt64() {
		return 0, fmt.Errorf("stateset: %s does not fit 64 bits of its smallest unit", m)
	}
	return units.Int64(), nil
}

// Err says what is wrong with the amount: text that was no decimal, an unknown or
// missing currency, more decimals than the currency can hold, a magnitude of
// 10^15 or more. It is nil for every amount that can be sent.
func (m Money) Err() error {
	if m.invalid != "" {
		return fmt.Errorf("stateset: %s", m.invalid)
	}
	decimals, ok := numtext.CurrencyDecimals(m.Currency)
	if !ok {
		return unknownCurrency(m.Currency)
	}
	if !m.printable() || m.Value.NumDigits()+int(m.Value.Exponent()) > numtext.MaxWholeDigits {
		return fmt.Errorf("stateset: amount of %s is out of range: want less than 10^15", m.Currency)
	}
	if m.Value.Exponent() < -decimals && !m.Value.Equal(m.Value.Truncate(decimals)) {
		return fmt.Errorf("stateset: %s has more than the %d decimals that %s can hold", m.Value, decimals, m.Currency)
	}
	return nil
}

func unknownCurrency(currency string) error {
	if currency == "" {
		return errors.New("stateset: amount has no currency: want ssusd, usdc or an ISO 4217 code")
	}
	return fmt.Errorf("stateset: unknown currency %s: want ssusd, usdc or an ISO 4217 code", quote.Short(currency))
}

// IsZero reports whether the amount is zero, in whatever currency. The zero Money
// is zero too; [Money.IsSet] tells them apart.
func (m Money) IsZero() bool { return m.invalid == "" && m.Value.IsZero() }

// IsSet reports whether the Money was given: whether it has a currency.
func (m Money) IsSet() bool { return m.Currency != "" || m.invalid != "" }

// absent reports whether it is the zero Money. Unlike a test of the currency alone
// it does not take an amount without one, which is an error, for none at all.
func (m Money) absent() bool { return !m.IsSet() && m.Value.IsZero() }

// Sign is -1, 0 or +1.
func (m Money) Sign() int { return m.Value.Sign() }

// Neg is the amount with the other sign.
func (m Money) Neg() Money { return Money{m.Value.Neg(), m.Currency, m.invalid} }

// Add is the sum. Different currencies are [ErrCurrencyMismatch].
func (m Money) Add(n Money) (Money, error) {
	if err := m.compatible(n); err != nil {
		return Money{}, err
	}
	return Money{Value: m.Value.Add(n.Value), Currency: m.Currency}, nil
}

// Sub is the difference. Different currencies are [ErrCurrencyMismatch].
func (m Money) Sub(n Money) (Money, error) { return m.Add(n.Neg()) }

// Cmp is -1, 0 or +1 for less, equal, greater. Different currencies are
// [ErrCurrencyMismatch].
func (m Money) Cmp(n Money) (int, error) {
	if err := m.compatible(n); err != nil {
		return 0, err
	}
	return m.Value.Cmp(n.Value), nil
}

// Equal reports whether both are the same amount of the same currency, compared
// without case.
func (m Money) Equal(n Money) bool {
	return m.invalid == n.invalid && numtext.SameCurrency(m.Currency, n.Currency) && m.Value.Equal(n.Value)
}

func (m Money) compatible(n Money) error {
	for _, x := range []Money{m, n} {
		if err := x.Err(); err != nil {
			return err
		}
	}
	if !numtext.SameCurrency(m.Currency, n.Currency) {
		return fmt.Errorf("%w: %s and %s", ErrCurrencyMismatch, m.Currency, n.Currency)
	}
	return nil
}

// Allocate splits the amount by weights and loses nothing: the parts add up to
// the amount exactly. Each part is rounded down to the currency's smallest unit
// (tokens to their hundredth when the amount has no more decimals), and the units
// that are left go to the largest remainders, the earlier part first.
func (m Money) Allocate(weights ...int64) ([]Money, error) {
	if err := m.Err(); err != nil {
		return nil, err
	}
	var total decimal.Decimal
	for i, w := range weights {
		if w < 0 {
			return nil, fmt.Errorf("stateset: weight %d of an allocation is %d: want zero or more", i, w)
		}
		total = total.Add(decimal.NewFromInt(w))
	}
	if !total.IsPositive() {
		return nil, errors.New("stateset: an allocation needs a weight above zero")
	}
	return m.allocate(weights, total), nil
}

func (m Money) allocate(weights []int64, total decimal.Decimal) []Money {
	places := m.places()
	units := m.Value.Abs().Shift(places)
	parts := make([]decimal.Decimal, len(weights))
	remainders := make([]decimal.Decimal, len(weights))
	order := make([]int, len(weights))
	left := units
	for i, w := range weights {
		parts[i], remainders[i] = units.Mul(decimal.NewFromInt(w)).QuoRem(total, 0)
		left = left.Sub(parts[i])
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return remainders[order[a]].GreaterThan(remainders[order[b]]) })
	for i := 0; left.IsPositive(); i++ {
		parts[order[i]] = parts[order[i]].Add(decimal.NewFromInt(1))
		left = left.Sub(decimal.NewFromInt(1))
	}
	out := make([]Money, len(weights))
	for i, part := range parts {
		value := part.Shift(-places)
		if m.Value.IsNegative() {
			value = value.Neg()
		}
		out[i] = Money{Value: value, Currency: m.Currency}
	}
	return out
}

// places is the number of decimals the amount is written with: the currency's;
// for tokens the fewest that hold the value, but two at least.
func (m Money) places() int32 {
	decimals, ok := numtext.CurrencyDecimals(m.Currency)
	switch {
	case !ok:
		return max(0, -m.Value.Exponent())
	case !numtext.IsToken(m.Currency):
		return decimals
	}
	return min(numtext.TokenDecimals, numtext.Shortest(m.Value))
}

// printable reports whether the value can be written in a line; a few bytes can
// hold an exponent of millions.
func (m Money) printable() bool {
	return m.Value.Exponent() <= numtext.MaxWholeDigits && m.Value.Exponent() >= -numtext.MaxNumberText
}

// Text is the amount as the API writes it, "150.00": with the currency's
// decimals, tokens with two at least. An amount with more decimals than its currency
// can hold, which the API does not write, is shown as it is and never rounded.
func (m Money) Text() string {
	switch {
	case m.invalid != "":
		return "invalid amount"
	case !m.printable():
		return "out of range"
	}
	places := m.places()
	if -m.Value.Exponent() > places && !m.Value.Equal(m.Value.Truncate(places)) {
		places = numtext.Shortest(m.Value)
	}
	return m.Value.StringFixed(places)
}

// String is the amount with its currency, "150.00 ssusd".
func (m Money) String() string {
	if m.invalid != "" || m.Currency == "" {
		return m.Text()
	}
	return m.Text() + " " + m.Currency
}
