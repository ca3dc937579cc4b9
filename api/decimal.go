package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
)

// Decimal is an exact number without a currency: a quantity, a rate, a percentage. The
// zero Decimal is 0. Compare with Equal and Cmp, not with ==.
type Decimal struct {
	decimal.Decimal
	invalid string
}

// Dec returns a number that is written as text, as in Dec("0.08"). Text that is not a
// decimal returns an invalid Decimal, and every call reports it by the name of its field.
// For text from outside, check Err of the result.
func Dec(text string) Decimal {
	value, err := numtext.ParseDecimal(text)
	if err != nil {
		return Decimal{invalid: err.Error()}
	}
	return Decimal{Decimal: value}
}

// Err returns an error if the number was created from text that is not a decimal, or if
// it is out of range. A few bytes can hold an exponent whose number is too long to print.
func (d Decimal) Err() error {
	switch exponent := int(d.Exponent()); {
	case d.invalid != "":
		return fmt.Errorf("stateset: %s", d.invalid)
	case exponent > numtext.MaxWholeDigits || exponent < -numtext.MaxNumberText || d.NumDigits()+exponent > numtext.MaxWholeDigits:
		return errors.New("stateset: number is out of range: must be less than 10^15")
	}
	return nil
}

// Equal reports whether the numbers are equal: 5.0 equals 5. An invalid Decimal equals
// another with the same fault.
func (d Decimal) Equal(other Decimal) bool {
	return d.invalid == other.invalid && d.Decimal.Equal(other.Decimal)
}

// String returns the number with its original decimals, "5.0".
func (d Decimal) String() string {
	if d.Err() != nil {
		return "invalid number"
	}
	return d.StringFixed(max(0, -d.Exponent()))
}

// Format prints the text of String for %v and %s. The embedded Decimal would omit
// trailing zeros.
func (d Decimal) Format(f fmt.State, verb rune) {
	if verb == 'v' || verb == 's' || d.Err() != nil {
		_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), d.String())
		return
	}
	d.Decimal.Format(f, verb)
}

// MarshalJSON writes a string with the original decimals, "5.0".
func (d Decimal) MarshalJSON() ([]byte, error) {
	if err := d.Err(); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%q", d.String()), nil
}

// UnmarshalJSON reads a string or a number; null is 0.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return unreadable("number", string(data), d)
	}
	if number == "" {
		*d = Decimal{}
		return nil
	}
	value, err := numtext.ParseNumber(string(number), numtext.MaxWholeDigits)
	if err != nil {
		return unreadable("number", string(number), d)
	}
	*d = Decimal{Decimal: value}
	return nil
}

// DecodeWire reads the JSON of the API: a string, a number or null.
func (d *Decimal) DecodeWire(w *wire.Decoder) {
	text, ok := w.Number()
	if !ok || len(text) == 0 {
		return
	}
	value, err := numtext.ParseNumber(string(text), numtext.MaxWholeDigits)
	if err != nil {
		w.Refuse(err.Error())
		return
	}
	*d = Decimal{Decimal: value}
}

// AppendWire writes the JSON of the API: a string.
func (d *Decimal) AppendWire(e *wire.Encoder) {
	if err := d.Err(); err != nil {
		e.Fail(err)
	}
	e.Quote(d.String())
}

// unreadable returns the error of a value that cannot be read into v. encoding/json adds
// the path of the field to this error type only.
func unreadable(kind, text string, v any) error {
	return &json.UnmarshalTypeError{Value: kind + " " + quote.Short(text), Type: reflect.TypeOf(v).Elem()}
}
