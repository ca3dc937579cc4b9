package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/moneyform"
	"github.com/stateset/stateset-go/internal/wire"
)

// Transfer is a transfer of tokens from one wallet to one or more wallets.
//
//wire:object
type Transfer struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"` // "transfer" or "batch_transfer"
	Status          TransactionStatus `json:"status" wire:"must"`
	From            string            `json:"from"`
	To              string            `json:"to"`                            // empty in a batch
	Amount          api.Money         `json:"amount" wire:"hook,must,micro"` // zero in a batch
	Transfers       []*Leg            `json:"transfers"`                     // the transfers of a batch
	TotalAmount     api.Money         `json:"total_amount" wire:"micro"`     // sum of all transfers, without fees
	USDValue        api.Money         `json:"-" wire:"worth=TotalAmount"`    // the value of TotalAmount in US dollars
	Fees            *Fees             `json:"fees"`
	TransactionHash string            `json:"transaction_hash"`
	BlockHeight     int64             `json:"block_height"`
	Memo            string            `json:"memo"`
	Priority        Priority          `json:"priority"`
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	ConfirmedAt     time.Time         `json:"confirmed_at"`
	Extra           api.Extra         `json:"-" wire:"extra"`
}

// Leg is one transfer of a batch.
//
//wire:part
type Leg struct {
	To              string            `json:"to"`
	Amount          api.Money         `json:"amount" wire:"micro"`
	USDValue        api.Money         `json:"-" wire:"worth=Amount"` // the value of Amount in US dollars
	Memo            string            `json:"memo"`
	Status          TransactionStatus `json:"status" wire:"must"`
	TransactionHash string            `json:"transaction_hash"`
	Extra           api.Extra         `json:"-" wire:"extra"`
}

// Fees are the fees of a transfer in ssusd. The sender pays them in addition to the
// amount.
//
//wire:part
type Fees struct {
	NetworkFee  api.Money `json:"network_fee" wire:"text,in=ssusd"`
	PriorityFee api.Money `json:"priority_fee" wire:"text,in=ssusd"` // zero, except with PriorityHigh
	Extra       api.Extra `json:"-" wire:"extra"`
}

// readAmount reads an amount that equals TotalAmount. Its value in US dollars takes
// precedence.
func (t *Transfer) readAmount(d *wire.Decoder) {
	var worth api.Money
	if moneyform.ReadMicro(&t.Amount, &worth, d); !t.USDValue.IsSet() {
		t.USDValue = worth
	}
}

func (t *Transfer) writeAmount(e *wire.Encoder) {
	e.Key("amount")
	moneyform.WriteMicro(&t.Amount, &t.USDValue, e)
}
