package api

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/shopspring/decimal"
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
	read, ok := readMoney(data)
	if !ok {
		var err error
		if read, err = decodeMoney(data); err != nil {
			// encoding/json completes this error, and no other, with the path of the field.
			return &json.UnmarshalTypeError{Value: "amount (" + err.Error() + ")", Type: moneyType}
		}
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
	value, err := parseNumber(string(object.Value), maxWholeDigits)
	return Money{Value: value, Currency: object.Denom}, err
}

// readMoney reads the object as the API writes it, byte for byte, since amounts
// are a good part of what an answer costs to decode. It reports false for
// everything else, errors included, which [decodeMoney] then reads or refuses.
func readMoney(data []byte) (Money, bool) {
	rest, opened := bytes.CutPrefix(data, []byte(`{"value":"`))
	number, rest, found := bytes.Cut(rest, []byte(`","denom":"`))
	denom, closed := bytes.CutSuffix(rest, []byte(`"}`))
	if !opened || !found || !closed || len(denom) == 0 {
		return Money{}, false
	}
	for _, c := range denom {
		if c = lowerASCII(c); c < 'a' || c > 'z' {
			return Money{}, false
		}
	}
	digits := bytes.TrimPrefix(number, []byte("-"))
	if len(digits) > 1 && digits[0] == '0' && digits[1] != '.' { // no number in JSON
		return Money{}, false
	}
	value, err := ParseDecimal(string(number))
	if err != nil {
		return Money{}, false
	}
	return Money{Value: value, Currency: denomText(denom)}, true
}

// denomText is string(denom), without an allocation for the commonest.
func denomText(denom []byte) string {
	switch string(denom) {
	case DenomSSUSD:
		return DenomSSUSD
	case DenomUSDC:
		return DenomUSDC
	case "USD":
		return "USD"
	}
	return string(denom)
}

// Amount is the money form that payments use: a JSON number in the currency's
// minor units for ISO 4217 currencies (15000 for $150.00), in whole tokens for
// ssusd and usdc (100.00). The currency stands beside it.
func (m Money) Amount() (json.Number, error) {
	if err := m.Err(); err != nil {
		return "", err
	}
	if IsToken(m.Currency) {
		return json.Number(m.Text()), nil
	}
	decimals, _ := CurrencyDecimals(m.Currency)
	return json.Number(m.Value.Shift(decimals).StringFixed(0)), nil
}

// FromAmount reads the form that [Money.Amount] writes. An empty number is the
// zero Money. A currency that is not known is read as if it had two decimals, so
// that an answer in a currency newer than this SDK is not lost.
func FromAmount(amount json.Number, currency string) (Money, error) {
	if amount == "" {
		return Money{}, nil
	}
	decimals, ok := CurrencyDecimals(currency)
	switch {
	case IsToken(currency):
		decimals = 0
	case !ok:
		decimals = 2
	}
	// The bound is that of whole units, so that whatever Amount writes can be read.
	value, err := parseNumber(string(amount), maxWholeDigits+int(decimals))
	if err != nil {
		return Money{}, err
	}
	return Money{Value: value.Shift(-decimals), Currency: currency}, nil
}

// FromText reads the form of a decimal string of whole units ("1000.00"), with
// the currency that the answer has elsewhere. Empty text is the zero Money.
func FromText(text Text, currency string) (Money, error) {
	if text == "" {
		return Money{}, nil
	}
	value, err := parseNumber(string(text), maxWholeDigits)
	if err != nil {
		return Money{}, err
	}
	return Money{Value: value, Currency: currency}, nil
}

// FormatDecimal writes a decimal with at least two decimals, and as many as it
// needs.
func FormatDecimal(value decimal.Decimal) string {
	return value.StringFixed(shortest(value))
}
