package api

import (
	"encoding/json"
	"reflect"

	"github.com/stateset/stateset-go/internal/numtext"
)

// moneyObject is the form {"value":"150.00","denom":"ssusd"}.
type moneyObject struct {
	Value json.Number `json:"value"`
	Denom string      `json:"denom"`
}

var moneyType = reflect.TypeFor[Money]()

// MarshalJSON writes {"value":"150.00","denom":"ssusd"}, and null for the zero
// Money. An amount that cannot be sent (see [Money.Err]) is an error.
func (m Money) MarshalJSON() ([]byte, error) {
	if m.absent() {
		return []byte("null"), nil
	}
	if err := m.Err(); err != nil {
		return nil, err
	}
	text := m.Text()
	out := make([]byte, 0, len(`{"value":"","denom":""}`)+len(text)+len(m.Currency))
	out = append(out, `{"value":"`...)
	out = append(out, text...)
	out = append(out, `","denom":"`...)
	out = append(out, m.Currency...)
	return append(out, `"}`...), nil
}

// UnmarshalJSON reads {"value":"150.00","denom":"ssusd"}; the value may be a
// number. null gives the zero Money, unknown members are ignored.
func (m *Money) UnmarshalJSON(data []byte) error {
	if value, currency, ok := numtext.ReadMoney(data); ok {
		*m = Money{Value: value, Currency: currency}
		return nil
	}
	read, err := decodeMoney(data)
	if err != nil {
		// encoding/json completes this error, and no other, with the path of the field.
		return &json.UnmarshalTypeError{Value: "amount (" + err.Error() + ")", Type: moneyType}
	}
	*m = read
	return nil
}

// decodeMoney reads every form of the object.
func decodeMoney(data []byte) (Money, error) {
	var object moneyObject
	if err := json.Unmarshal(data, &object); err != nil {
		return Money{}, err
	}
	if object == (moneyObject{}) {
		return Money{}, nil
	}
	value, err := numtext.ParseNumber(string(object.Value), numtext.MaxWholeDigits)
	return Money{Value: value, Currency: object.Denom}, err
}
