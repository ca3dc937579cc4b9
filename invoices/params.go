package invoices

import (
	"github.com/stateset/stateset-go/api"
)

// CreateParams describes a new invoice. All its amounts have one currency.
type CreateParams struct {
	CustomerID string           // required
	LineItems  []LineItemParams // required, one or more
	IssueDate  api.Date         // zero means today
	DueDate    api.Date         // not before IssueDate; zero means 30 days after it

	PaymentTerms string // "net_30"
	// EarlyPaymentDiscount offers a discount for paying the whole early; nil offers
	// none.
	EarlyPaymentDiscount *DiscountParams
	SendEmail            bool // also sends it
	Notes                string
	BillingAddress       *api.Address
	Metadata             map[string]string
}

// LineItemParams is one line of an invoice.
type LineItemParams struct {
	Description string      // required
	Quantity    api.Decimal // required, above zero; may have a fraction
	UnitPrice   api.Money   // required, zero or more
	TaxRate     api.Decimal // a fraction from 0 to 1: stateset.Dec("0.08") is 8 %
	ProductID   string
	AccountCode string
}

// DiscountParams offers a discount for paying the whole early.
type DiscountParams struct {
	Percentage api.Decimal // required, above 0 and below 100: stateset.Dec("5.0") is 5 %
	Days       int         // required, 1 or more: to the end of the day (UTC) so many days after IssueDate
}

// UpdateParams changes an invoice; nil, and the zero Date, mean unchanged. Line
// items can be changed while it is a draft, notes and metadata always, the rest
// until it is paid or voided.
type UpdateParams struct {
	DueDate        api.Date
	PaymentTerms   *string
	Notes          *string
	LineItems      []LineItemParams // replaces all of them
	BillingAddress *api.Address
	// Metadata is merged key by key; a nil value deletes its key.
	Metadata map[string]*string
}

// SendParams says whom an invoice is mailed to.
type SendParams struct {
	To, CC, BCC []string // email addresses; no To means the customer's
	Subject     string
	Message     string
	AttachPDF   *bool // nil means true
}

// PayParams pays an invoice from a wallet.
type PayParams struct {
	InvoiceID     string    // required
	PaymentMethod PayMethod // required
	// FullPayment takes the whole balance, which Amount must cover. Otherwise Amount
	// is taken, at most the balance.
	FullPayment bool
	// EarlyPaymentDiscount takes the discount that the invoice offers, if it still
	// does: together with FullPayment, Amount may be the whole balance or the balance
	// less the discount, and the latter is taken. PayResult.Payment.DiscountApplied
	// says whether it was.
	EarlyPaymentDiscount bool
	Reference            string // the payment's description
	// Metadata may hold "memo", "accounting_code" and "idempotency_key", which then
	// is the call's idempotency key.
	Metadata map[string]string
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
