package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

// Issuance is ssUSD that was issued against deposited funds.
type Issuance struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"` // "stablecoin_issuance"
	Status      IssuanceStatus    `json:"status"`
	ReferenceID string            `json:"reference_id"`
	Recipient   string            `json:"recipient"` // wallet address
	Amount      api.Money         `json:"amount"`
	Purpose     Purpose           `json:"purpose"`
	Transaction *api.Transaction  `json:"transaction"`
	Reserve     *Backing          `json:"reserve"`
	Metadata    map[string]string `json:"metadata"`
	CreatedAt   time.Time         `json:"created_at"`
}

// Backing is what stood behind the supply right after an issuance.
type Backing struct {
	TotalReserves api.Money   // US dollars
	TotalSupply   api.Money   // ssusd
	ReserveRatio  api.Decimal // reserves by supply, 1 or more
}

type issuance Issuance

type issuanceWire struct {
	issuance
	Amount  core.Text    `json:"amount"`
	Denom   string       `json:"denom"`
	Reserve *backingWire `json:"reserve"`
}

type backingWire struct {
	TotalReserves core.Text   `json:"total_reserves"`
	TotalSupply   core.Text   `json:"total_supply"`
	ReserveRatio  api.Decimal `json:"reserve_ratio"`
}

// public completes the embedded issuance and returns it.
func (w *issuanceWire) public() (*Issuance, error) {
	i := (*Issuance)(&w.issuance)
	denom := w.Denom
	if denom == "" {
		denom = numtext.DenomSSUSD
	}
	var a core.Amounts
	i.Amount = a.In("amount", denom, w.Amount)
	if r := w.Reserve; r != nil {
		i.Reserve = &Backing{
			TotalReserves: a.In("reserve.total_reserves", usd, r.TotalReserves),
			TotalSupply:   a.In("reserve.total_supply", denom, r.TotalSupply),
			ReserveRatio:  r.ReserveRatio,
		}
	}
	return i, a.Err()
}

// MarshalJSON writes the issuance as the API does, every member present.
func (i Issuance) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	w := issuanceWire{issuance: issuance(i), Amount: a.Text(i.Amount), Denom: i.Amount.Currency()}
	if r := i.Reserve; r != nil {
		w.Reserve = &backingWire{a.Text(r.TotalReserves), a.Text(r.TotalSupply), r.ReserveRatio}
	}
	return a.Encode(&w)
}

// UnmarshalJSON reads an issuance as the API writes it.
func (i *Issuance) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(i, data, (*issuanceWire).public)
}
