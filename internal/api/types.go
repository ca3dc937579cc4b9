package api

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Address is a postal address. Country is an ISO 3166-1 alpha-2 code; every field
// is optional.
type Address struct {
	Name       string `json:"name,omitempty"`
	Line1      string `json:"line1,omitempty"`
	Line2      string `json:"line2,omitempty"`
	City       string `json:"city,omitempty"`
	State      string `json:"state,omitempty"`
	PostalCode string `json:"postal_code,omitempty"`
	Country    string `json:"country,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Email      string `json:"email,omitempty"`
}

// Customer is what the expansion "customer" puts beside a customer_id.
type Customer struct {
	ID        string            `json:"id"`
	Object    string            `json:"object"` // "customer"
	Email     string            `json:"email"`
	FirstName string            `json:"first_name"`
	LastName  string            `json:"last_name"`
	Phone     string            `json:"phone"`
	Metadata  map[string]string `json:"metadata"`
	CreatedAt time.Time         `json:"created_at"`
}

// Transaction is a transaction on a chain. Gas is paid in STATE and is not taken
// from the balances.
type Transaction struct {
	TxHash      string    `json:"tx_hash"` // 64 upper-case hex digits
	BlockHeight int64     `json:"block_height"`
	Timestamp   time.Time `json:"timestamp"`
	GasUsed     string    `json:"gas_used"` // an integer
	Chain       Chain     `json:"chain"`
}

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
		return &json.UnmarshalTypeError{Value: "time " + quoteShort(text), Type: reflect.TypeFor[UnixTime]()}
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
	seconds, err := parseNumber(text, maxWholeDigits)
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

// Expanded is an object that appears beside its id only when the call asked for
// it with WithExpand, and whose type belongs to another package: decode it there,
// as in payment.Order.Decode(&order) with an orders.Order.
type Expanded struct {
	raw json.RawMessage
}

// Decode stores the object in the value that v points to. A nil Expanded leaves v
// as it is.
func (e *Expanded) Decode(v any) error {
	if e == nil {
		return nil
	}
	return json.Unmarshal(e.raw, v)
}

// MarshalJSON writes the object as it was received.
func (e Expanded) MarshalJSON() ([]byte, error) {
	if e.raw == nil {
		return []byte("null"), nil
	}
	return e.raw, nil
}

// UnmarshalJSON keeps the object as it is.
func (e *Expanded) UnmarshalJSON(data []byte) error {
	return e.raw.UnmarshalJSON(data)
}

// Balance is what the account's treasury wallet holds, one entry a denomination.
type Balance struct {
	Object    string  `json:"object"` // "balance"
	Available []Money `json:"available"`
	Pending   []Money `json:"pending"`
	Livemode  bool    `json:"livemode"`
}

type balance Balance

// MarshalJSON writes the balance as the API does, every member present.
func (b Balance) MarshalJSON() ([]byte, error) { return Encode((*balance)(&b)) }
