package api

import (
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
)

// Date is a day without a time, in UTC. The zero Date means "not set". Compare dates with
// ==.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns a day. For a day that does not exist, [Date.Err] and every call return
// an error.
func NewDate(year int, month time.Month, day int) Date { return Date{year, month, day} }

// DateOf returns the day of a time, in UTC.
func DateOf(t time.Time) Date {
	year, month, day := t.UTC().Date()
	return Date{year, month, day}
}

// ParseDate parses "2026-01-31". Other text returns an error.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("stateset: invalid date %s: must be like \"2026-01-31\"", quote.Short(text))
	}
	return DateOf(t), nil
}

// IsZero reports whether the date is not set.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns the start of the day, in UTC.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// farDays is above the number of days of the years 1 to 9999.
const farDays = 4_000_000

// AddDays returns the day that is so many days later, or earlier for a negative number.
// For a day beyond the years 1 to 9999, [Date.Err] of the result returns an error.
func (d Date) AddDays(days int) Date {
	return DateOf(d.Time().AddDate(0, 0, max(-farDays, min(days, farDays))))
}

// Compare returns -1, 0 or +1 if d is before, equal to or after e.
func (d Date) Compare(e Date) int { return d.Time().Compare(e.Time()) }

// Err returns an error for a day that does not exist, and nil for the zero Date.
func (d Date) Err() error {
	if d.IsZero() || d.Year >= 1 && d.Year <= 9999 && DateOf(d.Time()) == d {
		return nil
	}
	return fmt.Errorf("stateset: there is no day %04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// String returns "2026-01-31", or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalJSON writes "2026-01-31", and null for the zero Date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%q", d.String()), nil
}

// UnmarshalJSON reads "2026-01-31", or the day of an RFC 3339 time.
func (d *Date) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return unreadable("date", string(data), d)
	}
	if text == "" {
		*d = Date{}
		return nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		*d = DateOf(t)
		return nil
	}
	read, err := ParseDate(text)
	if err != nil {
		return unreadable("date", text, d)
	}
	*d = read
	return nil
}

// DecodeWire reads the JSON of the API: "2026-01-31" or null.
func (d *Date) DecodeWire(w *wire.Decoder) {
	text, ok := w.Text()
	if !ok || len(text) == 0 {
		return
	}
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		if t, err = time.Parse(time.DateOnly, string(text)); err != nil || t.Year() < 1 {
			w.Refuse("invalid date " + quote.Short(string(text)))
			return
		}
	}
	*d = DateOf(t)
}

// AppendWire writes the JSON of the API: "2026-01-31" or null.
func (d *Date) AppendWire(e *wire.Encoder) {
	if d.IsZero() {
		e.Null()
		return
	}
	if err := d.Err(); err != nil {
		e.Fail(err)
	}
	e.Quote(d.String())
}

// EncodeValues writes date=2024-01-31 into a query, and nothing for the zero Date.
func (d Date) EncodeValues(key string, values *url.Values) error {
	if d.IsZero() {
		return nil
	}
	if err := d.Err(); err != nil {
		return err
	}
	values.Set(key, d.String())
	return nil
}
