package api

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"
)

// Decimal is an exact number that is no amount: a quantity, a rate, a percentage.
// The zero Decimal is 0. Compare with Equal and Cmp, not with ==.
type Decimal struct {
	decimal.Decimal
	invalid string
}

// Dec is a number written as text, as in Dec("0.08"). Text that is no decimal gives
// an invalid Decimal, which every call refuses by the name of its field; use
// [ParseDecimal] for text that comes from outside.
func Dec(text string) Decimal {
	value, err := ParseDecimal(text)
	if err != nil {
		return Decimal{invalid: err.Error()}
	}
	return Decimal{Decimal: value}
}

// Err says that the number was made of text that is no decimal.
func (d Decimal) Err() error {
	if d.invalid != "" {
		return fmt.Errorf("stateset: %s", d.invalid)
	}
	return nil
}

// MarshalJSON writes a string with the decimals that were given, "5.0".
func (d Decimal) MarshalJSON() ([]byte, error) {
	if err := d.Err(); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%q", d.StringFixed(max(0, -d.Exponent()))), nil
}

// UnmarshalJSON reads a string or a number; null is 0.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return err
	}
	if number == "" {
		*d = Decimal{}
		return nil
	}
	value, err := parseNumber(string(number), maxWholeDigits)
	if err != nil {
		return fmt.Errorf("stateset: %w", err)
	}
	*d = Decimal{Decimal: value}
	return nil
}
