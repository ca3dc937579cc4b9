package invoices

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/payments"
)

// The rows of an invoice's payments, and the discount in the answer of Pay, write
// their amounts as plain decimals in the invoice's currency; the answer of Pay puts
// the worth in US dollars inside the amount. The wire structs embed the public ones
// and shadow what differs.

type (
	invoice        Invoice
	payResult      PayResult
	invoicePayment InvoicePayment
	paidInvoice    PaidInvoice
)

type invoiceWire struct {
	invoice
	Payments []*paymentWire `json:"payments"`
}

type paymentWire struct {
	PaymentID string            `json:"payment_id"`
	Payment   *payments.Payment `json:"payment,omitzero"`
	Amount    core.Text         `json:"amount"`
	Discount  core.Text         `json:"discount"`
	PaidAt    time.Time         `json:"paid_at"`
}

type payResultWire struct {
	payResult
	Payment *invoicePaymentWire `json:"payment"`
	Invoice *paidInvoiceWire    `json:"invoice"`
}

type invoicePaymentWire struct {
	invoicePayment
	AmountPaid      core.ValuedMoney `json:"amount_paid"`
	DiscountApplied *discountWire    `json:"discount_applied"`
}

type discountWire struct {
	Type       DiscountType `json:"type"`
	Amount     core.Text    `json:"amount"`
	Percentage api.Decimal  `json:"percentage"`
}

type paidInvoiceWire struct {
	paidInvoice
	Payments []*paymentWire `json:"payments"`
}

// public completes the embedded invoice and returns it.
func (w *invoiceWire) public() (*Invoice, error) {
	i := (*Invoice)(&w.invoice)
	a := core.Amounts{Currency: i.TotalAmount.Currency()}
	i.Payments = publicPayments(w.Payments, "payments", &a)
	return i, a.Err()
}

func publicPayments(rows []*paymentWire, field string, a *core.Amounts) []*Payment {
	if rows == nil {
		return nil
	}
	public := make([]*Payment, len(rows))
	for i, w := range rows {
		public[i] = w.public(field, a)
	}
	return public
}

// public is nil for nil, a null in the list.
func (w *paymentWire) public(field string, a *core.Amounts) *Payment {
	if w == nil {
		return nil
	}
	return &Payment{
		PaymentID: w.PaymentID, Payment: w.Payment, PaidAt: w.PaidAt,
		Amount: a.Text(field+".amount", w.Amount), Discount: a.Text(field+".discount", w.Discount),
	}
}

// success is public for the answer of a call, which must be one.
func (w *payResultWire) success() (*PayResult, error) {
	if !w.Success {
		return nil, api.ErrNoSuccess
	}
	return w.public()
}

// paymentID is the id of the payment that was made, empty where the answer has none.
func (r *PayResult) paymentID() string {
	if r.Payment == nil {
		return ""
	}
	return r.Payment.PaymentID
}

// invoiceID is the id of the invoice that was paid, empty where the answer has none.
func (r *PayResult) invoiceID() string {
	if r.Payment == nil {
		return ""
	}
	return r.Payment.InvoiceID
}

// public completes the embedded result and returns it.
func (w *payResultWire) public() (*PayResult, error) {
	r := (*PayResult)(&w.payResult)
	var a core.Amounts
	if w.Payment != nil {
		r.Payment = w.Payment.public(&a)
	}
	if w.Invoice != nil {
		r.Invoice = (*PaidInvoice)(&w.Invoice.paidInvoice)
		a.Currency = r.Invoice.TotalAmount.Currency()
		r.Invoice.Payments = publicPayments(w.Invoice.Payments, "invoice.payments", &a)
	}
	if w.Payment != nil && w.Payment.DiscountApplied != nil { // in the invoice's currency, where there is one
		r.Payment.DiscountApplied = w.Payment.DiscountApplied.public(&a)
	}
	return r, a.Err()
}

// public leaves the payment's currency in a.
func (w *invoicePaymentWire) public(a *core.Amounts) *InvoicePayment {
	p := (*InvoicePayment)(&w.invoicePayment)
	a.Currency = "USD"
	p.USDValue = a.Text("payment.amount_paid.usd_value", w.AmountPaid.USDValue)
	a.Currency = w.AmountPaid.Denom
	p.AmountPaid = a.Text("payment.amount_paid.value", w.AmountPaid.Value)
	return p
}

func (w *discountWire) public(a *core.Amounts) *Discount {
	return &Discount{Type: w.Type, Amount: a.Text("payment.discount_applied.amount", w.Amount), Percentage: w.Percentage}
}

// MarshalJSON writes the invoice as the API does, every member present.
func (i Invoice) MarshalJSON() ([]byte, error) {
	a := core.AmountWriter{Currency: i.TotalAmount.Currency()}
	return a.Encode(&invoiceWire{invoice: invoice(i), Payments: wirePayments(i.Payments, &a)})
}

// UnmarshalJSON reads an invoice as the API writes it.
func (i *Invoice) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(i, data, (*invoiceWire).public)
}

func wirePayments(rows []*Payment, a *core.AmountWriter) []*paymentWire {
	wires := make([]*paymentWire, len(rows))
	for i, p := range rows {
		if p != nil {
			wires[i] = &paymentWire{p.PaymentID, p.Payment, a.Text(p.Amount), a.Text(p.Discount), p.PaidAt}
		}
	}
	return wires
}

// MarshalJSON writes the answer as the API does, every member present.
func (r PayResult) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	w := payResultWire{payResult: payResult(r)}
	if r.Payment != nil {
		w.Payment = r.Payment.wire(&a)
	}
	if r.Invoice != nil {
		a.Currency = r.Invoice.TotalAmount.Currency()
		w.Invoice = &paidInvoiceWire{paidInvoice: paidInvoice(*r.Invoice), Payments: wirePayments(r.Invoice.Payments, &a)}
	}
	if r.Payment != nil && r.Payment.DiscountApplied != nil {
		w.Payment.DiscountApplied = r.Payment.DiscountApplied.wire(&a)
	}
	return a.Encode(&w)
}

// wire leaves the payment's currency in a.
func (p *InvoicePayment) wire(a *core.AmountWriter) *invoicePaymentWire {
	w := &invoicePaymentWire{invoicePayment: invoicePayment(*p)}
	a.Currency = "USD"
	w.AmountPaid.USDValue = a.Text(p.USDValue)
	a.Currency = p.AmountPaid.Currency()
	w.AmountPaid.Value, w.AmountPaid.Denom = a.Text(p.AmountPaid), p.AmountPaid.Currency()
	return w
}

func (d *Discount) wire(a *core.AmountWriter) *discountWire {
	return &discountWire{d.Type, a.Text(d.Amount), d.Percentage}
}

// UnmarshalJSON reads the answer as the API writes it.
func (r *PayResult) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(r, data, (*payResultWire).public)
}
