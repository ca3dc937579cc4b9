package payments

import (
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// Params are checked and then encoded without changes.

// Limits of the API.
const (
	maxDescription         = 500
	maxStatementDescriptor = 22
)

func (p *CreateParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.Positive("amount", p.Amount)
	p.PaymentMethod.check(&c)
	p.checkParties(&c)
	c.OptionalID("customer_id", p.CustomerID)
	c.OptionalID("order_id", p.OrderID)
	c.OptionalID("invoice_id", p.InvoiceID)
	c.Text("description", p.Description, maxDescription)
	c.Text("statement_descriptor", p.StatementDescriptor, maxStatementDescriptor)
	c.Address("billing_address", p.BillingAddress)
	c.Metadata(p.Metadata)
	return p.withType(), c.Err()
}

// withType returns the params with a type of the payment method. The caller's params are
// not changed.
func (p *CreateParams) withType() *CreateParams {
	if p.PaymentMethod == nil || p.PaymentMethod.Type != "" {
		return p
	}
	typed, method := *p, *p.PaymentMethod
	method.Type = method.kind()
	typed.PaymentMethod = &method
	return &typed
}

// checkParties rejects a payer or recipient that the currency does not allow.
func (p *CreateParams) checkParties(c *core.Check) {
	towards := p.OrderID != "" || p.InvoiceID != ""
	if p.OrderID != "" && p.InvoiceID != "" {
		c.Fail("invoice_id", "must not be set together with order_id")
	}
	if !numtext.IsToken(p.Amount.Currency()) {
		if p.PaymentMethod == nil {
			c.Fail("payment_method", "is required for %s", p.Amount.Currency())
		}
		if p.CustomerID == "" {
			c.Fail("customer_id", "is required for %s", p.Amount.Currency())
		}
		if p.Recipient != "" {
			c.Fail("recipient", "is for ssusd and usdc only, not for %s", p.Amount.Currency())
		}
		return
	}
	if p.Recipient != "" {
		c.AnyWallet("recipient", p.Recipient)
	} else if !towards {
		c.Fail("recipient", "is required for %s without order_id or invoice_id", p.Amount.Currency())
	}
	if towards && p.PaymentMethod == nil {
		c.Fail("payment_method", "is required to pay an order or an invoice: the treasury cannot pay itself")
	}
}

func (m *MethodParams) check(c *core.Check) {
	if m == nil {
		return
	}
	kind := m.kind()
	if kind == "" {
		c.Fail("payment_method.type", "is required unless exactly one of card, ach and crypto is set")
	}
	core.Enum(c, "payment_method.type", kind)
	for _, d := range m.details() {
		if d.set != (kind == d.of) {
			c.Fail("payment_method."+string(d.of), "%s", detailsRule(d.set, d.of))
		}
	}
	m.Card.check(c)
	m.ACH.check(c)
	if m.Crypto != nil {
		c.Wallet("payment_method.crypto.wallet_address", m.Crypto.WalletAddress, "payment_method.crypto.chain", m.Crypto.Chain)
	}
}

// methodDetails reports whether the details of a type are set.
type methodDetails struct {
	of  MethodType
	set bool
}

func (m *MethodParams) details() [3]methodDetails {
	return [...]methodDetails{{MethodCard, m.Card != nil}, {MethodACH, m.ACH != nil}, {MethodCrypto, m.Crypto != nil}}
}

// kind returns the type, or that of the only details that are set.
func (m *MethodParams) kind() MethodType {
	if m.Type != "" {
		return m.Type
	}
	var kind MethodType
	for _, d := range m.details() {
		switch {
		case d.set && kind != "":
			return "" // ambiguous
		case d.set:
			kind = d.of
		}
	}
	return kind
}

func detailsRule(set bool, kind MethodType) string {
	if set {
		return fmt.Sprintf("is for the type %q only", kind)
	}
	return fmt.Sprintf("is required with the type %q", kind)
}

func (p *CardParams) check(c *core.Check) {
	switch {
	case p == nil:
	case p.Token != "" && p.Number != "":
		c.Fail("payment_method.card.token", "must not be set together with number")
	case p.Token != "":
		c.Text("payment_method.card.token", p.Token, 0)
	case p.Number == "":
		c.Fail("payment_method.card.token", "is required, unless number is set")
	case !core.IsCardNumber(p.Number):
		c.Fail("payment_method.card.number", "must be a card number: 12 to 19 digits without blanks, and a good check digit")
	case p.ExpMonth < 1 || p.ExpMonth > 12:
		c.Fail("payment_method.card.exp_month", "must be 1 to 12, got %d", p.ExpMonth)
	case p.ExpYear < 1000 || p.ExpYear > 9999:
		c.Fail("payment_method.card.exp_year", "must have four digits, got %d", p.ExpYear)
	case p.CVC != "" && !digits(p.CVC, 3, 4):
		c.Fail("payment_method.card.cvc", "must be three or four digits")
	}
}

func (p *ACHParams) check(c *core.Check) {
	if p == nil {
		return
	}
	if !digits(p.AccountNumber, 4, 17) {
		c.Fail("payment_method.ach.account_number", "must be 4 to 17 digits")
	}
	if !core.IsRoutingNumber(p.RoutingNumber) {
		c.Fail("payment_method.ach.routing_number", "must be nine digits with a good ABA checksum")
	}
	if p.AccountType == "" {
		c.Fail("payment_method.ach.account_type", "is required")
	}
	core.Enum(c, "payment_method.ach.account_type", p.AccountType)
}

func (p *CaptureParams) wire() (any, error) {
	if p == nil {
		return nil, nil
	}
	var c core.Check
	c.OptionalPositive("amount", p.Amount)
	c.Text("statement_descriptor", p.StatementDescriptor, maxStatementDescriptor)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *RefundParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.OptionalPositive("amount", p.Amount)
	if p.Reason == "" {
		c.Fail("reason", "is required")
	}
	core.Enum(&c, "reason", p.Reason)
	c.Text("notes", p.Notes, 0)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *ListParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "pay", "pmt")
		core.Filter(c, "status", p.Status)
		core.Filter(c, "customer_id", p.CustomerID)
		core.Filter(c, "order_id", p.OrderID)
		core.Filter(c, "invoice_id", p.InvoiceID)
		core.Filter(c, "payment_method_type", p.PaymentMethodType)
		core.Filter(c, "currency", p.Currency)
		c.Times("created", p.Created)
		c.Amounts("amount", p.Amount)
		c.Metadata(p.Metadata)
		for currency := range strings.SplitSeq(p.Currency, ",") {
			if bound := p.Amount.Currency(); bound != "" && currency != "" && !numtext.SameCurrency(bound, currency) {
				c.Fail("amount", "has bounds in %s, but currency is %s", bound, quote.Short(currency))
			}
		}
	})
	if bound := boundCurrency(p); bound != "" && err == nil {
		query.Set("currency", bound)
	}
	return core.Args{Query: query, Err: err}
}

// boundCurrency returns the currency that a filter by amount requires.
func boundCurrency(p *ListParams) string {
	if p == nil {
		return ""
	}
	return p.Amount.Currency()
}

func (p *ListRefundsParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "ref")
		core.Filter(c, "payment_id", p.PaymentID)
		core.Filter(c, "status", p.Status)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}

// digits reports whether text consists of min to max ASCII digits.
func digits(text string, min, max int) bool {
	return len(text) >= min && len(text) <= max && strings.Trim(text, "0123456789") == ""
}
