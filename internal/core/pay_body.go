package core

import (
	"cmp"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// PayMethod rejects a method that cannot pay an order or an invoice.
func (c *Check) PayMethod(m *api.PayMethod) {
	c.Positive("payment_method.amount", m.Amount)
	if !numtext.IsToken(m.Amount.Currency()) {
		c.Fail("payment_method.amount", "must be in ssusd or usdc, got %s", quote.Short(m.Amount.Currency()))
	}
	if kind := cmp.Or(string(m.Type), m.Amount.Currency()); !numtext.SameCurrency(kind, m.Amount.Currency()) {
		c.Fail("payment_method.type", "must be the currency of the amount, %s, got %s", m.Amount.Currency(), quote.Short(kind))
	}
	c.Wallet("payment_method.wallet_address", m.WalletAddress, "payment_method.chain", cmp.Or(m.Chain, api.ChainStateSet))
}
