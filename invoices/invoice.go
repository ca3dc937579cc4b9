package invoices

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/payments"
)

// Invoice is what a customer owes. All its amounts have one currency, and
// TotalAmount = Subtotal + TaxAmount, BalanceDue = TotalAmount − what was paid −
// the discounts taken.
type Invoice struct {
	ID                   string                `json:"id"`
	Object               string                `json:"object"` // "invoice"
	InvoiceNumber        string                `json:"invoice_number"`
	Status               Status                `json:"status"`
	CustomerID           string                `json:"customer_id"`
	Customer             *api.Customer         `json:"customer,omitzero"` // when expanded
	IssueDate            api.Date              `json:"issue_date"`
	DueDate              api.Date              `json:"due_date"`
	LineItems            []*LineItem           `json:"line_items"`
	Subtotal             api.Money             `json:"subtotal"`
	TaxAmount            api.Money             `json:"tax_amount"`
	DiscountAmount       api.Money             `json:"discount_amount"` // discounts taken so far
	TotalAmount          api.Money             `json:"total_amount"`
	AmountPaid           api.Money             `json:"amount_paid"`
	BalanceDue           api.Money             `json:"balance_due"`
	Payments             []*Payment            `json:"payments"`
	EarlyPaymentDiscount *EarlyPaymentDiscount `json:"early_payment_discount"`
	FactoringID          string                `json:"factoring_id"`
	PaymentTerms         string                `json:"payment_terms"`
	Notes                string                `json:"notes"`
	BillingAddress       *api.Address          `json:"billing_address"`
	Metadata             map[string]string     `json:"metadata"`
	SentCount            int                   `json:"sent_count"`
	CreatedAt            time.Time             `json:"created_at"`
	UpdatedAt            time.Time             `json:"updated_at"`
	SentAt               time.Time             `json:"sent_at"`   // zero until sent
	ViewedAt             time.Time             `json:"viewed_at"` // zero until the customer looked
	PaidAt               time.Time             `json:"paid_at"`   // zero until paid in full
	VoidedAt             time.Time             `json:"voided_at"` // zero unless voided
	PublicURL            string                `json:"public_url"`
	PDFURL               string                `json:"pdf_url"`
	EmailDetails         *EmailDetails         `json:"email_details,omitzero"` // in the answer of Send only
}

// LineItem is one line of an invoice. Amount = Quantity × UnitPrice, TaxAmount =
// Amount × TaxRate.
type LineItem struct {
	ID          string      `json:"id"`
	Description string      `json:"description"`
	Quantity    api.Decimal `json:"quantity"`
	UnitPrice   api.Money   `json:"unit_price"`
	Amount      api.Money   `json:"amount"`
	TaxRate     api.Decimal `json:"tax_rate"` // a fraction: 0.08 is 8 %
	TaxAmount   api.Money   `json:"tax_amount"`
	ProductID   string      `json:"product_id"`
	AccountCode string      `json:"account_code"`
}

// Payment is a payment of an invoice in short; the payment object itself is
// payments.Get(PaymentID).
type Payment struct {
	PaymentID string            `json:"payment_id"`
	Payment   *payments.Payment `json:"payment,omitzero"` // when "payments" is expanded
	Amount    api.Money         `json:"amount"`           // less what was refunded
	Discount  api.Money         `json:"discount"`         // for paying early; zero if none
	PaidAt    time.Time         `json:"paid_at"`
}

// EarlyPaymentDiscount is what paying the whole balance takes off, up to and
// including ExpiresAt.
type EarlyPaymentDiscount struct {
	Percentage api.Decimal `json:"percentage"` // 5.0 is 5 % of the balance
	ExpiresAt  time.Time   `json:"expires_at"`
}

// EmailDetails says what was mailed to whom.
type EmailDetails struct {
	SentTo      []string `json:"sent_to"`
	CC          []string `json:"cc"`
	Subject     string   `json:"subject"`
	Message     string   `json:"message"`
	Attachments []string `json:"attachments"`
}

// PayResult is the answer of Pay. The payment object itself is
// payments.Get(Payment.PaymentID).
type PayResult struct {
	Success     bool             `json:"success"`
	Transaction *api.Transaction `json:"transaction"`
	Payment     *InvoicePayment  `json:"payment"`
	Invoice     *PaidInvoice     `json:"invoice"`
}

// InvoicePayment is the payment that Pay made.
type InvoicePayment struct {
	PaymentID       string    `json:"payment_id"`
	InvoiceID       string    `json:"invoice_id"`
	AmountPaid      api.Money `json:"amount_paid"`
	USDValue        api.Money `json:"-"`                // what AmountPaid is worth in US dollars
	DiscountApplied *Discount `json:"discount_applied"` // nil if none
	Status          PayStatus `json:"status"`
}

// Discount is what was taken off for paying early.
type Discount struct {
	Type       DiscountType `json:"type"`
	Amount     api.Money    `json:"amount"`
	Percentage api.Decimal  `json:"percentage"`
}

// PaidInvoice is the invoice after a payment, in short.
type PaidInvoice struct {
	InvoiceID   string     `json:"invoice_id"`
	Status      Status     `json:"status"`
	TotalAmount api.Money  `json:"total_amount"`
	AmountPaid  api.Money  `json:"amount_paid"`
	BalanceDue  api.Money  `json:"balance_due"`
	Payments    []*Payment `json:"payments"`
}
