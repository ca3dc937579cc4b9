package engine

import (
	"time"

	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// expiryJob returns the job that runs when the time to pay ends.
func expiryJob(id string) job { return job{kind: jobExpiry, object: id} }

// expiredFrom returns the first time at which the order cannot be paid: one second
// after its payment deadline.
func expiredFrom(o *orders.Order) time.Time { return o.PaymentExpiresAt.Add(time.Second) }

// awaitPayment schedules the event of an unpaid order at the end of its time to pay.
func (tx *Tx) awaitPayment(o *orders.Order) {
	tx.unschedule(expiryJob(o.ID))
	tx.schedule(expiryJob(o.ID), expiredFrom(o))
}

// expireOrder emits the event of an order that was not paid in time. The order is
// unchanged. An order in compliance review has no event, because the review sets a new
// deadline.
func (tx *Tx) expireOrder(id string) error {
	o, ok := tx.account.orders.Get(id)
	if !ok || o.Status != orders.StatusPending || tx.now.Before(expiredFrom(o)) || tx.checkCleared(o) != nil {
		return nil
	}
	emit(tx, webhook.OrderPaymentExpired, o)
	return nil
}
