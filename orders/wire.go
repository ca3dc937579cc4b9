package orders

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
)

// The answer of Pay writes the split amounts as plain decimals and puts the worth
// in US dollars inside the amount. The wire structs embed the public ones and
// shadow what differs.

type (
	payResult    PayResult
	orderPayment OrderPayment
)

type payResultWire struct {
	payResult
	Payment *orderPaymentWire `json:"payment"`
}

type orderPaymentWire struct {
	orderPayment
	Amount core.ValuedMoney `json:"amount"`
	Splits []*splitWire     `json:"splits"`
}

type splitWire struct {
	Recipient string    `json:"recipient"`
	Amount    core.Text `json:"amount"`
	Type      SplitType `json:"type"`
	TxHash    string    `json:"tx_hash"`
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

// orderID is the id of the order that was paid, empty where the answer has none.
func (r *PayResult) orderID() string {
	if r.Payment == nil {
		return ""
	}
	return r.Payment.OrderID
}

// orderID is the id of the order that was cancelled, empty where the answer has none.
func (r *CancelResult) orderID() string {
	if r.Order == nil {
		return ""
	}
	return r.Order.ID
}

func (w *payResultWire) public() (*PayResult, error) {
	r := (*PayResult)(&w.payResult)
	if w.Payment == nil {
		return r, nil
	}
	p := (*OrderPayment)(&w.Payment.orderPayment)
	r.Payment = p
	a := core.Amounts{Currency: w.Payment.Amount.Denom}
	p.Amount = a.Text("payment.amount.value", w.Payment.Amount.Value)
	for _, s := range w.Payment.Splits {
		p.Splits = append(p.Splits, s.public(&a))
	}
	a.Currency = "USD"
	p.USDValue = a.Text("payment.amount.usd_value", w.Payment.Amount.USDValue)
	return r, a.Err()
}

// public is nil for nil, a null in the list.
func (w *splitWire) public(a *core.Amounts) *Split {
	if w == nil {
		return nil
	}
	return &Split{w.Recipient, a.Text("payment.splits.amount", w.Amount), w.Type, w.TxHash}
}

// MarshalJSON writes the answer as the API does, every member present.
func (r PayResult) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	w := payResultWire{payResult: payResult(r)}
	if r.Payment != nil {
		w.Payment = r.Payment.wire(&a)
	}
	return a.Encode(&w)
}

func (p *OrderPayment) wire(a *core.AmountWriter) *orderPaymentWire {
	w := &orderPaymentWire{orderPayment: orderPayment(*p)}
	a.Currency = "USD" // of the worth; the denom is that of the amount and the splits
	w.Amount.USDValue = a.Text(p.USDValue)
	a.Currency = p.Amount.Currency()
	w.Amount.Value, w.Amount.Denom = a.Text(p.Amount), p.Amount.Currency()
	for _, s := range p.Splits {
		w.Splits = append(w.Splits, s.wire(a))
	}
	return w
}

func (s *Split) wire(a *core.AmountWriter) *splitWire {
	if s == nil {
		return nil
	}
	return &splitWire{s.Recipient, a.Text(s.Amount), s.Type, s.TxHash}
}

// UnmarshalJSON reads the answer as the API writes it.
func (r *PayResult) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(r, data, (*payResultWire).public)
}
