package api

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"
)

// moneyObject is the form {"value":"150.00","denom":"ssusd"}.
type moneyObject struct {
	Value json.Number `json:"value"`
	Denom string      `json:"denom"`
}

// MarshalJSON writes {"value":"150.00","denom":"ssusd"}, and null for the zero
// Money. An amount that cannot be sent (see [Money.Err]) is an error.
func (m Money) MarshalJSON() ([]byte, error) {
	if !m.IsSet() && m.Value.IsZero() {
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
	var object moneyObject
	if err := json.Unmarshal(data, &object); err != nil {
		return fmt.Errorf("stateset: amount: %w", err)
	}
	if object == (moneyObject{}) {
		*m = Money{}
		return nil
	}
	value, err := parseNumber(string(object.Value))
	if err != nil {
		return fmt.Errorf("stateset: amount: %w", err)
	}
	*m = Money{Value: value, Currency: object.Denom}
	return nil
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
	value, err := parseNumber(string(amount))
	if err != nil {
		return Money{}, err
	}
	if !IsToken(currency) {
		decimals, ok := CurrencyDecimals(currency)
		if !ok {
			decimals = 2
		}
		value = value.Shift(-decimals)
	}
	return Money{Value: value, Currency: currency}, nil
}

// FromText reads the form of a decimal string of whole units ("1000.00"), with
// the currency that the answer has elsewhere. Empty text is the zero Money.
func FromText(text Text, currency string) (Money, error) {
	if text == "" {
		return Money{}, nil
	}
	value, err := parseNumber(string(text))
	if err != nil {
		return Money{}, err
	}
	return Money{Value: value, Currency: currency}, nil
}

// FormatDecimal writes a decimal with at least two decimals, and as many as it
// needs.
func FormatDecimal(value decimal.Decimal) string {
	return value.StringFixed(max(2, -value.Exponent()))
}
