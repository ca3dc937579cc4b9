package httpapi

import (
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/payments"
)

// Kinds of objects. A kind without links, such as kindPlain, has no expansions.
const (
	kindPlain    = ""
	kindCustomer = "customer"
	kindInvoice  = "invoice"
	kindOrder    = "order"
	kindItem     = "order_item"
	kindPayment  = "payment"
	kindProduct  = "product"
	kindRefund   = "refund"

	kindGlobalOrder = "global_order"
	kindFactoring   = "factoring"
	kindPOFinancing = "financing of a purchase order"
	kindLoan        = "loan"
	kindRedemption  = "redemption"
	kindTransaction = "transaction"
	kindAgent       = "agent"
)

// links lists the expansions of each kind of object.
var links = map[string][]link{
	kindPayment: {
		{name: "customer", kind: kindCustomer, from: "customer_id", load: one((*engine.Tx).Customers)},
		{name: "order", kind: kindOrder, from: "order_id", load: one((*engine.Tx).Orders)},
		{name: "invoice", kind: kindInvoice, from: "invoice_id", load: one((*engine.Tx).Invoices)},
		{name: "refunds", kind: kindRefund, from: "id", load: many((*engine.Tx).Refunds, "payment_id", func(r *payments.Refund) string { return r.PaymentID })},
	},
	kindOrder: {
		{name: "customer", kind: kindCustomer, from: "customer_id", load: one((*engine.Tx).Customers)},
		{name: "items", kind: kindItem},
		{name: "payments", kind: kindPayment, from: "id", load: many((*engine.Tx).Payments, "order_id", func(p *payments.Payment) string { return p.OrderID })},
	},
	kindInvoice: {
		{name: "customer", kind: kindCustomer, from: "customer_id", load: one((*engine.Tx).Customers)},
		{name: "payments", kind: kindPayment, each: &link{name: "payment", kind: kindPayment, from: "payment_id", load: one((*engine.Tx).Payments)}},
	},
	kindGlobalOrder: {
		{name: "customer", kind: kindCustomer, from: "customer_id", load: one((*engine.Tx).Customers)},
		{name: "order", kind: kindOrder, from: "order_id", load: one((*engine.Tx).Orders)},
	},
	kindItem: {
		{name: "product", kind: kindProduct, from: "product_id", load: one((*engine.Tx).Products)},
	},
	kindRefund: {
		{name: "payment", kind: kindPayment, from: "payment_id", load: refundedPayment},
	},
}

// one returns a loader of the object with an ID.
func one[T any](collection func(*engine.Tx) *engine.Collection[T]) func(*engine.Tx, string) (any, bool) {
	return func(tx *engine.Tx, id string) (any, bool) {
		object, found := collection(tx).Get(id)
		return object, found
	}
}

// many returns a loader of the objects whose field has an ID, newest first.
func many[T any](collection func(*engine.Tx) *engine.Collection[T], field string, owner func(*T) string) func(*engine.Tx, string) (any, bool) {
	return func(tx *engine.Tx, id string) (any, bool) {
		found := []any{}
		var filter records.Filter[*T]
		records.Equal(&filter, field, []string{id}, owner)
		for object := range collection(tx).Select(filter).Newest() {
			found = append(found, object)
		}
		return found, true
	}
}

// refundedPayment loads the payment of a refund. A refund always contains a short form
// of its payment. The expansion replaces the short form and keeps its refunds_count.
func refundedPayment(tx *engine.Tx, id string) (any, bool) {
	payment, found := tx.Payments().Get(id)
	if !found {
		return nil, false
	}
	var filter records.Filter[*payments.Refund]
	records.Equal(&filter, "payment_id", []string{id}, func(r *payments.Refund) string { return r.PaymentID })
	return countedPayment{payment, tx.Refunds().Select(filter).Total()}, true
}

// countedPayment is a payment with the number of its refunds.
type countedPayment struct {
	payment *payments.Payment
	refunds int
}

// MarshalJSON writes the payment and its refunds_count.
func (p countedPayment) MarshalJSON() ([]byte, error) {
	text, err := p.payment.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(text[:len(text)-1], `,"refunds_count":%d}`, p.refunds), nil
}
