package api

import (
	"encoding/json"
	"time"

	"github.com/stateset/stateset-go/internal/jsonenc"
)

// Address is a postal address. Country is an ISO 3166-1 alpha-2 code; every field
// is optional.
type Address struct {
	Name       string `json:"name,omitempty"`
	Line1      string `json:"line1,omitempty"`
	Line2      string `json:"line2,omitempty"`
	City       string `json:"city,omitempty"`
	State      string `json:"state,omitempty"`
	PostalCode string `json:"postal_code,omitempty"`
	Country    string `json:"country,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Email      string `json:"email,omitempty"`
}

// Customer is what the expansion "customer" puts beside a customer_id.
type Customer struct {
	ID        string            `json:"id"`
	Object    string            `json:"object"` // "customer"
	Email     string            `json:"email"`
	FirstName string            `json:"first_name"`
	LastName  string            `json:"last_name"`
	Phone     string            `json:"phone"`
	Metadata  map[string]string `json:"metadata"`
	CreatedAt time.Time         `json:"created_at"`
}

// CustomerParams describes a customer of a new order.
type CustomerParams struct {
	Email     string `json:"email,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Phone     string `json:"phone,omitempty"`
}

// Transaction is a transaction on a chain. Gas is paid in STATE and is not taken
// from the balances.
type Transaction struct {
	TxHash      string    `json:"tx_hash"` // 64 upper-case hex digits
	BlockHeight int64     `json:"block_height"`
	Timestamp   time.Time `json:"timestamp"`
	GasUsed     string    `json:"gas_used"` // an integer
	Chain       Chain     `json:"chain"`
}

// Expanded is an object that appears beside its id only when the call asked for
// it with WithExpand, and whose type belongs to another package: decode it there,
// as in payment.Order.Decode(&order) with an orders.Order.
type Expanded struct {
	raw json.RawMessage
}

// Decode stores the object in the value that v points to. A nil Expanded leaves v
// as it is.
func (e *Expanded) Decode(v any) error {
	if e == nil {
		return nil
	}
	return json.Unmarshal(e.raw, v)
}

// MarshalJSON writes the object as it was received.
func (e Expanded) MarshalJSON() ([]byte, error) {
	if e.raw == nil {
		return []byte("null"), nil
	}
	return e.raw, nil
}

// UnmarshalJSON keeps the object as it is.
func (e *Expanded) UnmarshalJSON(data []byte) error {
	return e.raw.UnmarshalJSON(data)
}

// Balance is what the account's treasury wallet holds, one entry a denomination.
type Balance struct {
	Object    string  `json:"object"` // "balance"
	Available []Money `json:"available"`
	Pending   []Money `json:"pending"`
	Livemode  bool    `json:"livemode"`
}

type balance Balance

// MarshalJSON writes the balance as the API does, every member present.
func (b Balance) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*balance)(&b)) }
