package orders

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

// orderID returns the ID of the order that was paid, or "" if the response has none.
func (r *PayResult) orderID() string {
	if r.Payment == nil {
		return ""
	}
	return r.Payment.OrderID
}

// orderID returns the ID of the order that was canceled, or "" if the response has none.
func (r *CancelResult) orderID() string {
	if r.Order == nil {
		return ""
	}
	return r.Order.ID
}
