package invoices

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// CreateParams are the parameters of [Service.Create]. All amounts must have the same
// currency.
//
//wire:params
type CreateParams struct {
	CustomerID string           `json:"customer_id"`          // required
	LineItems  []LineItemParams `json:"line_items"`           // required, at least one
	IssueDate  api.Date         `json:"issue_date,omitempty"` // default: today (UTC)
	DueDate    api.Date         `json:"due_date,omitempty"`   // not before IssueDate; default: 30 days after IssueDate

	PaymentTerms string `json:"payment_terms,omitempty"` // "net_30"
	// EarlyPaymentDiscount offers a discount for early payment of the full balance.
	// Default: no discount.
	EarlyPaymentDiscount *DiscountParams   `json:"early_payment_discount,omitempty"`
	SendEmail            bool              `json:"send_email,omitempty"` // sends the invoice immediately
	Notes                string            `json:"notes,omitempty"`
	BillingAddress       *api.Address      `json:"billing_address,omitempty"`
	Metadata             map[string]string `json:"metadata,omitempty"`
}

// LineItemParams is a line of a new invoice.
//
//wire:part
type LineItemParams struct {
	Description string      `json:"description"`        // required
	Quantity    api.Decimal `json:"quantity"`           // required, above zero; may have a fraction
	UnitPrice   api.Money   `json:"unit_price"`         // required, zero or more
	TaxRate     api.Decimal `json:"tax_rate,omitempty"` // a fraction from 0 to 1: stateset.Dec("0.08") is 8 %
	ProductID   string      `json:"product_id,omitempty"`
	AccountCode string      `json:"account_code,omitempty"`
}

// DiscountParams is a discount for early payment of the full balance.
//
//wire:part
type DiscountParams struct {
	Percentage api.Decimal `json:"percentage"` // required, above 0 and below 100: stateset.Dec("5.0") is 5 %
	Days       int         `json:"days"`       // required, 1 or more: the discount ends this number of days after IssueDate, at the end of the day (UTC)
}

// UpdateParams are the parameters of [Service.Update]. A nil field and the zero Date are
// unchanged. A pointer to an empty value clears the member: the SDK sends null. Line
// items can be changed while the invoice is a draft. Notes and metadata can always be
// changed. The other fields can be changed until the invoice is paid or voided.
//
//wire:params
type UpdateParams struct {
	DueDate        api.Date         `json:"due_date,omitempty"`
	PaymentTerms   *string          `json:"payment_terms,omitempty" wire:"null"`
	Notes          *string          `json:"notes,omitempty" wire:"null"`
	LineItems      []LineItemParams `json:"line_items,omitempty"` // replaces all line items
	BillingAddress *api.Address     `json:"billing_address,omitempty" wire:"null"`
	// Metadata is merged key by key; a nil value deletes its key.
	Metadata map[string]*string `json:"metadata,omitempty"`
}

// SendParams are the parameters of [Service.Send].
//
//wire:params
type SendParams struct {
	To        []string `json:"to,omitempty"` // email addresses; default: the customer's address
	CC        []string `json:"cc,omitempty"`
	BCC       []string `json:"bcc,omitempty"`
	Subject   string   `json:"subject,omitempty"`
	Message   string   `json:"message,omitempty"`
	AttachPDF *bool    `json:"attach_pdf,omitempty"` // default: true
}

// PayParams are the parameters of [Service.Pay].
//
//wire:params
type PayParams struct {
	InvoiceID     string    `json:"invoice_id"`     // required
	PaymentMethod PayMethod `json:"payment_method"` // required
	// FullPayment pays the full balance. Amount must cover it. Without FullPayment,
	// Amount is paid, at most the balance.
	FullPayment bool `json:"payment_details" wire:"hook"`
	// EarlyPaymentDiscount applies the discount of the invoice, if it is still valid. It
	// requires FullPayment. Amount can be the balance, or the balance minus the discount.
	// PayResult.Payment.DiscountApplied reports the applied discount.
	EarlyPaymentDiscount bool   `json:"-"`
	Reference            string `json:"-"` // description of the payment
	// Metadata can contain "memo", "accounting_code" and "idempotency_key". The SDK uses
	// the latter as the idempotency key of the call.
	Metadata map[string]string `json:"metadata,omitempty"`
}

// payDetails is the object payment_details, whose members are fields of [PayParams].
//
//wire:part
type payDetails struct {
	FullPayment          bool   `json:"full_payment,omitempty"`
	EarlyPaymentDiscount bool   `json:"early_payment_discount,omitempty"`
	Reference            string `json:"reference,omitempty"`
}

func (p *PayParams) readFullPayment(d *wire.Decoder) {
	var details payDetails
	details.DecodeWire(d)
	p.FullPayment, p.EarlyPaymentDiscount, p.Reference = details.FullPayment, details.EarlyPaymentDiscount, details.Reference
}

func (p *PayParams) writeFullPayment(e *wire.Encoder) {
	if details := (payDetails{p.FullPayment, p.EarlyPaymentDiscount, p.Reference}); details != (payDetails{}) {
		e.Key("payment_details")
		details.AppendWire(e)
	}
}

// PayMethod is the paying wallet and the amount.
type PayMethod = api.PayMethod

// PayMethodType is the token of a wallet payment.
type PayMethodType = api.PayMethodType

// The tokens that can pay an invoice.
const (
	PaySSUSD = api.PaySSUSD
	PayUSDC  = api.PayUSDC
)

// PayStatus is the status in the response of Pay.
type PayStatus = api.PayStatus

// PayCompleted is the only status: a payment that fails returns an error.
const PayCompleted = api.PayCompleted

// ListParams filters invoices. The zero value selects all invoices.
//
//wire:params
type ListParams struct {
	Limit         int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter string             `url:"starting_after,omitempty"` // the ID of an invoice: the page after it
	EndingBefore  string             `url:"ending_before,omitempty"`  // an ID: the page before it; not with StartingAfter
	Status        Status             `url:"status,omitempty"`
	CustomerID    string             `url:"customer_id,omitempty"`
	DueDate       api.DateRange      `url:"due_date,omitempty"`
	IssueDate     api.DateRange      `url:"issue_date,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Overdue       *bool              `url:"overdue,omitempty"` // default: all invoices
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}
