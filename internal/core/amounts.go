package core

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/jsonenc"
	"github.com/stateset/stateset-go/internal/numtext"
)

// Text is a decimal string on the wire, "135.00"; a JSON number is read too.
type Text string

// UnmarshalJSON reads a string or a number.
func (t *Text) UnmarshalJSON(data []byte) error {
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return err
	}
	*t = Text(number)
	return nil
}

// Amounts reads the amounts of one object that stand in its currency. It keeps
// the first error, so that a conversion reads as a list of fields.
type Amounts struct {
	Currency string
	err      error
}

// Number reads one amount in the form of [FromAmount].
func (a *Amounts) Number(field string, number json.Number) api.Money {
	m, err := FromAmount(number, a.Currency)
	return a.keep(field, m, err)
}

// Text reads one amount in the form of [FromText].
func (a *Amounts) Text(field string, text Text) api.Money {
	m, err := FromText(text, a.Currency)
	return a.keep(field, m, err)
}

func (a *Amounts) keep(field string, m api.Money, err error) api.Money {
	if err != nil && a.err == nil {
		a.err = fmt.Errorf("%s: %s", field, strings.TrimPrefix(err.Error(), "stateset: "))
	}
	return m
}

// Err is the first error.
func (a *Amounts) Err() error { return a.err }

// AmountWriter writes the amounts of one object. It keeps the first error.
type AmountWriter struct {
	// Currency, unless empty, is the one that all amounts must have, because it
	// stands on the wire once, beside them.
	Currency string
	err      error
}

// Number writes one amount in the form of [Amount]; the zero Money gives an
// empty number, which encodes as null.
func (a *AmountWriter) Number(m api.Money) json.Number {
	if missing(m) {
		return ""
	}
	number, err := Amount(m)
	a.keep(m, err)
	return number
}

// Text writes one amount as a decimal string; the zero Money gives an empty text,
// which encodes as null.
func (a *AmountWriter) Text(m api.Money) Text {
	if missing(m) {
		return ""
	}
	a.keep(m, m.Err())
	return Text(m.Text())
}

func (a *AmountWriter) keep(m api.Money, err error) {
	if err == nil && a.Currency != "" && !numtext.SameCurrency(a.Currency, m.Currency()) {
		err = fmt.Errorf("%w: %s and %s", api.ErrCurrencyMismatch, a.Currency, m.Currency())
	}
	if a.err == nil {
		a.err = err
	}
}

// Encode is [Encode], unless an amount could not be written.
func (a *AmountWriter) Encode(v any) ([]byte, error) {
	if a.err != nil {
		return nil, a.err
	}
	return jsonenc.Encode(v)
}

// DecodeInto reads the wire form W and stores its public form in dst. It serves
// the UnmarshalJSON methods of resources.
func DecodeInto[W, T any](dst *T, data []byte, public func(*W) (*T, error)) error {
	var wire W
	if _, err := unmarshal(data, &wire); err != nil {
		return err
	}
	value, err := public(&wire)
	if err != nil {
		return fmt.Errorf("stateset: %w", err)
	}
	*dst = *value
	return nil
}

// Given is the amount for a member that is left out of a body when the amount was
// not given: nil for the zero Money.
func Given(m api.Money) *api.Money {
	if !m.IsSet() {
		return nil
	}
	return &m
}
