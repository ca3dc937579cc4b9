package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Transaction is a movement of tokens on the ledger. A transfer or a payment to several
// wallets has one transaction for each recipient.
//
//wire:object
type Transaction struct {
	ID              string            `json:"id"`
	Type            TransactionType   `json:"type"`
	TransactionHash string            `json:"transaction_hash"`
	From            string            `json:"from"` // empty for an issue
	To              string            `json:"to"`   // empty for a redemption
	Amount          api.Money         `json:"amount" wire:"micro"`
	USDValue        api.Money         `json:"-" wire:"worth=Amount"` // the value of Amount in US dollars
	Fees            *TransactionFees  `json:"fees"`
	Status          TransactionStatus `json:"status" wire:"must"`
	BlockHeight     int64             `json:"block_height"`
	Memo            string            `json:"memo"`
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	ConfirmedAt     time.Time         `json:"confirmed_at"` // zero until confirmed
	Extra           api.Extra         `json:"-" wire:"extra"`
}

// TransactionFees are the fees of a transaction in ssusd. The sender pays them in
// addition to the amount. The first transaction of a batch has the fee of the batch.
//
//wire:part
type TransactionFees struct {
	NetworkFee    api.Money `json:"network_fee" wire:"text,in=ssusd"`
	ProcessingFee api.Money `json:"processing_fee" wire:"text,in=ssusd"`
	Extra         api.Extra `json:"-" wire:"extra"`
}
