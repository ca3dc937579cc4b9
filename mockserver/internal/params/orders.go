package params

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/orders"
)

const (
	maxItems    = 500
	maxQuantity = 1_000_000_000
)

// CreateOrder reads the body of a new order.
func CreateOrder(o *input.Object) *orders.CreateParams {
	return &orders.CreateParams{
		Items:            input.List(o, "items", readItem, input.Required, input.NotEmpty, input.MaxLen(maxItems)),
		CustomerID:       o.ID("customer_id"),
		Customer:         input.Nested(o, "customer", readCustomer),
		Source:           o.String("source"),
		ShippingAmount:   o.Money("shipping_amount", input.AllowZero),
		TaxAmount:        o.Money("tax_amount", input.AllowZero),
		DiscountAmount:   o.Money("discount_amount", input.AllowZero),
		ShippingAddress:  o.Address("shipping_address"),
		BillingAddress:   o.Address("billing_address"),
		Shipping:         input.Nested(o, "shipping", readShipping),
		PaymentExpiresAt: o.Time("payment_expires_at"),
		Number:           o.String("number", input.NotEmpty),
		Notes:            o.String("notes"),
		Metadata:         o.Metadata("metadata"),
	}
}

func readItem(o *input.Object) orders.ItemParams {
	return orders.ItemParams{
		ProductID: o.ID("product_id"),
		SKU:       o.String("sku"),
		Name:      o.String("name", input.NotEmpty),
		Quantity:  o.Int("quantity", input.Required, input.Min(1), input.Max(maxQuantity)),
		Price:     o.Money("price", input.AllowZero),
		Metadata:  o.Metadata("metadata"),
	}
}

func readCustomer(o *input.Object) orders.CustomerParams {
	return orders.CustomerParams{
		Email:     o.Email("email"),
		FirstName: o.String("first_name"),
		LastName:  o.String("last_name"),
		Phone:     o.String("phone"),
	}
}

func readShipping(o *input.Object) orders.ShippingParams {
	return orders.ShippingParams{Method: o.String("method"), Carrier: o.String("carrier")}
}

func readShippingUpdate(o *input.Object) orders.ShippingUpdate {
	return orders.ShippingUpdate{Method: o.Clearable("method"), Carrier: o.Clearable("carrier")}
}

// UpdateOrder reads the body of an update.
func UpdateOrder(o *input.Object) *orders.UpdateParams {
	return &orders.UpdateParams{
		Status:          input.EnumPtr[orders.Status](o, "status", input.Only(orders.StatusDelivered)), // other calls set the other statuses
		ShippingAddress: o.ClearableAddress("shipping_address"),
		BillingAddress:  o.ClearableAddress("billing_address"),
		Shipping:        input.ClearableNested(o, "shipping", readShippingUpdate),
		Notes:           o.Clearable("notes"),
		Metadata:        o.MetadataPatch("metadata"),
	}
}

// FulfillOrder reads the body of a shipment.
func FulfillOrder(o *input.Object) *orders.FulfillParams {
	return &orders.FulfillParams{
		Items:          input.List(o, "items", readFulfilledItem, input.NotEmpty, input.MaxLen(maxItems)),
		Carrier:        o.String("carrier"),
		TrackingNumber: o.String("tracking_number"),
		TrackingURL:    o.String("tracking_url"),
		NotifyCustomer: o.Bool("notify_customer"),
		Metadata:       o.Metadata("metadata"),
	}
}

func readFulfilledItem(o *input.Object) orders.FulfilledItem {
	return orders.FulfilledItem{
		ItemID:   o.ID("item_id", input.Required),
		Quantity: o.Int("quantity", input.Required, input.Min(1), input.Max(maxQuantity)),
	}
}

// CancelOrder reads the body of a cancellation.
func CancelOrder(o *input.Object) *orders.CancelParams {
	return &orders.CancelParams{
		Reason:         input.Enum[orders.CancelReason](o, "reason", input.Required),
		Notes:          o.String("notes"),
		NotifyCustomer: o.Bool("notify_customer"),
		RestockItems:   o.Bool("restock_items"),
	}
}

// PayOrder reads the body of an order's payment.
func PayOrder(o *input.Object) *orders.PayParams {
	params := &orders.PayParams{
		OrderID:       o.ID("order_id", input.Required),
		PaymentMethod: input.NestedValue(o, "payment_method", readPayMethod, input.Required),
	}
	denom := params.PaymentMethod.Amount.Currency()
	params.SplitPayments = input.List(o, "split_payments", func(o *input.Object) orders.SplitParams {
		return orders.SplitParams{
			Recipient: o.String("recipient", input.Required, input.NotEmpty),
			Amount:    o.Decimal("amount", denom, input.Required),
			Type:      input.OpenEnum[orders.SplitType](o, "type"),
		}
	}, input.MaxLen(maxItems))
	params.Metadata = o.Metadata("metadata")
	return params
}

func readPayMethod(o *input.Object) orders.PayMethod {
	return orders.PayMethod{
		Type:          input.Enum[orders.PayMethodType](o, "type", input.Required, input.AnyCase),
		WalletAddress: o.String("wallet_address", input.Required, input.NotEmpty),
		Amount:        o.Money("amount", input.Required),
		Chain:         input.Enum[api.Chain](o, "chain"),
	}
}

// OrderFilter reads the filters of the list of orders.
func OrderFilter(q *input.Query) records.Filter[*orders.Order] {
	var f records.Filter[*orders.Order]
	records.Equal(&f, "status", input.Filter[orders.Status](q, "status"), func(o *orders.Order) orders.Status { return o.Status })
	records.Equal(&f, "payment_status", input.Filter[orders.PaymentStatus](q, "payment_status"), func(o *orders.Order) orders.PaymentStatus { return o.PaymentStatus })
	records.Equal(&f, "fulfillment_status", input.Filter[orders.FulfillmentStatus](q, "fulfillment_status"), func(o *orders.Order) orders.FulfillmentStatus { return o.FulfillmentStatus })
	records.Equal(&f, "customer_id", q.Strings("customer_id"), func(o *orders.Order) string { return o.CustomerID })
	records.Equal(&f, "source", q.Strings("source"), func(o *orders.Order) string { return o.Source })
	times(&f, "created", q.Times("created"), func(o *orders.Order) time.Time { return o.CreatedAt })
	if total := q.Decimals("total_amount"); total.IsSet() {
		f.Where(func(o *orders.Order) bool { return total.Has(o.TotalAmount.Decimal()) })
	}
	records.Metadata(&f, q.Metadata(), func(o *orders.Order) map[string]string { return o.Metadata })
	return f
}
