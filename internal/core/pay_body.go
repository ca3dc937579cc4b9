package core

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// PayMethodBody is a [PayMethod] on the wire.
type PayMethodBody struct {
	Type          api.PayMethodType `json:"type"`
	WalletAddress string            `json:"wallet_address"`
	Amount        api.Money         `json:"amount"`
	Chain         api.Chain         `json:"chain"`
}

// PayBody checks the method and fills in its defaults.
func PayBody(c *Check, m api.PayMethod) PayMethodBody {
	body := PayMethodBody(m)
	if body.Chain == "" {
		body.Chain = api.ChainStateSet
	}
	if body.Type == "" {
		body.Type = api.PayMethodType(m.Amount.Currency())
	}
	c.Positive("payment_method.amount", m.Amount)
	if !numtext.IsToken(m.Amount.Currency()) {
		c.Fail("payment_method.amount", "must be in ssusd or usdc, got %s", quote.Short(m.Amount.Currency()))
	}
	if !numtext.SameCurrency(string(body.Type), m.Amount.Currency()) {
		c.Fail("payment_method.type", "must be the currency of the amount, %s, got %s", m.Amount.Currency(), quote.Short(string(body.Type)))
	}
	c.Wallet("payment_method.wallet_address", m.WalletAddress, "payment_method.chain", body.Chain)
	return body
}

// ValuedMoney is an amount with its worth in US dollars beside it, on the wire.
type ValuedMoney struct {
	Value    Text   `json:"value"`
	Denom    string `json:"denom"`
	USDValue Text   `json:"usd_value"`
}
