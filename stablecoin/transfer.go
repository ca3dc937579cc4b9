package stablecoin

import (
	"fmt"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

// Transfer is tokens that went from one wallet to another, or to many.
type Transfer struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"` // "transfer" or "batch_transfer"
	Status          TransactionStatus `json:"status"`
	From            string            `json:"from"`
	To              string            `json:"to"`           // empty in a batch
	Amount          api.Money         `json:"amount"`       // zero in a batch
	Transfers       []*Leg            `json:"transfers"`    // of a batch
	TotalAmount     api.Money         `json:"total_amount"` // of all legs, without fees
	USDValue        api.Money         `json:"-"`            // what TotalAmount is worth in US dollars
	Fees            *Fees             `json:"fees"`
	TransactionHash string            `json:"transaction_hash"`
	BlockHeight     int64             `json:"block_height"`
	Memo            string            `json:"memo"`
	Priority        Priority          `json:"priority"`
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	ConfirmedAt     time.Time         `json:"confirmed_at"`
}

// Leg is what one wallet got of a batch.
type Leg struct {
	To              string            `json:"to"`
	Amount          api.Money         `json:"amount"`
	Memo            string            `json:"memo"`
	Status          TransactionStatus `json:"status"`
	TransactionHash string            `json:"transaction_hash"`
}

// Fees are what a transfer cost its sender beside the amount, in ssusd.
type Fees struct {
	NetworkFee  api.Money
	PriorityFee api.Money // for PriorityHigh, otherwise 0
}

type (
	transfer Transfer
	leg      Leg
)

type transferWire struct {
	transfer
	Amount      *core.ValuedMicro `json:"amount"`
	Transfers   []*legWire        `json:"transfers"`
	TotalAmount *core.ValuedMicro `json:"total_amount"`
	Fees        *feesWire         `json:"fees"`
}

type legWire struct {
	leg
	Amount *core.ValuedMicro `json:"amount"`
}

type feesWire struct {
	NetworkFee  core.Text `json:"network_fee"`
	PriorityFee core.Text `json:"priority_fee"`
}

// public completes the embedded transfer and returns it.
func (w *transferWire) public() (*Transfer, error) {
	t := (*Transfer)(&w.transfer)
	var a core.Amounts
	t.Amount, t.USDValue = a.Micro("amount", w.Amount)
	if w.TotalAmount != nil {
		t.TotalAmount, t.USDValue = a.Micro("total_amount", w.TotalAmount)
	}
	if f := w.Fees; f != nil {
		t.Fees = &Fees{
			NetworkFee:  a.In("fees.network_fee", numtext.DenomSSUSD, f.NetworkFee),
			PriorityFee: a.In("fees.priority_fee", numtext.DenomSSUSD, f.PriorityFee),
		}
	}
	t.Transfers = make([]*Leg, len(w.Transfers))
	for i, l := range w.Transfers {
		if l == nil {
			continue // a null in the list
		}
		t.Transfers[i] = (*Leg)(&l.leg)
		t.Transfers[i].Amount, _ = a.Micro(fmt.Sprintf("transfers[%d].amount", i), l.Amount)
	}
	return t, a.Err()
}

// MarshalJSON writes the transfer as the API does, every member present.
func (t Transfer) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	w := transferWire{transfer: transfer(t), Amount: a.Micro(t.Amount), TotalAmount: a.Micro(t.TotalAmount)}
	for _, l := range t.Transfers {
		if l == nil {
			w.Transfers = append(w.Transfers, nil)
			continue
		}
		w.Transfers = append(w.Transfers, &legWire{leg(*l), a.Micro(l.Amount)})
	}
	if f := t.Fees; f != nil {
		w.Fees = &feesWire{a.Text(f.NetworkFee), a.Text(f.PriorityFee)}
	}
	return a.Encode(&w)
}

// UnmarshalJSON reads a transfer as the API writes it.
func (t *Transfer) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(t, data, (*transferWire).public)
}
