package lincheck

import (
	"fmt"
	"slices"
	"time"
)

// plan lists the operations of the clients, and the faults.
type plan struct {
	Seed uint64 `json:"seed"`
	Ops  []op   `json:"ops"`
	Hits []hit  `json:"hits"`
}

// clients is the number of concurrent clients.
const clients = 8

// The initial objects. The wallets hold small amounts, so that some transfers are
// rejected.
const (
	shopOrders  = 2
	orderTotal  = 100_00 // in cents of ssusd
	bankWallets = 3
	walletFunds = 100_00
	transferFee = 1
)

// verb is the type of an operation.
type verb string

// The verbs. The last four read.
const (
	payOrder     verb = "pay an order"
	payByCard    verb = "pay by card"
	payByWallet  verb = "pay a merchant"
	capture      verb = "capture"
	refund       verb = "refund"
	void         verb = "cancel a payment"
	cancelOrder  verb = "cancel an order"
	transfer     verb = "transfer"
	getPayment   verb = "get a payment"
	getOrder     verb = "get an order"
	listPayments verb = "list payments"
	getBalance   verb = "get a balance"
)

func (v verb) reads() bool {
	return slices.Contains([]verb{getPayment, getOrder, listPayments, getBalance}, v)
}

// makesPayment reports whether later operations can use the payment of this one.
func (v verb) makesPayment() bool { return v == payOrder || v == payByCard || v == payByWallet }

// op is one operation of a client.
type op struct {
	ID      int  `json:"id"` // from 1; the mark in the books
	Client  int  `json:"client"`
	PauseMS int  `json:"pause_ms,omitzero"` // before the operation, in virtual time
	Verb    verb `json:"verb"`

	Order     int   `json:"order,omitzero"`   // from 1; 0: none
	Payment   int   `json:"payment,omitzero"` // the operation that created it; noPayment: no such payment
	From      int   `json:"from,omitzero"`    // a wallet, from 1
	To        int   `json:"to,omitzero"`
	Cents     int64 `json:"cents,omitzero"` // 0: the full amount
	Authorize bool  `json:"authorize,omitzero"`

	Unkeyed  bool `json:"unkeyed,omitzero"`   // without an idempotency key
	CancelMS int  `json:"cancel_ms,omitzero"` // when the caller cancels; 0: never
	Leave    bool `json:"leave,omitzero"`     // an unknown outcome is not resolved
}

// noPayment is a payment that does not exist.
const noPayment = -1

// mark returns the name of the operation in the books.
func (o *op) mark() string { return fmt.Sprintf("op-%d", o.ID) }

// object returns the name of the operation's object. Objects are independent of each
// other: an order with its payments is one object, and all wallets are one object.
func (o *op) object() string {
	switch {
	case o.Verb == transfer || o.Verb == getBalance:
		return "bank"
	case o.Order > 0:
		return fmt.Sprintf("order %d", o.Order)
	case o.Verb.makesPayment():
		return fmt.Sprintf("payment %d", o.ID)
	}
	return fmt.Sprintf("payment %d", o.Payment)
}

func (o *op) pause() time.Duration { return time.Duration(o.PauseMS) * time.Millisecond }

// hit is a fault of the nth request with the operation's key, or of the nth request that
// matches.
type hit struct {
	Op    int    `json:"op,omitzero"`
	Match string `json:"match,omitzero"` // without Op: "GET *"
	Nth   int    `json:"nth"`
	Do    string `json:"do"` // as in "at=committed do=reset"
}

// rule returns the fault in the syntax of the server.
func (h *hit) rule() string {
	if h.Op > 0 {
		return fmt.Sprintf("* key=op-%d nth=%d %s optional", h.Op, h.Nth, h.Do)
	}
	return fmt.Sprintf("%s nth=%d %s optional", h.Match, h.Nth, h.Do)
}

// find returns the operation with the ID, or nil.
func (p *plan) find(id int) *op {
	i := slices.IndexFunc(p.Ops, func(o op) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Ops[i]
}

// lies reports whether a fault may return a success for a write that was not executed.
func (p *plan) lies(o *op) bool {
	return slices.ContainsFunc(p.Hits, func(h hit) bool {
		return (h.Op == 0 || h.Op == o.ID) && slices.Contains(liars, h.Do)
	})
}

// stores reports whether the server may store a failure under the operation's key.
func (p *plan) stores(o *op) bool {
	return slices.ContainsFunc(p.Hits, func(h hit) bool { return h.Op == o.ID && h.Do == storedFailure })
}
