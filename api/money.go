package api

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// ErrCurrencyMismatch reports that two amounts of different currencies were added,
// subtracted or compared.
var ErrCurrencyMismatch = errors.New("stateset: currencies differ")

// Money is an exact amount in whole units of its currency: USD("150.00") is $150.00,
// never 15000. The SDK converts it to the form that a request requires: minor units, a
// string or micro-units.
//
// A Money is immutable. Create one with [USD], [SSUSD], [NewMoney], [FromMinor] or
// [FromDecimal]. Its number has the decimals of its currency. Equal amounts with the same
// spelling of the currency are equal for reflect.DeepEqual. [Money.Equal] compares
// currencies case-insensitively. The operator == does not compile.
//
// The zero Money has no currency. In an optional field it means "not set".
//
// A Money is encoded as "150.00 USD" in text, in gob and in a database column, and as
// {"value":"150.00","denom":"USD"} in JSON.
type Money struct {
	_        [0]func() // not comparable: currencies are compared case-insensitively
	number   numtext.Fixed
	currency string
	// fault is the reason for a missing number. Err reports it, so that a call can name
	// its field.
	fault string
}

// NewMoney parses a decimal amount of whole units, as in NewMoney("150.00", "USD"). Text
// that is not a decimal, an unknown currency, or more decimals than the currency allows
// return an error.
func NewMoney(number, currency string) (Money, error) {
	m := lenient(number, currency)
	if err := m.Err(); err != nil {
		return Money{}, err
	}
	return m, nil
}

// ParseMoney parses an amount as a server writes it. Unlike [NewMoney] it accepts a
// currency that this SDK does not know, and more decimals than the currency allows.
// [Money.Err] reports both, and requests reject them.
func ParseMoney(number, currency string) (Money, error) {
	m := lenient(number, currency)
	if m.fault != "" {
		return Money{}, errors.New("stateset: " + m.fault)
	}
	return m, nil
}

// SSUSD returns an amount of ssUSD, as in SSUSD("10.00"). For text that is not a decimal,
// [Money.Err] of the result reports the fault, and every call reports it by the name of
// its field. Use [NewMoney] for external input.
func SSUSD(number string) Money { return lenient(number, numtext.DenomSSUSD) }

// USD returns an amount of US dollars, as in USD("10.00"). For invalid text see [SSUSD].
func USD(number string) Money { return lenient(number, "USD") }

// FromDecimal returns an amount in whole units. For a number or currency that cannot be
// sent, [Money.Err] of the result reports the fault.
func FromDecimal(number decimal.Decimal, currency string) Money {
	f, ok := numtext.FixedOf(number)
	if !ok {
		return Money{currency: currency, fault: "amount of " + quote.Cut(currency, 8) + " is out of range: must be less than 10^15"}
	}
	return normalized(f, currency)
}

func lenient(number, currency string) Money {
	f, ok := numtext.ParseFixed(number, false, 0)
	if !ok {
		_, err := numtext.ParseDecimal(strings.Clone(number)) // so that number stays on the stack of its caller
		return Money{currency: currency, fault: err.Error()}
	}
	return normalized(f, currency)
}

// normalized returns the number with the decimals of its currency. Tokens have at least
// two.
func normalized(number numtext.Fixed, currency string) Money {
	decimals, known := numtext.CurrencyDecimals(currency)
	if numtext.IsToken(currency) {
		decimals = 2
	}
	if known {
		number = number.WithPlaces(uint8(decimals))
	}
	return Money{number: number, currency: currency}
}

// FromMinor returns an amount in the smallest unit of its currency: cents for USD, yen
// for JPY, millionths for ssusd.
func FromMinor(units int64, currency string) (Money, error) {
	decimals, ok := numtext.CurrencyDecimals(currency)
	if !ok {
		return Money{}, unknownCurrency(currency)
	}
	m := FromDecimal(decimal.New(units, -decimals), currency)
	return m, m.Err()
}

// Minor returns the amount in the smallest unit of its currency. An amount that does not
// fit into 64 bits returns an error.
func (m Money) Minor() (int64, error) {
	if err := m.Err(); err != nil {
		return 0, err
	}
	decimals, _ := numtext.CurrencyDecimals(m.currency)
	units := m.Decimal().Shift(decimals).BigInt()
	if !units.IsInt64() {
		return 0, fmt.Errorf("stateset: %s does not fit 64 bits of its smallest unit", m)
	}
	return units.Int64(), nil
}

// Err returns an error for an amount that cannot be sent: text that is not a decimal, an
// unknown or missing currency, more decimals than the currency allows, or a magnitude of
// 10^15 or more.
func (m Money) Err() error {
	if m.fault != "" {
		return errors.New("stateset: " + m.fault)
	}
	decimals, ok := numtext.CurrencyDecimals(m.currency)
	switch {
	case !ok:
		return unknownCurrency(m.currency)
	case int32(m.number.Places()) > decimals:
		return fmt.Errorf("stateset: %s has more than the %d decimals that %s can hold", m.Text(), decimals, m.currency)
	}
	return nil
}

func unknownCurrency(currency string) error {
	if currency == "" {
		return errors.New("stateset: amount has no currency: use ssusd, usdc or an ISO 4217 code")
	}
	return fmt.Errorf("stateset: unknown currency %s: must be ssusd, usdc or an ISO 4217 code", quote.Short(currency))
}

// Currency returns the currency in its original spelling.
func (m Money) Currency() string { return m.currency }

// Decimal returns the number in whole units, or zero for an invalid Money.
func (m Money) Decimal() decimal.Decimal { return m.number.Decimal() }

// IsZero reports whether the amount is zero, in any currency. It is also true for the
// zero Money; use [Money.IsSet] to distinguish them.
func (m Money) IsZero() bool { return m.fault == "" && m.number.IsZero() }

// IsSet reports whether the Money is set: whether it has a currency, a number or a fault.
func (m Money) IsSet() bool { return m.currency != "" || m.fault != "" }

// Sign returns -1, 0 or +1.
func (m Money) Sign() int { return m.number.Sign() }

// Text returns the number as the API writes it, "150.00", with the decimals of the
// currency. Tokens have two to six decimals. The number is never rounded.
func (m Money) Text() string {
	if m.fault != "" {
		return "invalid amount"
	}
	return m.number.String()
}

// String returns the number and the currency, "150.00 ssusd". The zero Money is "0".
func (m Money) String() string {
	if m.fault != "" || m.currency == "" {
		return m.Text()
	}
	return m.Text() + " " + m.currency
}
