package invoices

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/payments"
)

// Invoice is an invoice to a customer. All its amounts have the same currency.
// TotalAmount = Subtotal + TaxAmount. BalanceDue = TotalAmount − payments − discounts.
//
//wire:object
type Invoice struct {
	ID                   string                `json:"id"`
	Object               string                `json:"object"` // "invoice"
	InvoiceNumber        string                `json:"invoice_number"`
	Status               Status                `json:"status" wire:"must"`
	CustomerID           string                `json:"customer_id"`
	Customer             *api.Customer         `json:"customer,omitzero"` // if expanded
	IssueDate            api.Date              `json:"issue_date"`
	DueDate              api.Date              `json:"due_date"`
	LineItems            []*LineItem           `json:"line_items"`
	Subtotal             api.Money             `json:"subtotal"`
	TaxAmount            api.Money             `json:"tax_amount"`
	DiscountAmount       api.Money             `json:"discount_amount"` // sum of the discounts so far
	TotalAmount          api.Money             `json:"total_amount" wire:"source"`
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
	ViewedAt             time.Time             `json:"viewed_at"` // zero until the customer viewed the invoice
	PaidAt               time.Time             `json:"paid_at"`   // zero until paid in full
	VoidedAt             time.Time             `json:"voided_at"` // zero unless voided
	PublicURL            string                `json:"public_url"`
	PDFURL               string                `json:"pdf_url"`
	EmailDetails         *EmailDetails         `json:"email_details,omitzero"` // in the response of Send only
	Extra                api.Extra             `json:"-" wire:"extra"`
}

// LineItem is a line of an invoice. Amount = Quantity × UnitPrice, TaxAmount = Amount ×
// TaxRate.
//
//wire:part
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
	Extra       api.Extra   `json:"-" wire:"extra"`
}

// Payment summarizes a payment of an invoice. Retrieve the full payment with
// payments.Service.Get and PaymentID.
//
//wire:part
type Payment struct {
	PaymentID string            `json:"payment_id" wire:"must"`
	Payment   *payments.Payment `json:"payment,omitzero"`           // when "payments" is expanded
	Amount    api.Money         `json:"amount" wire:"text,outer"`   // minus refunds
	Discount  api.Money         `json:"discount" wire:"text,outer"` // the discount for early payment
	PaidAt    time.Time         `json:"paid_at"`
	Extra     api.Extra         `json:"-" wire:"extra"`
}

// EarlyPaymentDiscount is the discount for a payment of the full balance until ExpiresAt,
// inclusive.
//
//wire:part
type EarlyPaymentDiscount struct {
	Percentage api.Decimal `json:"percentage"` // 5.0 is 5 % of the balance
	ExpiresAt  time.Time   `json:"expires_at"`
	Extra      api.Extra   `json:"-" wire:"extra"`
}

// EmailDetails describes the email that Send sent.
//
//wire:part
type EmailDetails struct {
	SentTo      []string  `json:"sent_to"`
	CC          []string  `json:"cc"`
	Subject     string    `json:"subject"`
	Message     string    `json:"message"`
	Attachments []string  `json:"attachments"`
	Extra       api.Extra `json:"-" wire:"extra"`
}

// PayResult is the response of Pay. Retrieve the full payment with payments.Service.Get
// and Payment.PaymentID.
//
//wire:object
type PayResult struct {
	Success     bool             `json:"success" wire:"must"`
	Transaction *api.Transaction `json:"transaction"`
	Payment     *InvoicePayment  `json:"payment" wire:"must"`
	Invoice     *PaidInvoice     `json:"invoice" wire:"source=TotalAmount"`
	Extra       api.Extra        `json:"-" wire:"extra"`
}

// InvoicePayment summarizes the payment of an invoice.
//
//wire:part
type InvoicePayment struct {
	PaymentID       string    `json:"payment_id" wire:"must"`
	InvoiceID       string    `json:"invoice_id" wire:"must"`
	AmountPaid      api.Money `json:"amount_paid" wire:"source,outer"`
	USDValue        api.Money `json:"-" wire:"worth=AmountPaid"` // the value of AmountPaid in US dollars
	DiscountApplied *Discount `json:"discount_applied"`          // nil if none
	Status          PayStatus `json:"status" wire:"must"`
	Extra           api.Extra `json:"-" wire:"extra"`
}

// Discount is a discount for early payment.
//
//wire:part
type Discount struct {
	Type       DiscountType `json:"type"`
	Amount     api.Money    `json:"amount" wire:"text,outer"`
	Percentage api.Decimal  `json:"percentage"`
	Extra      api.Extra    `json:"-" wire:"extra"`
}

// PaidInvoice summarizes the invoice after a payment.
//
//wire:part
type PaidInvoice struct {
	InvoiceID   string     `json:"invoice_id" wire:"must"`
	Status      Status     `json:"status" wire:"must"`
	TotalAmount api.Money  `json:"total_amount" wire:"source"`
	AmountPaid  api.Money  `json:"amount_paid"`
	BalanceDue  api.Money  `json:"balance_due"`
	Payments    []*Payment `json:"payments"`
	Extra       api.Extra  `json:"-" wire:"extra"`
}
