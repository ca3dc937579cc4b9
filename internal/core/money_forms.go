package core

import (
	"encoding/json"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

// missing reports whether an amount is the zero Money. An amount without a currency
// is not missing but wrong.
func missing(m api.Money) bool { return !m.IsSet() && m.IsZero() }

// Amount writes an amount as payments do: a JSON number in the currency's minor
// units for ISO 4217 currencies (15000 for $150.00), in whole tokens for ssusd and
// usdc (100.00). The currency is a member of its own.
func Amount(m api.Money) (json.Number, error) {
	if err := m.Err(); err != nil {
		return "", err
	}
	return json.Number(numtext.AmountText(m.Text(), m.Currency())), nil
}

// FromAmount reads the form that [Amount] writes. An empty number is the
// zero Money. A currency that is not known is read as if it had two decimals, so
// that an answer in a currency newer than this SDK is not lost.
func FromAmount(amount json.Number, currency string) (api.Money, error) {
	if amount == "" {
		return api.Money{}, nil
	}
	decimals, ok := numtext.CurrencyDecimals(currency)
	switch {
	case numtext.IsToken(currency):
		decimals = 0
	case !ok:
		decimals = 2
	}
	if f, ok := numtext.ParseFixed(string(amount), true, int(decimals)); ok {
		return api.ParseMoney(f.String(), currency)
	}
	// The bound is that of whole units, so that whatever Amount writes can be read.
	value, err := numtext.ParseNumber(string(amount), numtext.MaxWholeDigits+int(decimals))
	if err != nil {
		return api.Money{}, err
	}
	return api.FromDecimal(value.Shift(-decimals), currency), nil
}

// FromText reads the form of a decimal string of whole units ("1000.00"), with
// the currency that the answer has elsewhere. Empty text is the zero Money.
func FromText(text Text, currency string) (api.Money, error) {
	if text == "" {
		return api.Money{}, nil
	}
	if f, ok := numtext.ParseFixed(string(text), true, 0); ok {
		return api.ParseMoney(f.String(), currency)
	}
	value, err := numtext.ParseNumber(string(text), numtext.MaxWholeDigits)
	if err != nil {
		return api.Money{}, err
	}
	return api.FromDecimal(value, currency), nil
}
