package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
)

// usd is the currency of reserves.
const usd = "USD"

// Redemption is ssUSD on its way to a bank account.
type Redemption struct {
	ID               string            `json:"id"`
	Object           string            `json:"object"` // "stablecoin_redemption"
	Status           RedemptionStatus  `json:"status"`
	ReferenceID      string            `json:"reference_id"`
	Sender           string            `json:"sender"` // wallet address
	Amount           api.Money         `json:"amount"`
	USDValue         api.Money         `json:"-"` // what Amount is worth in US dollars
	Destination      *Destination      `json:"destination"`
	TransactionHash  string            `json:"transaction_hash"`
	BlockHeight      int64             `json:"block_height"`
	EstimatedArrival time.Time         `json:"estimated_arrival"` // zero when failed
	FailureCode      string            `json:"failure_code"`      // of a failed one, as in "no_account"
	Metadata         map[string]string `json:"metadata"`
	CreatedAt        time.Time         `json:"created_at"`
	CompletedAt      time.Time         `json:"completed_at"` // zero until completed
}

// Destination is what the API tells of the bank account; its number is never echoed.
type Destination struct {
	Type               Rail   `json:"type"`
	AccountNumberLast4 string `json:"account_number_last4"` // of the account number or the IBAN
	RoutingNumber      string `json:"routing_number"`
	SWIFTCode          string `json:"swift_code"`
	BankName           string `json:"bank_name"`
	BeneficiaryName    string `json:"beneficiary_name"`
}

type redemption Redemption

type redemptionWire struct {
	redemption
	Amount *core.ValuedMicro `json:"amount"`
}

// public completes the embedded redemption and returns it.
func (w *redemptionWire) public() (*Redemption, error) {
	r := (*Redemption)(&w.redemption)
	var a core.Amounts
	r.Amount, r.USDValue = a.Micro("amount", w.Amount)
	return r, a.Err()
}

// MarshalJSON writes the redemption as the API does, every member present.
func (r Redemption) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	return a.Encode(&redemptionWire{redemption(r), a.Micro(r.Amount)})
}

// UnmarshalJSON reads a redemption as the API writes it.
func (r *Redemption) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(r, data, (*redemptionWire).public)
}
