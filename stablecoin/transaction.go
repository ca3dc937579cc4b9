package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Transaction is one movement of tokens on the ledger. A transfer or a payment to
// several wallets is one for each of them.
//
//wire:object
type Transaction struct {
	ID              string            `json:"id"`
	Type            TransactionType   `json:"type"`
	TransactionHash string            `json:"transaction_hash"`
	From            string            `json:"from"` // empty for an issue
	To              string            `json:"to"`   // empty for a redemption
	Amount          api.Money         `json:"amount" wire:"micro"`
	USDValue        api.Money         `json:"-" wire:"worth=Amount"` // what Amount is worth in US dollars
	Fees            *TransactionFees  `json:"fees"`
	Status          TransactionStatus `json:"status" wire:"must"`
	BlockHeight     int64             `json:"block_height"`
	Memo            string            `json:"memo"`
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	ConfirmedAt     time.Time         `json:"confirmed_at"` // zero until confirmed
	Extra           api.Extra         `json:"-" wire:"extra"`
}

// TransactionFees are what a transaction cost its sender beside the amount, in
// ssusd. The fee of a batch stands at its first transaction.
//
//wire:part
type TransactionFees struct {
	NetworkFee    api.Money `json:"network_fee" wire:"text,in=ssusd"`
	ProcessingFee api.Money `json:"processing_fee" wire:"text,in=ssusd"`
	Extra         api.Extra `json:"-" wire:"extra"`
}
