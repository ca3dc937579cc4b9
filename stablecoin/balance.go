package stablecoin

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

// Balance is what a wallet holds, or held, of one denomination.
type Balance struct {
	Address     string
	Balances    Amounts
	Chains      []*ChainBalance
	Conversions map[string]api.Money // of the total, by the currencies that were asked for
	Metadata    *WalletInfo
}

// Amounts are the parts of a balance. Total is the sum of the others.
type Amounts struct {
	Available api.Money
	Pending   api.Money // on its way to the wallet
	Locked    api.Money // on its way to a bank
	Total     api.Money
}

// ChainBalance is the part of a balance that lives on one chain. The balances of all
// chains add up to the total.
type ChainBalance struct {
	Chain        api.Chain
	Balance      api.Money
	Pending      api.Money
	LastActivity time.Time // zero when there was none
}

// WalletInfo is what is known of a wallet.
type WalletInfo struct {
	FirstTransaction time.Time // zero when there was none
	TransactionCount int
	AccountType      string // as in "treasury"
	RiskScore        string // as in "low"
}

type balanceWire struct {
	Address     string               `json:"address"`
	Balances    amountsWire          `json:"balances"`
	Chains      []*chainWire         `json:"chains"`
	Conversions map[string]core.Text `json:"conversions"`
	Metadata    *walletInfoWire      `json:"metadata"`
}

type amountsWire struct {
	Available core.Text `json:"available"`
	Pending   core.Text `json:"pending"`
	Locked    core.Text `json:"locked"`
	Total     core.Text `json:"total"`
}

type chainWire struct {
	Chain        api.Chain `json:"chain"`
	Balance      core.Text `json:"balance"`
	Pending      core.Text `json:"pending"`
	LastActivity time.Time `json:"last_activity"`
}

type walletInfoWire struct {
	FirstTransaction time.Time `json:"first_transaction"`
	TransactionCount int       `json:"transaction_count"`
	AccountType      string    `json:"account_type"`
	RiskScore        scoreText `json:"risk_score"`
}

// scoreText is a text, or a number kept as it was written.
type scoreText string

// UnmarshalJSON reads either.
func (s *scoreText) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] != '"' && string(data) != "null" {
		*s = scoreText(data)
		return nil
	}
	return json.Unmarshal(data, (*string)(s))
}

// of is in for the answer of a call, which must be for the address that was asked for,
// if one was. Some servers write the hex digits of an address as capitals.
func (w *balanceWire) of(address, denom string) (*Balance, error) {
	if w.Address == "" {
		return nil, errors.New("the answer has no address")
	}
	if !strings.EqualFold(w.Address, address) {
		if err := core.AnswerFor(w.Address, address); err != nil {
			return nil, err
		}
	}
	return w.in(denom)
}

// in makes the public form. The answer does not say of which denomination it is:
// that of the question.
func (w *balanceWire) in(denom string) (*Balance, error) {
	a := core.Amounts{Currency: denom}
	b := &Balance{
		Address: w.Address,
		Balances: Amounts{
			Available: a.Text("balances.available", w.Balances.Available), Pending: a.Text("balances.pending", w.Balances.Pending),
			Locked: a.Text("balances.locked", w.Balances.Locked), Total: a.Text("balances.total", w.Balances.Total),
		},
		Chains: make([]*ChainBalance, 0, len(w.Chains)), Conversions: make(map[string]api.Money, len(w.Conversions)),
	}
	for _, c := range w.Chains {
		if c != nil {
			b.Chains = append(b.Chains, &ChainBalance{
				c.Chain, a.Text("chains.balance", c.Balance), a.Text("chains.pending", c.Pending), c.LastActivity,
			})
		}
	}
	for currency, text := range w.Conversions {
		b.Conversions[currency] = a.In("conversions."+currency, currency, text)
	}
	if m := w.Metadata; m != nil {
		b.Metadata = &WalletInfo{m.FirstTransaction, m.TransactionCount, m.AccountType, string(m.RiskScore)}
	}
	return b, a.Err()
}

// MarshalJSON writes the balance as the API does, every member present.
func (b Balance) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	w := balanceWire{
		Address: b.Address,
		Balances: amountsWire{
			a.Text(b.Balances.Available), a.Text(b.Balances.Pending), a.Text(b.Balances.Locked), a.Text(b.Balances.Total),
		},
		Conversions: make(map[string]core.Text, len(b.Conversions)),
	}
	for _, c := range b.Chains {
		w.Chains = append(w.Chains, &chainWire{c.Chain, a.Text(c.Balance), a.Text(c.Pending), c.LastActivity})
	}
	for currency, m := range b.Conversions {
		w.Conversions[currency] = a.Text(m)
	}
	if m := b.Metadata; m != nil {
		w.Metadata = &walletInfoWire{m.FirstTransaction, m.TransactionCount, m.AccountType, scoreText(m.RiskScore)}
	}
	return a.Encode(&w)
}

// UnmarshalJSON reads a balance of ssusd as the API writes it.
func (b *Balance) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(b, data, func(w *balanceWire) (*Balance, error) { return w.in(numtext.DenomSSUSD) })
}
