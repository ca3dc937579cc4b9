package finance

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// Params are checked and then encoded without changes.

const maxTermDays = 1825

var maxDiscount = decimal.New(25, -2)

// checkDollars checks that tokens can pay an amount: it must be in dollars or in tokens.
func checkDollars(c *core.Check, param string, m api.Money) {
	c.Positive(param, m)
	if !numtext.IsToken(m.Currency()) && !numtext.SameCurrency(m.Currency(), "USD") {
		c.Fail(param, "must be in ssusd, usdc or USD, got %s", quote.Short(m.Currency()))
	}
}

func (p *FactorInvoiceParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.ID("invoice_id", p.InvoiceID)
	c.OptionalPositive("amount", p.Amount)
	c.Decimal("discount_rate", p.DiscountRate)
	if p.DiscountRate.Err() == nil && (p.DiscountRate.IsNegative() || p.DiscountRate.GreaterThan(maxDiscount)) {
		c.Fail("discount_rate", "must be above 0 and at most 0.25 (2.5 %% is 0.025), got %s", p.DiscountRate)
	}
	c.OptionalID("buyer_id", p.BuyerID)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *FinancePurchaseOrderParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.ID("po_id", p.POID)
	checkDollars(&c, "amount", p.Amount)
	c.ID("supplier_id", p.SupplierID)
	if p.DeliveryDate.IsZero() {
		c.Fail("delivery_date", "is required")
	}
	c.Date("delivery_date", p.DeliveryDate)
	core.Enum(&c, "collateral_type", p.CollateralType)
	checkWallet(&c, "supplier_wallet", p.SupplierWallet)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func checkWallet(c *core.Check, param, address string) {
	if address != "" {
		c.AnyWallet(param, address)
	}
}

func (p *CreateLoanParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	checkDollars(&c, "amount", p.Amount)
	if p.TermDays < 1 || p.TermDays > maxTermDays {
		c.Fail("term_days", "must be 1 to %d, got %d", maxTermDays, p.TermDays)
	}
	p.Collateral.check(&c)
	core.Enum(&c, "repayment", p.Repayment)
	c.Text("purpose", p.Purpose, 0)
	c.OptionalID("order_id", p.OrderID)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *CollateralParams) check(c *core.Check) {
	if p == nil {
		return
	}
	if p.Type == "" {
		c.Fail("collateral.type", "is required")
	}
	core.Enum(c, "collateral.type", p.Type)
	switch {
	case p.Type != CollateralNone:
		checkDollars(c, "collateral.value", p.Value)
	case p.Value.IsSet():
		c.Fail("collateral.value", "must not be set with the type %q", CollateralNone)
	}
	for i, id := range p.TokenIDs {
		c.ID(fmt.Sprintf("collateral.token_ids[%d]", i), id)
	}
}

func (p *RepayLoanParams) wire() (any, error) {
	if p == nil {
		return nil, nil
	}
	var c core.Check
	if p.Amount.IsSet() || !p.Amount.IsZero() {
		checkDollars(&c, "amount", p.Amount)
	}
	checkWallet(&c, "wallet_address", p.WalletAddress)
	return p, c.Err()
}

func (p *ListLoansParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "loan")
		core.Filter(c, "status", p.Status)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}

func (p *ListOptionsParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		core.Filter(c, "type", p.Type)
		c.OptionalPositive("amount", p.Amount)
		c.Currency("currency", p.Currency)
		if bound := p.Amount.Currency(); p.Currency != "" && bound != "" && !numtext.SameCurrency(bound, p.Currency) {
			c.Fail("amount", "must be in %s like currency, got %s", p.Currency, bound)
		}
		c.OptionalID("invoice_id", p.InvoiceID)
		c.OptionalID("po_id", p.POID)
		if p.TermDays < 0 || p.TermDays > maxTermDays {
			c.Fail("term_days", "must be 1 to %d, or 0 for the default of 365, got %d", maxTermDays, p.TermDays)
		}
	})
	if err == nil && p != nil && p.Amount.IsSet() {
		query.Set("amount", p.Amount.Text())
		query.Set("currency", p.Amount.Currency())
	}
	return core.Args{Query: query, Err: err}
}
