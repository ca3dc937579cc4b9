package lincheck

import (
	"slices"
	"strconv"
	"strings"
)

// model is the immutable state of an object. apply returns the state after an operation,
// and the response. key identifies the state.
type model interface {
	apply(o *op) (next model, answer string)
	key() string
}

// newModel returns an object before the storm.
func newModel(object string) model {
	switch {
	case object == "bank":
		b := bank{}
		for i := range b {
			b[i] = walletFunds
		}
		return b
	case strings.HasPrefix(object, "order"):
		return shop{total: orderTotal, status: "pending"}
	}
	return shop{}
}

// bank holds the balances of wallets in cents.
type bank [bankWallets]int64

func (b bank) apply(o *op) (model, string) {
	if o.Verb == getBalance {
		return b, cents(b[o.From-1])
	}
	if b[o.From-1] < o.Cents+transferFee {
		return b, refusal("INSUFFICIENT_FUNDS")
	}
	b[o.From-1] -= o.Cents + transferFee
	b[o.To-1] += o.Cents
	return b, transferText(o.Cents)
}

func (b bank) key() string {
	text := ""
	for _, held := range b {
		text += cents(held) + " "
	}
	return text
}

// shop is an order with its payments, or payments without an order.
type shop struct {
	total    int64 // zero: there is no order
	paid     int64
	refunded int64
	status   string
	payments []paid // in the order of their operations
}

// paid is a payment.
type paid struct {
	op       int // the operation that created it
	status   string
	amount   int64
	captured int64
	refunded int64
	refunds  int
}

func (s shop) key() string { return s.order() + s.list() }

func (s shop) apply(o *op) (model, string) {
	switch o.Verb {
	case payOrder, payByCard, payByWallet:
		return s.pay(o)
	case cancelOrder:
		return s.cancel()
	case getOrder:
		return s, s.order()
	case listPayments:
		return s, s.list()
	}
	i := slices.IndexFunc(s.payments, func(p paid) bool { return p.op == o.Payment })
	if i < 0 {
		return s, refusal("resource_not_found")
	}
	switch o.Verb {
	case capture:
		return s.capture(i, o.Cents)
	case refund:
		return s.refund(i, o.Cents)
	case void:
		return s.void(i)
	}
	return s, s.payments[i].String()
}

// takes returns the rejection of a payment for the order, or "".
func (s shop) takes(amount int64) string {
	switch {
	case s.total == 0: // a payment without an order
		return ""
	case s.status == "cancelled":
		return refusal("ORDER_CANCELLED")
	case s.paid >= s.total:
		return refusal("ORDER_ALREADY_PAID")
	case s.status != "pending":
		return refusal("invalid_state")
	case s.paid+amount > s.total:
		return refusal("AMOUNT_MISMATCH")
	}
	return ""
}

func (s shop) pay(o *op) (model, string) {
	if no := s.takes(o.Cents); no != "" {
		return s, no
	}
	p := paid{op: o.ID, status: "requires_capture", amount: o.Cents}
	if !o.Authorize {
		p.status, p.captured = "succeeded", o.Cents
		s = s.credit(o.Cents)
	}
	at, _ := slices.BinarySearchFunc(s.payments, p, func(a, b paid) int { return a.op - b.op })
	s.payments = slices.Insert(slices.Clone(s.payments), at, p)
	if o.Verb == payOrder {
		return s, s.stands()
	}
	return s, p.String()
}

// credit adds money to the order.
func (s shop) credit(amount int64) shop {
	if s.total == 0 {
		return s
	}
	if s.paid += amount; s.paid >= s.total {
		s.status = "processing"
	}
	return s
}

// debit removes refunded money from the order.
func (s shop) debit(amount int64) shop {
	if s.total == 0 {
		return s
	}
	if s.refunded += amount; s.refunded == s.paid && s.status != "cancelled" {
		s.status = "refunded"
	}
	return s
}

// with returns the shop with a replaced payment.
func (s shop) with(i int, p paid) shop {
	s.payments = slices.Clone(s.payments)
	s.payments[i] = p
	return s
}

func (s shop) capture(i int, amount int64) (model, string) {
	p := s.payments[i]
	if amount == 0 {
		amount = p.amount
	}
	switch no := s.takes(amount); {
	case p.status != "requires_capture":
		return s, refusal("invalid_state")
	case amount > p.amount:
		return s, refusal("parameter_invalid")
	case no != "":
		return s, no
	}
	p.status, p.captured = "succeeded", amount
	return s.with(i, p).credit(amount), p.String()
}

func (s shop) refund(i int, amount int64) (model, string) {
	p := s.payments[i]
	left := p.captured - p.refunded
	if amount == 0 {
		amount = left
	}
	switch {
	case p.status != "succeeded":
		return s, refusal("invalid_state")
	case left == 0, amount > left:
		return s, refusal("refund_exceeds_payment")
	}
	p.refunded += amount
	p.refunds++
	return s.with(i, p).debit(amount), p.givenBack()
}

func (s shop) void(i int) (model, string) {
	p := s.payments[i]
	if p.status != "requires_capture" {
		return s, refusal("invalid_state")
	}
	p.status = "cancelled"
	return s.with(i, p), p.String()
}

func (s shop) cancel() (model, string) {
	if s.status != "pending" && s.status != "processing" {
		return s, refusal("invalid_state")
	}
	s.status = "cancelled"
	refunds := 0
	for i, p := range s.payments {
		if left := p.captured - p.refunded; p.status == "succeeded" && left > 0 {
			p.refunded, p.refunds = p.captured, p.refunds+1
			refunds++
			s = s.with(i, p).debit(left)
		}
	}
	return s, cancelText(s.order(), refunds)
}

// stands returns the status of the order in the response to a payment.
func (s shop) stands() string { return s.status + " " + s.paymentStatus() }

func (s shop) paymentStatus() string {
	switch {
	case s.paid == 0:
		return "unpaid"
	case s.refunded == s.paid:
		return "refunded"
	case s.refunded > 0:
		return "partially_refunded"
	case s.paid < s.total:
		return "partially_paid"
	}
	return "paid"
}

func (s shop) order() string { return orderText(s.status, s.paymentStatus(), s.paid, s.refunded) }

func (s shop) list() string {
	rows := make([]string, len(s.payments))
	for i, p := range s.payments {
		rows[i] = rowText("op-"+strconv.Itoa(p.op), p.String())
	}
	return listText(rows)
}

// String returns the response for a payment.
func (p paid) String() string { return paymentText(p.status, p.captured, p.refunded) }

func (p paid) givenBack() string { return refundText(p.refunded, p.refunds) }
