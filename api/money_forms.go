package api

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
)

// MarshalJSON writes {"value":"150.00","denom":"ssusd"}, and null for the zero Money.
func (m Money) MarshalJSON() ([]byte, error) { return wire.Marshal(&m) }

// UnmarshalJSON reads {"value":"150.00","denom":"ssusd"}. The value may be a number. An
// amount without a currency returns an error.
func (m *Money) UnmarshalJSON(text []byte) error {
	var read Money
	if err := wire.Unmarshal(text, &read); err != nil {
		// encoding/json adds the path of the field to this error.
		return &json.UnmarshalTypeError{Value: "amount (" + strings.TrimPrefix(err.Error(), "stateset: ") + ")", Type: reflect.TypeFor[Money]()}
	}
	*m = read
	return nil
}

// DecodeWire reads the JSON of the API: an object, a number or null.
func (m *Money) DecodeWire(d *wire.Decoder) {
	*m = Money{}
	var number numtext.Fixed
	given, currency := false, ""
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "value":
			d.Must(&o, 0)
			if text, ok := d.Number(); ok {
				if number, given = numtext.ParseFixed(text, true, 0); !given {
					d.Refuse("number " + quote.Short(string(text)) + " is invalid or out of range")
				}
			}
		case "denom":
			d.Must(&o, 1)
			wire.ReadCurrency(&currency, d)
		default:
			d.Keep(&o)
		}
	}
	d.Leave(&o)
	switch {
	case given && currency == "":
		d.Fail("amount without a denom")
	case given:
		*m = normalized(number, currency)
	case currency != "":
		d.Fail("amount without a value")
	}
}

// AppendWire writes the JSON of the API: an object with value and denom.
func (m *Money) AppendWire(e *wire.Encoder) {
	if !m.IsSet() && m.IsZero() {
		e.Null()
		return
	}
	if m.fault != "" {
		e.Fail(m.Err())
	}
	e.Open()
	e.Key("value")
	e.Quote(m.Text())
	e.Key("denom")
	e.Quote(m.currency)
	e.Close()
}

// MarshalText writes "150.00 USD", and nothing for the zero Money.
func (m Money) MarshalText() ([]byte, error) {
	switch {
	case m.fault != "":
		return nil, m.Err()
	case !m.IsSet() && m.IsZero():
		return []byte{}, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads "150.00 USD". Empty text is the zero Money.
func (m *Money) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Money{}
		return nil
	}
	number, currency, found := strings.Cut(string(text), " ")
	if !found || currency == "" {
		return errors.New(`stateset: amount has no currency: use text as in "150.00 USD"`)
	}
	read, err := ParseMoney(number, currency)
	if err == nil {
		*m = read
	}
	return err
}

// MarshalBinary writes the text of [Money.MarshalText], for encoding/gob.
func (m Money) MarshalBinary() ([]byte, error) { return m.MarshalText() }

// UnmarshalBinary reads what MarshalBinary wrote.
func (m *Money) UnmarshalBinary(data []byte) error { return m.UnmarshalText(data) }

// Value is the value of a database column of text: "150.00 USD", and NULL for the zero
// Money.
func (m Money) Value() (driver.Value, error) {
	text, err := m.MarshalText()
	if err != nil || len(text) == 0 {
		return nil, err
	}
	return string(text), nil
}

// Scan reads a database column of text that [Money.Value] wrote.
func (m *Money) Scan(column any) error {
	switch column := column.(type) {
	case nil:
		*m = Money{}
		return nil
	case string:
		return m.UnmarshalText([]byte(column))
	case []byte:
		return m.UnmarshalText(column)
	}
	return fmt.Errorf("stateset: an amount is stored as text, not as %T", column)
}

// LogValue logs the text of [Money.String].
func (m Money) LogValue() slog.Value { return slog.StringValue(m.String()) }
