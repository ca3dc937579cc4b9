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
// never 15000. The SDK converts to the form that a request needs: minor units, a
// string or micro-units.
//
// A Money does not change. Make one with [USD], [SSUSD], [NewMoney], [FromMinor] or
// [FromDecimal]. Its number has the decimals of its currency, so equal amounts in a
// currency of the same spelling are equal for reflect.DeepEqual. [Money.Equal] compares
// currencies without case. The operator == does not compile.
//
// The zero Money has no currency. In an optional field it means "not given".
//
// A Money is written as "150.00 USD" in text, in gob and in a database column, and as
// {"value":"150.00","denom":"USD"} in JSON.
type Money struct {
	_        [0]func() // not comparable: currencies are compared without case
	number   numtext.Fixed
	currency string
	// fault is why there is no number. It is reported by Err, so that the call which
	// gets the amount can name its field.
	fault string
}

// NewMoney reads a decimal amount of whole units, as in NewMoney("150.00", "USD").
// Text that is no decimal, an unknown currency, or more decimals than the currency can
// hold are errors.
func NewMoney(number, currency string) (Money, error) {
	m := lenient(number, currency)
	if err := m.Err(); err != nil {
		return Money{}, err
	}
	return m, nil
}

// ParseMoney reads an amount as a server writes it. Unlike [NewMoney] it accepts a
// currency that this SDK does not know, and more decimals than the currency can hold.
// [Money.Err] reports both, and requests refuse them.
func ParseMoney(number, currency string) (Money, error) {
	m := lenient(number, currency)
	if m.fault != "" {
		return Money{}, errors.New("stateset: " + m.fault)
	}
	return m, nil
}

// SSUSD is an amount of ssUSD, as in SSUSD("10.00"). Text that is no decimal makes an
// invalid Money: [Money.Err] reports the fault, and every call refuses it with the name
// of its field. Use [NewMoney] for text from outside of the program.
func SSUSD(number string) Money { return lenient(number, numtext.DenomSSUSD) }

// USD is an amount of US dollars, as in USD("10.00"). See [SSUSD] for bad text.
func USD(number string) Money { return lenient(number, "USD") }

// FromDecimal is an amount in whole units. A number or currency that cannot be sent
// makes a Money whose [Money.Err] reports the fault.
func FromDecimal(number decimal.Decimal, currency string) Money {
	f, ok := numtext.FixedOf(number)
	if !ok {
		return Money{currency: currency, fault: "amount of " + quote.Cut(currency, 8) + " is out of range: want less than 10^15"}
	}
	return normalized(f, currency)
}

func lenient(number, currency string) Money {
	f, ok := numtext.ParseFixed(number, false, 0)
	if !ok {
		_, err := numtext.ParseDecimal(strings.Clone(number)) // so that number stays on its caller's stack
		return Money{currency: currency, fault: err.Error()}
	}
	return normalized(f, currency)
}

// normalized gives the number the decimals of its currency; tokens have two or more.
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

// FromMinor is an amount in the smallest unit of its currency: cents for USD, yen for
// JPY, millionths for ssusd.
func FromMinor(units int64, currency string) (Money, error) {
	decimals, ok := numtext.CurrencyDecimals(currency)
	if !ok {
		return Money{}, unknownCurrency(currency)
	}
	m := FromDecimal(decimal.New(units, -decimals), currency)
	return m, m.Err()
}

// Minor returns the amount in the smallest unit of its currency. An amount that does
// not fit 64 bits is an error.
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

// Err reports why the amount cannot be sent: text that was no decimal, an unknown or
// missing currency, more decimals than the currency can hold, a magnitude of 10^15 or
// more.
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
		return errors.New("stateset: amount has no currency: want ssusd, usdc or an ISO 4217 code")
	}
	return fmt.Errorf("stateset: unknown currency %s: want ssusd, usdc or an ISO 4217 code", quote.Short(currency))
}

// Currency returns the currency as it was given.
func (m Money) Currency() string { return m.currency }

// Decimal returns the number in whole units. It is zero for an invalid Money.
func (m Money) Decimal() decimal.Decimal { return m.number.Decimal() }

// IsZero reports whether the amount is zero, in any currency. The zero Money is zero,
// too; [Money.IsSet] tells them apart.
func (m Money) IsZero() bool { return m.fault == "" && m.number.IsZero() }

// IsSet reports whether the Money was given: whether it has a currency, a number or a
// fault.
func (m Money) IsSet() bool { return m.currency != "" || m.fault != "" }

// Sign is -1, 0 or +1.
func (m Money) Sign() int { return m.number.Sign() }

// Text is the number as the API writes it, "150.00": with the decimals of the
// currency. Tokens have two to six. It is never rounded.
func (m Money) Text() string {
	if m.fault != "" {
		return "invalid amount"
	}
	return m.number.String()
}

// String is the number and the currency, "150.00 ssusd". The zero Money is "0".
func (m Money) String() string {
	if m.fault != "" || m.currency == "" {
		return m.Text()
	}
	return m.Text() + " " + m.currency
}
