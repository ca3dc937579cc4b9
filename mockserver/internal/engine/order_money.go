package engine

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// owed returns the amount left to pay. Refunds do not increase it.
func owed(o *orders.Order) api.Money { return plus(o.TotalAmount, o.AmountPaid.Decimal().Neg()) }

// checkPayable requires an order that can be paid now.
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

// checkOpen requires an order with an open amount, expired or not.
func checkOpen(o *orders.Order) error {
	switch {
	case o.Status == orders.StatusCancelled:
		return &Error{Code: CodeOrderCancelled, Message: fmt.Sprintf("The order '%s' is 'cancelled' and cannot be paid: create a new order", o.ID)}
	case !owed(o).Decimal().IsPositive():
		return &Error{Code: CodeOrderAlreadyPaid, Message: fmt.Sprintf("The order '%s' is paid already: its %s are settled", o.ID, o.TotalAmount)}
	case o.Status != orders.StatusPending:
		return invalidState("order", o.ID, o.Status, orders.StatusProcessing, "only an order that is 'pending' can be paid")
	}
	return nil
}

// checkOwed requires an amount that the currency of the order allows and that does not
// exceed the amount owed.
func checkOwed(o *orders.Order, amount api.Money, param string) error {
	return orderDebt(o).checkPart(amount, param)
}

// checkFits requires an amount that the order's currency can express, because the
// amount is added to the order's amounts without rounding.
func checkFits(o *orders.Order, amount api.Money, param string) error {
	return orderDebt(o).checkFits(amount, param)
}

func orderDebt(o *orders.Order) debt { return debt{kind: "order", id: o.ID, left: owed(o)} }

// storeOrder stores a new or changed order and emits an event. A change without its own
// event, such as a partial payment or shipment, emits order.updated. So the newest event
// of an order always shows its current state.
func (tx *Tx) storeOrder(o *orders.Order, kind webhook.TypeOf[orders.Order]) {
	if kind == webhook.OrderUpdated {
		former, _ := tx.account.orders.Get(o.ID)
		emitUpdate(tx, kind, former, o)
	} else {
		emit(tx, kind, o)
	}
	put(tx, &tx.account.orders, o.ID, o) // last, because a cross-border order that follows emits its own event
}

// creditOrder counts a payment towards the order. The caller has checked the payment.
func (tx *Tx) creditOrder(id string, value decimal.Decimal) *orders.Order {
	o := tx.changeOrder(id)
	o.AmountPaid = plus(o.AmountPaid, value)
	o.PaymentStatus = paymentStatus(o)
	kind := webhook.OrderUpdated
	if o.Status == orders.StatusPending && !owed(o).Decimal().IsPositive() {
		o.Status, o.PaidAt = orders.StatusProcessing, tx.now
		kind = webhook.OrderPaid
		tx.unschedule(expiryJob(id))
	}
	tx.storeOrder(o, kind)
	return o
}

// debitOrder counts a refund. A fully refunded order becomes refunded, unless it is
// canceled: the cancellation has its own event, and its refunds change the amounts
// only.
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

// changeOrder returns a copy of an existing order to change and store.
func (tx *Tx) changeOrder(id string) *orders.Order {
	o, _ := tx.account.orders.Get(id)
	changed := *o
	changed.UpdatedAt = tx.now
	return &changed
}

// paymentStatus returns the payment status from the paid and refunded amounts.
func paymentStatus(o *orders.Order) orders.PaymentStatus {
	switch {
	case o.AmountPaid.Decimal().IsZero():
		return orders.PaymentUnpaid
	case o.AmountRefunded.Decimal().Equal(o.AmountPaid.Decimal()):
		return orders.PaymentRefunded
	case o.AmountRefunded.Decimal().IsPositive():
		return orders.PaymentPartiallyRefunded
	case owed(o).Decimal().IsPositive():
		return orders.PaymentPartiallyPaid
	}
	return orders.PaymentPaid
}
