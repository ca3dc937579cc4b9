package engine

import (
	"time"

	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// expiryJob is the name of the job that waits until the order cannot be paid any more.
func expiryJob(id string) string { return id + " expiry" }

// expiredFrom is the first moment at which the order cannot be paid: the second after
// its last one.
func expiredFrom(o *orders.Order) time.Time { return o.PaymentExpiresAt.Add(time.Second) }

// awaitPayment has an unpaid order tell when its time for payment is over.
func (tx *Tx) awaitPayment(o *orders.Order) {
	id := o.ID
	tx.unschedule(expiryJob(id))
	tx.schedule(expiryJob(id), expiredFrom(o), func(tx *Tx) error { return tx.expireOrder(id) })
}

// expireOrder tells that nobody paid the order in time. Nothing in it changes. An order
// that a compliance review holds up is not told of: the decision gives it a new time.
func (tx *Tx) expireOrder(id string) error {
	o, ok := tx.account.orders.Get(id)
	if !ok || o.Status != orders.StatusPending || tx.now.Before(expiredFrom(o)) || tx.checkCleared(o) != nil {
		return nil
	}
	emit(tx, webhook.OrderPaymentExpired, o)
	return nil
}
