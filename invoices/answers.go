package invoices

import "github.com/stateset/stateset-go/api"

// successful requires that the response of Pay reports a success.
func (r *PayResult) successful() error {
	if !r.Success {
		return api.ErrNoSuccess
	}
	return nil
}

// paymentID returns the ID of the payment, or "" if the response has none.
func (r *PayResult) paymentID() string {
	if r.Payment == nil {
		return ""
	}
	return r.Payment.PaymentID
}

// invoiceID returns the ID of the invoice that was paid, or "" if the response has none.
func (r *PayResult) invoiceID() string {
	if r.Payment == nil {
		return ""
	}
	return r.Payment.InvoiceID
}
