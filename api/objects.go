package api

import (
	"encoding/json"
	"time"

	"github.com/stateset/stateset-go/internal/wire"
)

//go:generate go run github.com/stateset/stateset-go/internal/wiregen

// Extra holds the members of an object that this version of the SDK does not know, as
// JSON text. The encoded object contains them. The unknown members of an amount are below
// its name: Get("total_amount") may return {"usd_value":"25.00"}.
type Extra string

// Get returns the member with that name, or nil.
func (e Extra) Get(name string) json.RawMessage {
	var members map[string]json.RawMessage
	_ = json.Unmarshal([]byte("{"+string(e)+"}"), &members) // text that the user changed has no members
	return members[name]
}

// Address is a postal address. Country is an ISO 3166-1 alpha-2 code. Every field is
// optional.
//
//wire:part
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
	Extra      Extra  `json:"-" wire:"extra"`
}

// Customer is the customer of an object, present if the call expands "customer".
//
//wire:part
type Customer struct {
	ID        string            `json:"id"`
	Object    string            `json:"object"` // "customer"
	Email     string            `json:"email"`
	FirstName string            `json:"first_name"`
	LastName  string            `json:"last_name"`
	Phone     string            `json:"phone"`
	Metadata  map[string]string `json:"metadata"`
	CreatedAt time.Time         `json:"created_at"`
	Extra     Extra             `json:"-" wire:"extra"`
}

// CustomerParams describes a customer of a new order.
//
//wire:part
type CustomerParams struct {
	Email     string `json:"email,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Phone     string `json:"phone,omitempty"`
}

// Transaction is a transaction on a chain. Its gas is paid in STATE, not from the
// balances.
//
//wire:part
type Transaction struct {
	TxHash      string    `json:"tx_hash"` // 64 upper-case hex digits
	BlockHeight int64     `json:"block_height"`
	Timestamp   time.Time `json:"timestamp"`
	GasUsed     string    `json:"gas_used" wire:"digits"` // an integer
	Chain       Chain     `json:"chain"`
	Extra       Extra     `json:"-" wire:"extra"`
}

// Expanded is an expanded object whose type belongs to another package. It is present
// only if the call requests it with WithExpand. Decode it as in
// payment.Order.Decode(&order) with an orders.Order.
type Expanded struct {
	raw json.RawMessage
}

// Decode stores the object in the value that v points to. A nil Expanded leaves v
// unchanged.
func (e *Expanded) Decode(v any) error {
	if e == nil {
		return nil
	}
	return json.Unmarshal(e.raw, v)
}

// MarshalJSON returns the object as it was received.
func (e Expanded) MarshalJSON() ([]byte, error) { return wire.Marshal(&e) }

// UnmarshalJSON keeps the text of the object.
func (e *Expanded) UnmarshalJSON(text []byte) error { return e.raw.UnmarshalJSON(text) }

// DecodeWire keeps the JSON of the object.
func (e *Expanded) DecodeWire(d *wire.Decoder) { wire.ReadRaw(&e.raw, d) }

// AppendWire writes the JSON of the object.
func (e *Expanded) AppendWire(w *wire.Encoder) { w.Raw(e.raw) }

// MarshalBinary writes the JSON of the object, for encoding/gob.
func (e Expanded) MarshalBinary() ([]byte, error) { return e.raw, nil }

// UnmarshalBinary reads what MarshalBinary wrote.
func (e *Expanded) UnmarshalBinary(data []byte) error {
	e.raw = append(json.RawMessage(nil), data...)
	return nil
}

// Equal reports whether both hold the same JSON text.
func (e Expanded) Equal(f Expanded) bool { return string(e.raw) == string(f.raw) }

// Balance is the balance of the account's treasury wallet, with one entry per
// denomination.
//
//wire:object
type Balance struct {
	Object    string  `json:"object"` // "balance"
	Available []Money `json:"available"`
	Pending   []Money `json:"pending"`
	Livemode  bool    `json:"livemode" wire:"must"`
	Extra     Extra   `json:"-" wire:"extra"`
}
