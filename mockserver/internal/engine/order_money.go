package engine

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// owed is what is left to pay. Refunds do not raise it: what was paid was paid.
func owed(o *orders.Order) api.Money { return plus(o.TotalAmount, o.AmountPaid.Value.Neg()) }

// checkPayable wants an order that can be paid now.
func (tx *Tx) checkPayable(o *orders.Order) error {
	if err := checkOpen(o); err != nil {
		return err
	}
	if err := tx.checkCleared(o); err != nil {
		return err
	}
	if tx.now.After(o.PaymentExpiresAt) {
		return &Error{Code: CodePaymentExpired, Message: fmt.Sprintf(
			"The order '%s' could be paid until %s: create a new order", o.ID, o.PaymentExpiresAt.Format(timeLayout))}
	}
	return nil
}

// checkOpen wants an order that waits for money, expired or not.
func checkOpen(o *orders.Order) error {
	switch {
	case o.Status == orders.StatusCancelled:
		return &Error{Code: CodeOrderCancelled, Message: fmt.Sprintf("The order '%s' is 'cancelled' and cannot be paid: create a new order", o.ID)}
	case !owed(o).Value.IsPositive():
		return &Error{Code: CodeOrderAlreadyPaid, Message: fmt.Sprintf("The order '%s' is paid already: its %s are settled", o.ID, o.TotalAmount)}
	case o.Status != orders.StatusPending:
		return invalidState("order", o.ID, o.Status, orders.StatusProcessing, "only an order that is 'pending' can be paid")
	}
	return nil
}

// checkOwed wants an amount that the order's currency takes and that is not more
// than what is owed.
func checkOwed(o *orders.Order, amount api.Money, param string) error {
	return orderDebt(o).checkPart(amount, param)
}

// checkFits wants an amount that the order's currency can hold, since it is added
// to the order's amounts without rounding.
func checkFits(o *orders.Order, amount api.Money, param string) error {
	return orderDebt(o).checkFits(amount, param)
}

func orderDebt(o *orders.Order) debt { return debt{kind: "order", id: o.ID, left: owed(o)} }

// storeOrder stores a new order or a changed copy of one, and tells of it: by the event
// of the change, or by order.updated where the change has none of its own (a payment or
// a shipment of a part), so that the newest event of an order shows it as it is.
func (tx *Tx) storeOrder(o *orders.Order, kind webhook.TypeOf[orders.Order]) {
	if kind == webhook.OrderUpdated {
		former, _ := tx.account.orders.Get(o.ID)
		emitUpdate(tx, kind, former, o)
	} else {
		emit(tx, kind, o)
	}
	put(tx, tx.account.orders, o.ID, o) // last: a cross-border order that follows tells of itself
}

// creditOrder counts money towards the order, which the caller has checked.
func (tx *Tx) creditOrder(id string, value decimal.Decimal) *orders.Order {
	o := tx.changeOrder(id)
	o.AmountPaid = plus(o.AmountPaid, value)
	o.PaymentStatus = paymentStatus(o)
	kind := webhook.OrderUpdated
	if o.Status == orders.StatusPending && !owed(o).Value.IsPositive() {
		o.Status, o.PaidAt = orders.StatusProcessing, tx.now
		kind = webhook.OrderPaid
		tx.unschedule(expiryJob(id))
	}
	tx.storeOrder(o, kind)
	return o
}

// debitOrder counts money that went back. An order whose money went back whole is
// refunded, unless it is cancelled and stays so: its cancellation was told, and the
// refunds that follow from it change its amounts alone.
func (tx *Tx) debitOrder(id string, value decimal.Decimal) {
	o := tx.changeOrder(id)
	o.AmountRefunded = plus(o.AmountRefunded, value)
	o.PaymentStatus = paymentStatus(o)
	kind := webhook.OrderUpdated
	if o.PaymentStatus == orders.PaymentRefunded && o.Status != orders.StatusCancelled {
		o.Status = orders.StatusRefunded
		kind = webhook.OrderRefunded
		tx.unschedule(expiryJob(id))
	}
	tx.storeOrder(o, kind)
}

// changeOrder is a copy of a known order to change and store.
func (tx *Tx) changeOrder(id string) *orders.Order {
	o, _ := tx.account.orders.Get(id)
	changed := *o
	changed.UpdatedAt = tx.now
	return &changed
}

// paymentStatus follows from what was paid and what went back.
func paymentStatus(o *orders.Order) orders.PaymentStatus {
	switch {
	case o.AmountPaid.Value.IsZero():
		return orders.PaymentUnpaid
	case o.AmountRefunded.Value.Equal(o.AmountPaid.Value):
		return orders.PaymentRefunded
	case o.AmountRefunded.Value.IsPositive():
		return orders.PaymentPartiallyRefunded
	case owed(o).Value.IsPositive():
		return orders.PaymentPartiallyPaid
	}
	return orders.PaymentPaid
}
