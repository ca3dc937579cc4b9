package engine

import (
	"fmt"

	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// UpdateOrder changes the fields that params set. Addresses and shipping can be changed
// only before a shipment. The status can be changed from fulfilled to delivered only.
func (tx *Tx) UpdateOrder(id string, params *orders.UpdateParams) (*orders.Order, error) {
	o, ok := tx.account.orders.Get(id)
	if !ok {
		return nil, notFound("order", id, "")
	}
	if err := checkUpdate(o, params); err != nil {
		return nil, err
	}
	metadata := changeMetadata(o.Metadata, params.Metadata)
	if err := checkMetadata(metadata); err != nil {
		return nil, err
	}
	o = tx.changeOrder(id)
	o.Metadata = metadata
	applyUpdate(o, params)
	kind := webhook.OrderUpdated
	if params.Status != nil {
		o.Status, o.DeliveredAt = orders.StatusDelivered, tx.now
		kind = webhook.OrderDelivered // the only event, even with other changes
	}
	tx.storeOrder(o, kind)
	return o, nil
}

// checkUpdate requires a state that allows the change.
func checkUpdate(o *orders.Order, params *orders.UpdateParams) error {
	for _, part := range []struct {
		param string
		given bool
	}{
		{"shipping_address", params.ShippingAddress != nil},
		{"billing_address", params.BillingAddress != nil},
		{"shipping", params.Shipping != nil},
	} {
		if part.given && o.FulfillmentStatus != orders.FulfillmentUnfulfilled {
			return &Error{Code: CodeInvalidState, Param: part.param, Message: fmt.Sprintf(
				"The order '%s' is '%s': its %s changes only while it is '%s'", o.ID, o.FulfillmentStatus, part.param, orders.FulfillmentUnfulfilled)}
		}
	}
	if params.Status != nil && o.Status != orders.StatusFulfilled {
		return invalidState("order", o.ID, o.Status, orders.StatusDelivered, "only an order that is 'fulfilled' can be delivered")
	}
	return nil
}

// applyUpdate writes to o, a copy that is not stored yet.
func applyUpdate(o *orders.Order, params *orders.UpdateParams) {
	if params.ShippingAddress != nil {
		o.ShippingAddress = orNone(params.ShippingAddress)
	}
	if params.BillingAddress != nil {
		o.BillingAddress = orNone(params.BillingAddress)
	}
	replace(&o.Notes, params.Notes)
	if params.Shipping != nil {
		o.Shipping = changeShipping(shippingOf(o), params.Shipping)
	}
}

// changeShipping returns the shipping with the changes, or nil if nothing is left of it.
func changeShipping(shipping *orders.Shipping, changes *orders.ShippingUpdate) *orders.Shipping {
	if *changes == (orders.ShippingUpdate{}) {
		shipping.Method, shipping.Carrier = "", ""
	}
	replace(&shipping.Method, changes.Method)
	replace(&shipping.Carrier, changes.Carrier)
	return orNone(shipping)
}

// shippingOf returns a copy of the shipping of the order.
func shippingOf(o *orders.Order) *orders.Shipping {
	if o.Shipping == nil {
		return &orders.Shipping{}
	}
	return clone(o.Shipping)
}
