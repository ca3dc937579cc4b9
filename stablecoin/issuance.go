package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Issuance is an issue of ssUSD against deposited funds.
//
//wire:object
type Issuance struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"` // "stablecoin_issuance"
	Status      IssuanceStatus    `json:"status" wire:"must"`
	ReferenceID string            `json:"reference_id"`
	Recipient   string            `json:"recipient"` // wallet address
	Amount      api.Money         `json:"amount" wire:"text,beside=denom,or=ssusd"`
	Purpose     Purpose           `json:"purpose"`
	Transaction *api.Transaction  `json:"transaction"`
	Reserve     *Backing          `json:"reserve"`
	Metadata    map[string]string `json:"metadata"`
	CreatedAt   time.Time         `json:"created_at"`
	Extra       api.Extra         `json:"-" wire:"extra"`
}

// Backing is the supply and its reserves after an issuance.
//
//wire:part
type Backing struct {
	TotalReserves api.Money   `json:"total_reserves" wire:"text,in=USD"`
	TotalSupply   api.Money   `json:"total_supply" wire:"text,outer"` // ssusd
	ReserveRatio  api.Decimal `json:"reserve_ratio"`                  // reserves divided by supply, 1 or more
	Extra         api.Extra   `json:"-" wire:"extra"`
}
