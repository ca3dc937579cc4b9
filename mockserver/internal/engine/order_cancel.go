package engine

import (
	"fmt"
	"slices"

	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// CancelOrder cancels an order without shipments. Each payment is refunded, and the
// items are restocked.
func (tx *Tx) CancelOrder(id string, params *orders.CancelParams) (*orders.CancelResult, error) {
	o, ok := tx.account.orders.Get(id)
	if !ok {
		return nil, notFound("order", id, "")
	}
	if err := checkCancellable(o); err != nil {
		return nil, err
	}
	o = tx.changeOrder(id)
	o.Status, o.CancelledAt, o.CancellationReason = orders.StatusCancelled, tx.now, params.Reason
	if params.Notes != "" {
		o.Notes = params.Notes
	}
	tx.storeOrder(o, webhook.OrderCancelled)
	tx.unschedule(expiryJob(id))
	refunds, err := tx.refundOrder(id, refundReason(params.Reason))
	if err != nil {
		return nil, err
	}
	result := &orders.CancelResult{Refunds: refunds, InventoryUpdates: []*orders.InventoryUpdate{}, NotificationsSent: &orders.Notifications{
		Webhook: tx.notifies(webhook.Type(webhook.OrderCancelled)),
	}}
	if len(refunds) > 0 {
		result.Refund = refunds[0]
	}
	if defaultTrue(params.RestockItems) {
		result.InventoryUpdates = tx.restock(o)
	}
	if customer, ok := tx.account.customers.Get(o.CustomerID); ok {
		result.NotificationsSent.CustomerEmail = defaultTrue(params.NotifyCustomer) && customer.Email != ""
	}
	result.Order, _ = tx.account.orders.Get(id) // again, for the refunded amounts
	return result, nil
}

func checkCancellable(o *orders.Order) error {
	if o.Status != orders.StatusPending && o.Status != orders.StatusProcessing {
		return invalidState("order", o.ID, o.Status, orders.StatusCancelled, "only an order that is 'pending' or 'processing' can be cancelled")
	}
	if o.FulfillmentStatus != orders.FulfillmentUnfulfilled {
		return &Error{Code: CodeInvalidState, Message: fmt.Sprintf(
			"The order '%s' is '%s' and '%s' and cannot become '%s': a part of it was shipped, refund its payments instead",
			o.ID, o.Status, o.FulfillmentStatus, orders.StatusCancelled)}
	}
	return nil
}

// refundOrder refunds the remaining amounts of the order's payments, and returns the
// refunds, newest first.
func (tx *Tx) refundOrder(id string, reason payments.RefundReason) ([]*payments.Refund, error) {
	refunds := []*payments.Refund{}
	for _, paymentID := range tx.account.paymentsOf[id] {
		p, _ := tx.account.payments.Get(paymentID)
		left := refundable(p)
		if p.Status != payments.StatusSucceeded || !left.Decimal().IsPositive() {
			continue
		}
		refund, err := tx.refund(p, left, &payments.RefundParams{Reason: reason})
		if err != nil {
			return nil, err
		}
		refunds = append(refunds, refund)
	}
	slices.Reverse(refunds)
	return refunds, nil
}

// refundReason returns the reason of the refunds of a cancellation.
func refundReason(reason orders.CancelReason) payments.RefundReason {
	switch reason {
	case orders.CancelCustomerRequest:
		return payments.ReasonRequestedByCustomer
	case orders.CancelFraudSuspected:
		return payments.ReasonFraudulent
	case orders.CancelDuplicateOrder:
		return payments.ReasonDuplicate
	}
	return payments.ReasonOther
}

// restock adds the items of known products to the stock, with one update per product.
func (tx *Tx) restock(o *orders.Order) []*orders.InventoryUpdate {
	updates := []*orders.InventoryUpdate{}
	for _, item := range o.Items {
		available, known := tx.moveStock(item.ProductID, item.Quantity)
		if !known {
			continue
		}
		i := slices.IndexFunc(updates, func(u *orders.InventoryUpdate) bool { return u.ProductID == item.ProductID })
		if i < 0 {
			i = len(updates)
			updates = append(updates, &orders.InventoryUpdate{ProductID: item.ProductID})
		}
		updates[i].QuantityReturned += item.Quantity
		updates[i].NewAvailable = available
	}
	return updates
}
