package stablecoin

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/moneyform"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/wire"
)

// Balance is the present or past balance of a wallet in one denomination.
//
// The JSON does not name the denomination: json.Unmarshal reads amounts in ssusd.
//
//wire:object
type Balance struct {
	Address     string               `json:"address"`
	Balances    Amounts              `json:"balances"`
	Chains      []*ChainBalance      `json:"chains"`
	Conversions map[string]api.Money `json:"conversions" wire:"hook,must,text,in"` // the total in the requested currencies
	Metadata    *WalletInfo          `json:"metadata"`
	Extra       api.Extra            `json:"-" wire:"extra"`
}

// Amounts are the parts of a balance. Total is the sum of the others.
//
//wire:part
type Amounts struct {
	Available api.Money `json:"available" wire:"text,outer,or=ssusd"`
	Pending   api.Money `json:"pending" wire:"text,outer,or=ssusd"` // incoming
	Locked    api.Money `json:"locked" wire:"text,outer,or=ssusd"`  // reserved for pending redemptions
	Total     api.Money `json:"total" wire:"text,outer,or=ssusd"`
	Extra     api.Extra `json:"-" wire:"extra"`
}

// ChainBalance is the part of a balance on one chain. The balances of all chains add up
// to the total.
//
//wire:part
type ChainBalance struct {
	Chain        api.Chain `json:"chain"`
	Balance      api.Money `json:"balance" wire:"text,outer,or=ssusd"`
	Pending      api.Money `json:"pending" wire:"text,outer,or=ssusd"`
	LastActivity time.Time `json:"last_activity"` // zero if there was none
	Extra        api.Extra `json:"-" wire:"extra"`
}

// WalletInfo describes a wallet: its first transaction, the number of transactions and its
// risk score.
//
//wire:part
type WalletInfo struct {
	FirstTransaction time.Time `json:"first_transaction"` // zero if there was none
	TransactionCount int       `json:"transaction_count"`
	AccountType      string    `json:"account_type"`             // as in "treasury"
	RiskScore        string    `json:"risk_score" wire:"digits"` // as in "low"
	Extra            api.Extra `json:"-" wire:"extra"`
}

// of checks that the response is for the requested address, if any, and sets the
// denomination of its amounts. Some servers write the hex digits of an address as
// capitals.
func (b *Balance) of(address, denom string) (*Balance, error) {
	if b.Address == "" {
		return nil, errors.New("the response has no address")
	}
	if !strings.EqualFold(b.Address, address) {
		if err := core.AnswerFor(b.Address, address); err != nil {
			return nil, err
		}
	}
	if denom != numtext.DenomSSUSD {
		for _, m := range b.amounts() {
			if m.IsSet() {
				*m = api.FromDecimal(m.Decimal(), denom)
			}
		}
	}
	return b, nil
}

func (b *Balance) amounts() []*api.Money {
	all := []*api.Money{&b.Balances.Available, &b.Balances.Pending, &b.Balances.Locked, &b.Balances.Total}
	for _, c := range b.Chains {
		if c != nil {
			all = append(all, &c.Balance, &c.Pending)
		}
	}
	return all
}

// readConversions reads amounts by currency.
func (b *Balance) readConversions(d *wire.Decoder) {
	b.Conversions = map[string]api.Money{}
	for o := d.Object(); d.Next(&o); {
		var m api.Money
		currency := d.Copy(d.Key(&o))
		moneyform.ReadText(&m, d, currency)
		switch _, twice := b.Conversions[currency]; {
		case twice:
			d.Refuse("appears twice")
		case !utf8.ValidString(currency):
			d.Refuse("invalid UTF-8 in a name")
		}
		b.Conversions[currency] = m
	}
}

func (b *Balance) writeConversions(e *wire.Encoder) {
	e.Key("conversions")
	wire.WriteMap(b.Conversions, e, func(m *api.Money, e *wire.Encoder) { moneyform.WriteText(m, e, "") })
}
