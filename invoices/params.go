package invoices

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// CreateParams describes a new invoice. All its amounts have one currency.
//
//wire:params
type CreateParams struct {
	CustomerID string           `json:"customer_id"`          // required
	LineItems  []LineItemParams `json:"line_items"`           // required, one or more
	IssueDate  api.Date         `json:"issue_date,omitempty"` // zero means today
	DueDate    api.Date         `json:"due_date,omitempty"`   // not before IssueDate; zero means 30 days after it

	PaymentTerms string `json:"payment_terms,omitempty"` // "net_30"
	// EarlyPaymentDiscount offers a discount for paying the whole early; nil offers
	// none.
	EarlyPaymentDiscount *DiscountParams   `json:"early_payment_discount,omitempty"`
	SendEmail            bool              `json:"send_email,omitempty"` // also sends it
	Notes                string            `json:"notes,omitempty"`
	BillingAddress       *api.Address      `json:"billing_address,omitempty"`
	Metadata             map[string]string `json:"metadata,omitempty"`
}

// LineItemParams is one line of an invoice.
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

// DiscountParams offers a discount for paying the whole early.
//
//wire:part
type DiscountParams struct {
	Percentage api.Decimal `json:"percentage"` // required, above 0 and below 100: stateset.Dec("5.0") is 5 %
	Days       int         `json:"days"`       // required, 1 or more: to the end of the day (UTC) so many days after IssueDate
}

// UpdateParams changes an invoice. A nil field and the zero Date are unchanged. A pointer to
// an empty value clears the member: null is sent. Line items can be changed while it is a
// draft, notes and metadata always, the rest until it is paid or voided.
//
//wire:params
type UpdateParams struct {
	DueDate        api.Date         `json:"due_date,omitempty"`
	PaymentTerms   *string          `json:"payment_terms,omitempty" wire:"null"`
	Notes          *string          `json:"notes,omitempty" wire:"null"`
	LineItems      []LineItemParams `json:"line_items,omitempty"` // replaces all of them
	BillingAddress *api.Address     `json:"billing_address,omitempty" wire:"null"`
	// Metadata is merged key by key; a nil value deletes its key.
	Metadata map[string]*string `json:"metadata,omitempty"`
}

// SendParams says whom an invoice is mailed to.
//
//wire:params
type SendParams struct {
	To        []string `json:"to,omitempty"` // email addresses; empty means the customer's
	CC        []string `json:"cc,omitempty"`
	BCC       []string `json:"bcc,omitempty"`
	Subject   string   `json:"subject,omitempty"`
	Message   string   `json:"message,omitempty"`
	AttachPDF *bool    `json:"attach_pdf,omitempty"` // nil means true
}

// PayParams pays an invoice from a wallet.
//
//wire:params
type PayParams struct {
	InvoiceID     string    `json:"invoice_id"`     // required
	PaymentMethod PayMethod `json:"payment_method"` // required
	// FullPayment takes the whole balance, which Amount must cover. Otherwise Amount
	// is taken, at most the balance.
	FullPayment bool `json:"payment_details" wire:"hook"`
	// EarlyPaymentDiscount takes the discount that the invoice offers, if it still
	// does: together with FullPayment, Amount may be the whole balance or the balance
	// less the discount, and the latter is taken. PayResult.Payment.DiscountApplied
	// says whether it was.
	EarlyPaymentDiscount bool   `json:"-"`
	Reference            string `json:"-"` // the payment's description
	// Metadata may hold "memo", "accounting_code" and "idempotency_key", which then
	// is the call's idempotency key.
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

// PayMethod is the wallet that pays, and how much.
type PayMethod = api.PayMethod

// PayMethodType is the token that a wallet pays with.
type PayMethodType = api.PayMethodType

// The tokens that pay an invoice.
const (
	PaySSUSD = api.PaySSUSD
	PayUSDC  = api.PayUSDC
)

// PayStatus is the status of a payment that Pay made.
type PayStatus = api.PayStatus

// PayCompleted is the only status of a payment that Pay made: the call pays, or fails.
const PayCompleted = api.PayCompleted

// ListParams selects invoices. The zero value selects them all, newest first.
//
//wire:params
type ListParams struct {
	Limit         int                `url:"limit,omitempty"`          // 1 to 100 a page; 0 means 10
	StartingAfter string             `url:"starting_after,omitempty"` // the page after this invoice
	EndingBefore  string             `url:"ending_before,omitempty"`  // the page before it; not both
	Status        Status             `url:"status,omitempty"`
	CustomerID    string             `url:"customer_id,omitempty"`
	DueDate       api.DateRange      `url:"due_date,omitempty"`
	IssueDate     api.DateRange      `url:"issue_date,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Overdue       *bool              `url:"overdue,omitempty"` // nil selects both
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}
