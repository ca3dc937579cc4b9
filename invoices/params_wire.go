package invoices

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

func (p *CreateParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.ID("customer_id", p.CustomerID)
	checkLineItems(&c, p.LineItems)
	c.Date("issue_date", p.IssueDate)
	c.Date("due_date", p.DueDate)
	if !p.IssueDate.IsZero() && !p.DueDate.IsZero() && p.DueDate.Compare(p.IssueDate) < 0 {
		c.Fail("due_date", "must not be before issue_date %s, got %s", p.IssueDate, p.DueDate)
	}
	c.Text("payment_terms", p.PaymentTerms, 0)
	p.EarlyPaymentDiscount.check(&c)
	c.Text("notes", p.Notes, 0)
	c.Address("billing_address", p.BillingAddress)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

// checkLineItems checks the lines, and that they have one currency. The server computes
// the total.
func checkLineItems(c *core.Check, lines []LineItemParams) {
	if len(lines) == 0 {
		c.Fail("line_items", "must have one item at least")
	}
	for i := range lines {
		line, at := &lines[i], fmt.Sprintf("line_items[%d].", i)
		line.check(c, at)
		if first := lines[0].UnitPrice.Currency(); !numtext.SameCurrency(line.UnitPrice.Currency(), first) {
			c.Fail(at+"unit_price", "must be in %s like the first item, got %s", first, line.UnitPrice.Currency())
		}
	}
}

func (p *LineItemParams) check(c *core.Check, at string) {
	c.Required(at+"description", p.Description)
	c.Decimal(at+"quantity", p.Quantity)
	if !p.Quantity.IsPositive() {
		c.Fail(at+"quantity", "must be above zero, got %s", p.Quantity)
	}
	if !p.UnitPrice.IsSet() && p.UnitPrice.IsZero() {
		c.Fail(at+"unit_price", "is required")
	}
	c.NotNegative(at+"unit_price", p.UnitPrice)
	c.Decimal(at+"tax_rate", p.TaxRate)
	if p.TaxRate.IsNegative() || compare(p.TaxRate, 1) > 0 {
		c.Fail(at+"tax_rate", "must be a fraction from 0 to 1 (8 %% is 0.08), got %s", p.TaxRate)
	}
	c.OptionalID(at+"product_id", p.ProductID)
	c.Text(at+"account_code", p.AccountCode, 0)
}

func (p *DiscountParams) check(c *core.Check) {
	if p == nil {
		return
	}
	const at = "early_payment_discount."
	c.Decimal(at+"percentage", p.Percentage)
	if !p.Percentage.IsPositive() || compare(p.Percentage, 100) >= 0 {
		c.Fail(at+"percentage", "must be above 0 and below 100, got %s", p.Percentage)
	}
	if p.Days < 1 {
		c.Fail(at+"days", "must be 1 or more, got %d", p.Days)
	}
}

// compare is Cmp, but a number that cannot be sent counts as greater than every other. A
// comparison with an exponent of millions would take too long.
func compare(d api.Decimal, n int64) int {
	if d.Err() != nil {
		return +1
	}
	return d.Cmp(decimal.NewFromInt(n))
}

func (p *UpdateParams) wire() (any, error) {
	var c core.Check
	if !c.Changes(p == nil) {
		return nil, c.Err()
	}
	c.Date("due_date", p.DueDate)
	c.OptionalText("payment_terms", p.PaymentTerms)
	c.OptionalText("notes", p.Notes)
	if p.LineItems != nil {
		checkLineItems(&c, p.LineItems)
	}
	c.Address("billing_address", p.BillingAddress)
	c.MetadataPatch(p.Metadata)
	return p, c.Err()
}

func (p *SendParams) wire() (any, error) {
	if p == nil {
		return nil, nil
	}
	var c core.Check
	checkEmails(&c, "to", p.To)
	checkEmails(&c, "cc", p.CC)
	checkEmails(&c, "bcc", p.BCC)
	c.Text("subject", p.Subject, 0)
	c.Text("message", p.Message, 0)
	return p, c.Err()
}

// checkEmails rejects text that cannot be an email address.
func checkEmails(c *core.Check, param string, addresses []string) {
	for i, address := range addresses {
		at := fmt.Sprintf("%s[%d]", param, i)
		c.Required(at, address)
		local, domain, _ := strings.Cut(address, "@")
		if local == "" || domain == "" || strings.Contains(domain, "@") || strings.ContainsAny(address, " \t\r\n") {
			c.Fail(at, "is no email address: %s", quote.Short(address))
		}
	}
}

func (p *PayParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.ID("invoice_id", p.InvoiceID)
	c.PayMethod(&p.PaymentMethod)
	c.Text("payment_details.reference", p.Reference, 0)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

// args adds the ID of the paid object, and the idempotency key in the metadata.
func (p *PayParams) args(body any, err error) core.Args {
	if p == nil {
		return core.Args{Err: err}
	}
	return core.Args{Body: body, Key: p.Metadata["idempotency_key"], For: p.InvoiceID, Err: err}
}

func (p *ListParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "inv")
		core.Filter(c, "status", p.Status)
		core.Filter(c, "customer_id", p.CustomerID)
		c.Dates("due_date", p.DueDate)
		c.Dates("issue_date", p.IssueDate)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}
