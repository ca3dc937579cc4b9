package api

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"time"

	"github.com/stateset/stateset-go/internal/numtext"
)

// MarshalText returns "2026-01-31", or empty text for the zero Date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), d.Err() }

// UnmarshalText reads "2026-01-31". Empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	read, err := ParseDate(string(text))
	if err == nil {
		*d = read
	}
	return err
}

// Value returns the value for a database column of text or dates: "2026-01-31", or NULL
// for the zero Date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() || d.Err() != nil {
		return nil, d.Err()
	}
	return d.String(), nil
}

// Scan reads a database column of text or dates. NULL is the zero Date.
func (d *Date) Scan(column any) error {
	switch column := column.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.UnmarshalText([]byte(column))
	case []byte:
		return d.UnmarshalText(column)
	case time.Time: // from a column of dates, in any time zone
		year, month, day := column.Date()
		*d = Date{year, month, day}
		return nil
	}
	return fmt.Errorf("stateset: a date is stored as text or as a time, not as %T", column)
}

// LogValue logs the text of [Date.String].
func (d Date) LogValue() slog.Value { return slog.StringValue(d.String()) }

// MarshalText returns the number with its original decimals, "5.0".
func (d Decimal) MarshalText() ([]byte, error) {
	if err := d.Err(); err != nil {
		return nil, err
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads a decimal. Empty text is 0.
func (d *Decimal) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Decimal{}
		return nil
	}
	value, err := numtext.ParseDecimal(string(text))
	if err != nil {
		return fmt.Errorf("stateset: %w", err)
	}
	*d = Decimal{Decimal: value}
	return nil
}

// MarshalBinary returns the text of [Decimal.MarshalText].
func (d Decimal) MarshalBinary() ([]byte, error) { return d.MarshalText() }

// UnmarshalBinary reads what MarshalBinary wrote.
func (d *Decimal) UnmarshalBinary(data []byte) error { return d.UnmarshalText(data) }

// GobEncode calls MarshalBinary. It replaces the method of the embedded number.
func (d Decimal) GobEncode() ([]byte, error) { return d.MarshalText() }

// GobDecode calls UnmarshalBinary.
func (d *Decimal) GobDecode(data []byte) error { return d.UnmarshalText(data) }

// Value returns the value for a database column of text or numbers, "5.0".
func (d Decimal) Value() (driver.Value, error) {
	text, err := d.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

// Scan reads a database column of text or numbers. NULL is 0.
func (d *Decimal) Scan(column any) error {
	switch column := column.(type) {
	case nil:
		*d = Decimal{}
		return nil
	case string:
		return d.UnmarshalText([]byte(column))
	case []byte:
		return d.UnmarshalText(column)
	}
	var read Decimal
	if err := read.Decimal.Scan(column); err != nil {
		return fmt.Errorf("stateset: a decimal is stored as text or as a number, not as %T", column)
	}
	*d = read
	return nil
}

// LogValue logs the text of [Decimal.String].
func (d Decimal) LogValue() slog.Value { return slog.StringValue(d.String()) }
