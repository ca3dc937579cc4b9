package payments

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/stateset/stateset-go/internal/core"
)

// On the wire a payment's amounts are numbers in the unit of the currency beside
// them. The wire structs embed the public ones and shadow what differs, so that
// encoding/json fills everything in one pass.

type (
	payment Payment
	refund  Refund
)

type paymentWire struct {
	payment
	Amount           json.Number         `json:"amount"`
	Currency         string              `json:"currency"`
	AmountCapturable json.Number         `json:"amount_capturable"`
	AmountCaptured   json.Number         `json:"amount_captured"`
	AmountRefunded   json.Number         `json:"amount_refunded"`
	Refunds          []*refundWire       `json:"refunds,omitzero"`
	CaptureDetails   *captureDetailsWire `json:"capture_details,omitzero"`
	Created          core.UnixTime       `json:"created"`
}

type refundWire struct {
	refund
	Amount   json.Number          `json:"amount"`
	Currency string               `json:"currency"`
	Payment  *refundedPaymentWire `json:"payment"`
}

type refundedPaymentWire struct {
	ID             string      `json:"id"`
	Amount         json.Number `json:"amount"`
	AmountRefunded json.Number `json:"amount_refunded"`
	RefundsCount   int         `json:"refunds_count"`
}

type captureDetailsWire struct {
	CapturedAmount     json.Number `json:"captured_amount"`
	CaptureTime        time.Time   `json:"capture_time"`
	ProcessorCaptureID string      `json:"processor_capture_id"`
}

// public completes the embedded payment and returns it.
func (w *paymentWire) public() (*Payment, error) {
	p := (*Payment)(&w.payment)
	a := core.Amounts{Currency: w.Currency}
	p.Amount = a.Number("amount", w.Amount)
	p.AmountCapturable = a.Number("amount_capturable", w.AmountCapturable)
	p.AmountCaptured = a.Number("amount_captured", w.AmountCaptured)
	p.AmountRefunded = a.Number("amount_refunded", w.AmountRefunded)
	if p.CreatedAt.IsZero() {
		p.CreatedAt = w.Created.Time
	}
	if c := w.CaptureDetails; c != nil {
		p.CaptureDetails = &CaptureDetails{
			CapturedAmount: a.Number("capture_details.captured_amount", c.CapturedAmount),
			CaptureTime:    c.CaptureTime, ProcessorCaptureID: c.ProcessorCaptureID,
		}
	}
	if w.Refunds != nil {
		p.Refunds = make([]*Refund, 0, len(w.Refunds))
	}
	for i, r := range w.Refunds {
		public, err := r.public()
		if err != nil {
			return nil, fmt.Errorf("refunds[%d].%w", i, err)
		}
		p.Refunds = append(p.Refunds, public)
	}
	return p, a.Err()
}

// public completes the embedded refund and returns it; nil is a null in a list.
func (w *refundWire) public() (*Refund, error) {
	if w == nil {
		return nil, nil
	}
	r := (*Refund)(&w.refund)
	a := core.Amounts{Currency: w.Currency}
	r.Amount = a.Number("amount", w.Amount)
	if p := w.Payment; p != nil {
		r.Payment = &RefundedPayment{
			ID:             p.ID,
			Amount:         a.Number("payment.amount", p.Amount),
			AmountRefunded: a.Number("payment.amount_refunded", p.AmountRefunded),
			RefundsCount:   p.RefundsCount,
		}
	}
	return r, a.Err()
}

// MarshalJSON writes the payment as the API does, every member present.
func (p Payment) MarshalJSON() ([]byte, error) {
	a := core.AmountWriter{Currency: p.Amount.Currency()}
	w := paymentWire{
		payment: payment(p), Currency: p.Amount.Currency(), Created: core.UnixTime{Time: p.CreatedAt},
		Amount:           a.Number(p.Amount),
		AmountCapturable: a.Number(p.AmountCapturable),
		AmountCaptured:   a.Number(p.AmountCaptured),
		AmountRefunded:   a.Number(p.AmountRefunded),
	}
	if c := p.CaptureDetails; c != nil {
		w.CaptureDetails = &captureDetailsWire{a.Number(c.CapturedAmount), c.CaptureTime, c.ProcessorCaptureID}
	}
	if p.Refunds != nil {
		w.Refunds = make([]*refundWire, len(p.Refunds))
		for i, r := range p.Refunds {
			w.Refunds[i] = r.wire(&a)
		}
	}
	return a.Encode(&w)
}

// UnmarshalJSON reads a payment as the API writes it.
func (p *Payment) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(p, data, (*paymentWire).public)
}

func (r *Refund) wire(a *core.AmountWriter) *refundWire {
	if r == nil {
		return nil
	}
	a.Currency = r.Amount.Currency()
	w := &refundWire{refund: refund(*r), Amount: a.Number(r.Amount), Currency: r.Amount.Currency()}
	if p := r.Payment; p != nil {
		w.Payment = &refundedPaymentWire{p.ID, a.Number(p.Amount), a.Number(p.AmountRefunded), p.RefundsCount}
	}
	return w
}

// MarshalJSON writes the refund as the API does, every member present.
func (r Refund) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	return a.Encode(r.wire(&a))
}

// UnmarshalJSON reads a refund as the API writes it.
func (r *Refund) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(r, data, (*refundWire).public)
}
