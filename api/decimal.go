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
	value, err := numtext.ParseDecimal(text)
	if err != nil {
		return Decimal{invalid: err.Error()}
	}
	return Decimal{Decimal: value}
}

// Err says that the number was made of text that is no decimal, or is out of
// range: a few bytes can hold an exponent that nobody could print.
func (d Decimal) Err() error {
	switch exponent := int(d.Exponent()); {
	case d.invalid != "":
		return fmt.Errorf("stateset: %s", d.invalid)
	case exponent > numtext.MaxWholeDigits || exponent < -numtext.MaxNumberText || d.NumDigits()+exponent > numtext.MaxWholeDigits:
		return errors.New("stateset: number is out of range: want less than 10^15")
	}
	return nil
}

// Equal reports whether the numbers are the same: 5.0 equals 5. An invalid Decimal equals
// one with the same fault.
func (d Decimal) Equal(other Decimal) bool {
	return d.invalid == other.invalid && d.Decimal.Equal(other.Decimal)
}

// String is the number with the decimals that were given, "5.0".
func (d Decimal) String() string {
	if d.Err() != nil {
		return "invalid number"
	}
	return d.StringFixed(max(0, -d.Exponent()))
}

// Format prints what String does for %v and %s, which the embedded Decimal would
// print without its last zeros.
func (d Decimal) Format(f fmt.State, verb rune) {
	if verb == 'v' || verb == 's' || d.Err() != nil {
		_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), d.String())
		return
	}
	d.Decimal.Format(f, verb)
}

// MarshalJSON writes a string with the decimals that were given, "5.0".
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

// DecodeWire reads the JSON of the API.
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

// AppendWire writes the JSON of the API.
func (d *Decimal) AppendWire(e *wire.Encoder) {
	if err := d.Err(); err != nil {
		e.Fail(err)
	}
	e.Quote(d.String())
}

// unreadable is the error of a value that could not be read into v. encoding/json
// completes this error, and no other, with the path of the field.
func unreadable(kind, text string, v any) error {
	return &json.UnmarshalTypeError{Value: kind + " " + quote.Short(text), Type: reflect.TypeOf(v).Elem()}
}
