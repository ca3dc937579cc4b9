package engine

import (
	"fmt"
	"maps"
	"slices"

	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// FulfillOrder ships the given items of a paid order. Default: all remaining items.
func (tx *Tx) FulfillOrder(id string, params *orders.FulfillParams) (*orders.Order, error) {
	o, ok := tx.account.orders.Get(id)
	if !ok {
		return nil, notFound("order", id, "")
	}
	shipped, err := shipment(o, params.Items)
	if err != nil {
		return nil, err
	}
	if err := checkFulfillable(o); err != nil {
		return nil, err
	}
	if err := checkLeft(o, shipped); err != nil {
		return nil, err
	}
	o = tx.changeOrder(id)
	ship(o, shipped)
	o.Fulfillments = append(slices.Clip(o.Fulfillments), &orders.Fulfillment{
		ID: tx.newID("ful"), Items: shipped, Carrier: params.Carrier, TrackingNumber: params.TrackingNumber,
		TrackingURL: params.TrackingURL, Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now,
	})
	track(o, params)
	kind := webhook.OrderUpdated
	if o.FulfillmentStatus == orders.FulfillmentFulfilled {
		o.Status, o.FulfilledAt = orders.StatusFulfilled, tx.now
		kind = webhook.OrderFulfilled
	}
	tx.storeOrder(o, kind)
	return o, nil
}

func checkFulfillable(o *orders.Order) error {
	switch o.Status {
	case orders.StatusProcessing:
		return nil
	case orders.StatusPending:
		return &Error{Code: CodeOrderNotPaid, Message: fmt.Sprintf("The order '%s' is '%s' and cannot be fulfilled: %s is owed, pay it first", o.ID, o.PaymentStatus, owed(o))}
	}
	return invalidState("order", o.ID, o.Status, orders.StatusFulfilled, "only an order that is 'processing' can be fulfilled")
}

// shipment returns the items to ship: the given items, which must belong to the order,
// or all remaining ones.
func shipment(o *orders.Order, given []orders.FulfilledItem) ([]orders.FulfilledItem, error) {
	if len(given) == 0 {
		var all []orders.FulfilledItem
		for _, item := range o.Items {
			if left := item.Quantity - item.FulfilledQuantity; left > 0 {
				all = append(all, orders.FulfilledItem{ItemID: item.ID, Quantity: left})
			}
		}
		return all, nil
	}
	for i, want := range given {
		if !slices.ContainsFunc(o.Items, func(item *orders.Item) bool { return item.ID == want.ItemID }) {
			return nil, notFound("item of this order", want.ItemID, fmt.Sprintf("items[%d].item_id", i))
		}
	}
	return slices.Clone(given), nil
}

// checkLeft requires quantities that are left to ship. An item may appear in several
// rows.
func checkLeft(o *orders.Order, shipped []orders.FulfilledItem) error {
	left := map[string]int{}
	for _, item := range o.Items {
		left[item.ID] = item.Quantity - item.FulfilledQuantity
	}
	for i, row := range shipped {
		if row.Quantity > left[row.ItemID] {
			return invalid(fmt.Sprintf("items[%d].quantity", i), "Cannot fulfill %d of the item '%s': %d left to ship", row.Quantity, row.ItemID, left[row.ItemID])
		}
		left[row.ItemID] -= row.Quantity
	}
	return nil
}

// ship adds the shipped quantities to o, a copy that is not stored yet.
func ship(o *orders.Order, shipped []orders.FulfilledItem) {
	pieces := map[string]int{}
	for _, row := range shipped {
		pieces[row.ItemID] += row.Quantity
	}
	o.FulfillmentStatus = orders.FulfillmentFulfilled
	o.Items = slices.Clone(o.Items)
	for i, item := range o.Items {
		changed := *item
		changed.FulfilledQuantity += pieces[item.ID]
		o.Items[i] = &changed
		if changed.FulfilledQuantity < changed.Quantity {
			o.FulfillmentStatus = orders.FulfillmentPartiallyFulfilled
		}
	}
}

// track copies the tracking of the newest shipment to the shipping of the order.
func track(o *orders.Order, params *orders.FulfillParams) {
	if params.Carrier == "" && params.TrackingNumber == "" && params.TrackingURL == "" {
		return
	}
	shipping := shippingOf(o)
	if params.Carrier != "" {
		shipping.Carrier = params.Carrier
	}
	shipping.TrackingNumber, shipping.TrackingURL = params.TrackingNumber, params.TrackingURL
	o.Shipping = shipping
}
