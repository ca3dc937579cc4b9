package core

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// Micro is the form that amounts have in stablecoin calls: an integer of
// millionths as text, {"denom":"ssusd","amount":"1000000"} for 1.00 ssusd.
type Micro struct {
	Denom  string `json:"denom"`
	Amount Text   `json:"amount"`
}

// ValuedMicro is a [Micro] of an answer, with the amount for people to read and
// its worth in US dollars beside it.
type ValuedMicro struct {
	Denom         string `json:"denom"`
	Amount        Text   `json:"amount"`
	DisplayAmount string `json:"display_amount"` // "1000.00 ssUSD"
	USDValue      Text   `json:"usd_value"`
}

// ToMicro writes an amount in millionths. Only ssusd and usdc have that form.
func ToMicro(m api.Money) (Micro, error) {
	if err := m.Err(); err != nil {
		return Micro{}, err
	}
	if !numtext.IsToken(m.Currency()) {
		return Micro{}, fmt.Errorf("stateset: %s is not counted in millionths: want ssusd or usdc", m.Currency())
	}
	return Micro{Denom: m.Currency(), Amount: Text(m.Decimal().Shift(numtext.TokenDecimals).StringFixed(0))}, nil
}

// FromMicro reads the form that [ToMicro] writes. Empty text is the zero Money.
// A denomination newer than this SDK is read all the same: the form has six
// decimals whatever it counts.
func FromMicro(micro Micro) (api.Money, error) {
	if micro.Amount == "" {
		return api.Money{}, nil
	}
	value, err := numtext.ParseNumber(string(micro.Amount), numtext.MaxWholeDigits+numtext.TokenDecimals)
	if err != nil {
		return api.Money{}, err
	}
	if !value.IsInteger() {
		return api.Money{}, fmt.Errorf("%s is no whole number of millionths", quote.Short(string(micro.Amount)))
	}
	return api.FromDecimal(value.Shift(-numtext.TokenDecimals), micro.Denom), nil
}

// Dollars is what a token amount is worth in US dollars: ssusd and usdc are worth
// one each. The zero Money is worth the zero Money.
func Dollars(m api.Money) api.Money {
	if missing(m) {
		return api.Money{}
	}
	return api.FromDecimal(roundCents(m.Decimal()), "USD")
}

// roundCents rounds half away from zero.
func roundCents(value decimal.Decimal) decimal.Decimal { return value.Round(2) }

// Display is the amount for people to read, "1000.00 ssUSD".
func Display(m api.Money) string {
	switch strings.ToLower(m.Currency()) {
	case numtext.DenomSSUSD:
		return m.Number() + " ssUSD"
	case numtext.DenomUSDC:
		return m.Number() + " USDC"
	}
	return m.String()
}

// Micro reads one amount in the form of [FromMicro], and its worth in US dollars.
// nil gives the zero Money twice.
func (a *Amounts) Micro(field string, micro *ValuedMicro) (amount, dollars api.Money) {
	if micro == nil {
		return api.Money{}, api.Money{}
	}
	amount, err := FromMicro(Micro{micro.Denom, micro.Amount})
	amount = a.keep(field+".amount", amount, err)
	dollars, err = FromText(micro.USDValue, "USD")
	return amount, a.keep(field+".usd_value", dollars, err)
}

// Micro writes one amount in millionths with all that answers have beside it; the
// zero Money gives nil, which encodes as null.
func (a *AmountWriter) Micro(m api.Money) *ValuedMicro {
	if missing(m) {
		return nil
	}
	micro, err := ToMicro(m)
	a.keep(m, err)
	if err != nil {
		return nil
	}
	return &ValuedMicro{Denom: micro.Denom, Amount: micro.Amount, DisplayAmount: Display(m), USDValue: Text(Dollars(m).Number())}
}

// In reads one amount in the form of [FromText], of a currency of its own.
func (a *Amounts) In(field, currency string, text Text) api.Money {
	m, err := FromText(text, currency)
	return a.keep(field, m, err)
}
