package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

// Transaction is one movement of tokens on the ledger. A transfer or a payment to
// several wallets is one for each of them.
type Transaction struct {
	ID              string            `json:"id"`
	Type            TransactionType   `json:"type"`
	TransactionHash string            `json:"transaction_hash"`
	From            string            `json:"from"` // empty for an issue
	To              string            `json:"to"`   // empty for a redemption
	Amount          api.Money         `json:"amount"`
	USDValue        api.Money         `json:"-"` // what Amount is worth in US dollars
	Fees            *TransactionFees  `json:"fees"`
	Status          TransactionStatus `json:"status"`
	BlockHeight     int64             `json:"block_height"`
	Memo            string            `json:"memo"`
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	ConfirmedAt     time.Time         `json:"confirmed_at"` // zero until confirmed
}

// TransactionFees are what a transaction cost its sender beside the amount, in
// ssusd. The fee of a batch stands at its first transaction.
type TransactionFees struct {
	NetworkFee    api.Money
	ProcessingFee api.Money
}

type transaction Transaction

type transactionWire struct {
	transaction
	Amount *core.ValuedMicro    `json:"amount"`
	Fees   *transactionFeesWire `json:"fees"`
}

type transactionFeesWire struct {
	NetworkFee    core.Text `json:"network_fee"`
	ProcessingFee core.Text `json:"processing_fee"`
}

// public completes the embedded transaction and returns it.
func (w *transactionWire) public() (*Transaction, error) {
	t := (*Transaction)(&w.transaction)
	var a core.Amounts
	t.Amount, t.USDValue = a.Micro("amount", w.Amount)
	if f := w.Fees; f != nil {
		t.Fees = &TransactionFees{
			NetworkFee:    a.In("fees.network_fee", numtext.DenomSSUSD, f.NetworkFee),
			ProcessingFee: a.In("fees.processing_fee", numtext.DenomSSUSD, f.ProcessingFee),
		}
	}
	return t, a.Err()
}

// MarshalJSON writes the transaction as the API does, every member present.
func (t Transaction) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	w := transactionWire{transaction: transaction(t), Amount: a.Micro(t.Amount)}
	if f := t.Fees; f != nil {
		w.Fees = &transactionFeesWire{a.Text(f.NetworkFee), a.Text(f.ProcessingFee)}
	}
	return a.Encode(&w)
}

// UnmarshalJSON reads a transaction as the API writes it.
func (t *Transaction) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(t, data, (*transactionWire).public)
}
