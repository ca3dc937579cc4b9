package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Redemption is a payout of ssUSD to a bank account.
//
//wire:object
type Redemption struct {
	ID               string            `json:"id"`
	Object           string            `json:"object"` // "stablecoin_redemption"
	Status           RedemptionStatus  `json:"status" wire:"must"`
	ReferenceID      string            `json:"reference_id"`
	Sender           string            `json:"sender"` // wallet address
	Amount           api.Money         `json:"amount" wire:"micro"`
	USDValue         api.Money         `json:"-" wire:"worth=Amount"` // the value of Amount in US dollars
	Destination      *Destination      `json:"destination"`
	TransactionHash  string            `json:"transaction_hash"`
	BlockHeight      int64             `json:"block_height"`
	EstimatedArrival time.Time         `json:"estimated_arrival"` // zero when failed
	FailureCode      string            `json:"failure_code"`      // of a failed redemption, as in "no_account"
	Metadata         map[string]string `json:"metadata"`
	CreatedAt        time.Time         `json:"created_at"`
	CompletedAt      time.Time         `json:"completed_at"` // zero until completed
	Extra            api.Extra         `json:"-" wire:"extra"`
}

// Destination describes the bank account. It never contains the account number.
//
//wire:part
type Destination struct {
	Type               Rail      `json:"type"`
	AccountNumberLast4 string    `json:"account_number_last4"` // of the account number or the IBAN
	RoutingNumber      string    `json:"routing_number"`
	SWIFTCode          string    `json:"swift_code"`
	BankName           string    `json:"bank_name"`
	BeneficiaryName    string    `json:"beneficiary_name"`
	Extra              api.Extra `json:"-" wire:"extra"`
}
