package finance

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// The bodies of requests. Params are checked and then written into them; params
// themselves are never written to.

type factorBody struct {
	InvoiceID    string            `json:"invoice_id"`
	Amount       *api.Money        `json:"amount,omitempty"`
	DiscountRate *api.Decimal      `json:"discount_rate,omitempty"`
	BuyerID      string            `json:"buyer_id,omitempty"`
	Recourse     bool              `json:"recourse,omitempty"`
	Metadata     map[string]string `json:"metadata,omitempty"`
}

type poBody struct {
	POID           string            `json:"po_id"`
	Amount         api.Money         `json:"amount"`
	SupplierID     string            `json:"supplier_id"`
	DeliveryDate   api.Date          `json:"delivery_date"`
	CollateralType POCollateral      `json:"collateral_type,omitempty"`
	SupplierWallet string            `json:"supplier_wallet,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`
}

type loanBody struct {
	Amount     api.Money         `json:"amount"`
	TermDays   int               `json:"term_days"`
	Collateral *collateralBody   `json:"collateral,omitempty"`
	Repayment  Repayment         `json:"repayment,omitempty"`
	Purpose    string            `json:"purpose,omitempty"`
	OrderID    string            `json:"order_id,omitempty"`
	Metadata   map[string]string `json:"metadata,omitempty"`
}

type collateralBody struct {
	Type     CollateralType `json:"type"`
	Value    *api.Money     `json:"value,omitempty"`
	TokenIDs []string       `json:"token_ids,omitempty"`
}

type repayBody struct {
	Amount        *api.Money `json:"amount,omitempty"`
	WalletAddress string     `json:"wallet_address,omitempty"`
}

const maxTermDays = 1825

var maxDiscount = decimal.New(25, -2)

// checkDollars wants an amount that tokens can pay: those in dollars and in tokens.
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
	body := &factorBody{InvoiceID: p.InvoiceID, Amount: core.Given(p.Amount), BuyerID: p.BuyerID, Recourse: p.Recourse, Metadata: p.Metadata}
	if p.DiscountRate.Err() == nil && !p.DiscountRate.IsZero() {
		if p.DiscountRate.IsNegative() || p.DiscountRate.GreaterThan(maxDiscount) {
			c.Fail("discount_rate", "must be above 0 and at most 0.25 (2.5 %% is 0.025), got %s", p.DiscountRate)
		}
		body.DiscountRate = &p.DiscountRate
	}
	c.OptionalID("buyer_id", p.BuyerID)
	c.Metadata(p.Metadata)
	return body, c.Err()
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
	body := poBody(*p)
	return &body, c.Err()
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
	collateral := p.Collateral.wire(&c)
	core.Enum(&c, "repayment", p.Repayment)
	c.Text("purpose", p.Purpose, 0)
	c.OptionalID("order_id", p.OrderID)
	c.Metadata(p.Metadata)
	return &loanBody{
		Amount: p.Amount, TermDays: p.TermDays, Collateral: collateral, Repayment: p.Repayment,
		Purpose: p.Purpose, OrderID: p.OrderID, Metadata: p.Metadata,
	}, c.Err()
}

func (p *CollateralParams) wire(c *core.Check) *collateralBody {
	if p == nil {
		return nil
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
	return &collateralBody{p.Type, core.Given(p.Value), p.TokenIDs}
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
	return &repayBody{core.Given(p.Amount), p.WalletAddress}, c.Err()
}

func (p *ListLoansParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "loan")
		core.Enum(c, "status", p.Status)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}

func (p *ListOptionsParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		core.Enum(c, "type", p.Type)
		c.OptionalPositive("amount", p.Amount)
		c.OptionalID("invoice_id", p.InvoiceID)
		c.OptionalID("po_id", p.POID)
		if p.TermDays < 0 || p.TermDays > maxTermDays {
			c.Fail("term_days", "must be 1 to %d, or 0 for the default of 365, got %d", maxTermDays, p.TermDays)
		}
	})
	if err == nil && p != nil && p.Amount.IsSet() {
		query.Set("amount", p.Amount.Number())
		query.Set("currency", p.Amount.Currency())
	}
	return core.Args{Query: query, Err: err}
}
