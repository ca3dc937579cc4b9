package orders

import "github.com/stateset/stateset-go/internal/api"

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
	Amount valuedMoney `json:"amount"`
	Splits []splitWire `json:"splits"`
}

// valuedMoney is an amount with its worth in US dollars beside it.
type valuedMoney struct {
	Value    api.Text `json:"value"`
	Denom    string   `json:"denom"`
	USDValue api.Text `json:"usd_value"`
}

type splitWire struct {
	Recipient string   `json:"recipient"`
	Amount    api.Text `json:"amount"`
	Type      string   `json:"type"`
	TxHash    string   `json:"tx_hash"`
}

func (w *payResultWire) public() (*PayResult, error) {
	r := (*PayResult)(&w.payResult)
	if w.Payment == nil {
		return r, nil
	}
	p := (*OrderPayment)(&w.Payment.orderPayment)
	r.Payment = p
	a := api.Amounts{Currency: w.Payment.Amount.Denom}
	p.Amount = a.Text("payment.amount.value", w.Payment.Amount.Value)
	for _, s := range w.Payment.Splits {
		p.Splits = append(p.Splits, &Split{s.Recipient, a.Text("payment.splits.amount", s.Amount), s.Type, s.TxHash})
	}
	a.Currency = "USD"
	p.USDValue = a.Text("payment.amount.usd_value", w.Payment.Amount.USDValue)
	return r, a.Err()
}

// MarshalJSON writes the answer as the API does, every member present.
func (r PayResult) MarshalJSON() ([]byte, error) {
	var a api.AmountWriter
	w := payResultWire{payResult: payResult(r)}
	if p := r.Payment; p != nil {
		w.Payment = &orderPaymentWire{
			orderPayment: orderPayment(*p),
			Amount:       valuedMoney{a.Text(p.Amount), p.Amount.Currency, a.Text(p.USDValue)},
		}
		for _, s := range p.Splits {
			w.Payment.Splits = append(w.Payment.Splits, splitWire{s.Recipient, a.Text(s.Amount), s.Type, s.TxHash})
		}
	}
	return a.Encode(&w)
}

// UnmarshalJSON reads the answer as the API writes it.
func (r *PayResult) UnmarshalJSON(data []byte) error {
	return api.DecodeInto(r, data, (*payResultWire).public)
}
