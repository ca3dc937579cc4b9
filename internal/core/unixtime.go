package core

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// UnixTime is a time in Unix seconds on the wire; the zero time is null. It also
// reads a fraction, a number in quotes, an RFC 3339 text, and 0 as the zero time.
type UnixTime struct {
	time.Time
}

// Unix seconds of the years that RFC 3339 can write, 1 to 9999.
const (
	minUnix = -62135596800
	maxUnix = 253402300799
)

// MarshalJSON writes whole seconds.
func (u UnixTime) MarshalJSON() ([]byte, error) {
	if u.IsZero() {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, u.Unix(), 10), nil
}

// UnmarshalJSON reads a number or a text.
func (u *UnixTime) UnmarshalJSON(data []byte) error {
	if seconds, ok := plainSeconds(data); ok {
		u.Time = time.Unix(seconds, 0).UTC()
		return nil
	}
	text := strings.Trim(string(data), `"`)
	if text == "" || text == "null" || text == "0" {
		u.Time = time.Time{}
		return nil
	}
	at, err := parseUnix(text)
	if err != nil {
		at, err = time.Parse(time.RFC3339, text)
	}
	if err != nil {
		return &json.UnmarshalTypeError{Value: "time " + quote.Short(text), Type: reflect.TypeFor[UnixTime]()}
	}
	u.Time = at.UTC()
	return nil
}

// plainSeconds reads the usual form, a few digits that are no zero, without an
// allocation.
func plainSeconds(data []byte) (int64, bool) {
	if len(data) == 0 || len(data) > 11 || data[0] == '0' {
		return 0, false
	}
	seconds := int64(0)
	for _, c := range data {
		if c < '0' || c > '9' {
			return 0, false
		}
		seconds = seconds*10 + int64(c-'0')
	}
	return seconds, true
}

func parseUnix(text string) (time.Time, error) {
	seconds, err := numtext.ParseNumber(text, numtext.MaxWholeDigits)
	if err != nil {
		return time.Time{}, err
	}
	whole := seconds.IntPart()
	if whole < minUnix || whole > maxUnix {
		return time.Time{}, errors.New("time is out of range")
	}
	nanos := seconds.Sub(decimal.NewFromInt(whole)).Shift(9).IntPart()
	return time.Unix(whole, nanos), nil
}
