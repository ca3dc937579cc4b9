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

// The bodies of requests. Params are checked and then written into them; params
// themselves are never written to.

type createBody struct {
	CustomerID           string            `json:"customer_id"`
	LineItems            []lineItemBody    `json:"line_items"`
	IssueDate            api.Date          `json:"issue_date,omitzero"`
	DueDate              api.Date          `json:"due_date,omitzero"`
	PaymentTerms         string            `json:"payment_terms,omitempty"`
	EarlyPaymentDiscount *discountBody     `json:"early_payment_discount,omitempty"`
	SendEmail            bool              `json:"send_email,omitempty"`
	Notes                string            `json:"notes,omitempty"`
	BillingAddress       *api.Address      `json:"billing_address,omitempty"`
	Metadata             map[string]string `json:"metadata,omitempty"`
}

type lineItemBody struct {
	Description string       `json:"description"`
	Quantity    api.Decimal  `json:"quantity"`
	UnitPrice   api.Money    `json:"unit_price"`
	TaxRate     *api.Decimal `json:"tax_rate,omitempty"`
	ProductID   string       `json:"product_id,omitempty"`
	AccountCode string       `json:"account_code,omitempty"`
}

type discountBody struct {
	Percentage api.Decimal `json:"percentage"`
	Days       int         `json:"days"`
}

type updateBody struct {
	DueDate        api.Date           `json:"due_date,omitzero"`
	PaymentTerms   *string            `json:"payment_terms,omitempty"`
	Notes          *string            `json:"notes,omitempty"`
	LineItems      []lineItemBody     `json:"line_items,omitempty"`
	BillingAddress *api.Address       `json:"billing_address,omitempty"`
	Metadata       map[string]*string `json:"metadata,omitempty"`
}

type sendBody struct {
	To        []string `json:"to,omitempty"`
	CC        []string `json:"cc,omitempty"`
	BCC       []string `json:"bcc,omitempty"`
	Subject   string   `json:"subject,omitempty"`
	Message   string   `json:"message,omitempty"`
	AttachPDF *bool    `json:"attach_pdf,omitempty"`
}

type payBody struct {
	InvoiceID      string             `json:"invoice_id"`
	PaymentMethod  core.PayMethodBody `json:"payment_method"`
	PaymentDetails *detailsBody       `json:"payment_details,omitempty"`
	Metadata       map[string]string  `json:"metadata,omitempty"`
}

type detailsBody struct {
	FullPayment          bool   `json:"full_payment,omitempty"`
	EarlyPaymentDiscount bool   `json:"early_payment_discount,omitempty"`
	Reference            string `json:"reference,omitempty"`
}

func (p *CreateParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.ID("customer_id", p.CustomerID)
	items := wireLineItems(&c, p.LineItems)
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
	return &createBody{
		CustomerID: p.CustomerID, LineItems: items, IssueDate: p.IssueDate, DueDate: p.DueDate, PaymentTerms: p.PaymentTerms,
		EarlyPaymentDiscount: (*discountBody)(p.EarlyPaymentDiscount), SendEmail: p.SendEmail,
		Notes: p.Notes, BillingAddress: p.BillingAddress, Metadata: p.Metadata,
	}, c.Err()
}

// wireLineItems checks the lines, and that they have one currency. What they add
// up to, the server says.
func wireLineItems(c *core.Check, lines []LineItemParams) []lineItemBody {
	if len(lines) == 0 {
		c.Fail("line_items", "must have one item at least")
	}
	items := make([]lineItemBody, 0, len(lines))
	for i := range lines {
		line, at := &lines[i], fmt.Sprintf("line_items[%d].", i)
		line.check(c, at)
		if first := lines[0].UnitPrice.Currency(); !numtext.SameCurrency(line.UnitPrice.Currency(), first) {
			c.Fail(at+"unit_price", "must be in %s like the first item, got %s", first, line.UnitPrice.Currency())
		}
		items = append(items, line.wire())
	}
	return items
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

func (p *LineItemParams) wire() lineItemBody {
	item := lineItemBody{
		Description: p.Description, Quantity: p.Quantity, UnitPrice: p.UnitPrice,
		ProductID: p.ProductID, AccountCode: p.AccountCode,
	}
	if !p.TaxRate.IsZero() {
		item.TaxRate = &p.TaxRate
	}
	return item
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

// compare is Cmp, except that what cannot be sent counts as above everything: to
// compare an exponent of millions would never end.
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
	body := &updateBody{
		DueDate: p.DueDate, PaymentTerms: p.PaymentTerms, Notes: p.Notes, BillingAddress: p.BillingAddress, Metadata: p.Metadata,
	}
	c.Date("due_date", p.DueDate)
	if p.PaymentTerms != nil {
		c.Text("payment_terms", *p.PaymentTerms, 0)
	}
	if p.Notes != nil {
		c.Text("notes", *p.Notes, 0)
	}
	if p.LineItems != nil {
		body.LineItems = wireLineItems(&c, p.LineItems)
	}
	c.Address("billing_address", p.BillingAddress)
	c.MetadataPatch(p.Metadata)
	return body, c.Err()
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
	body := sendBody(*p)
	return &body, c.Err()
}

// checkEmails refuses what no email address can be.
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
	body := &payBody{InvoiceID: p.InvoiceID, PaymentMethod: core.PayBody(&c, p.PaymentMethod), Metadata: p.Metadata}
	c.Text("payment_details.reference", p.Reference, 0)
	if details := (detailsBody{p.FullPayment, p.EarlyPaymentDiscount, p.Reference}); details != (detailsBody{}) {
		body.PaymentDetails = &details
	}
	c.Metadata(p.Metadata)
	return body, c.Err()
}

// args names what is paid, and the idempotency key that the metadata may hold.
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
