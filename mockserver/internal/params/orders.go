package params

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/input"
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
func OrderFilter(q *input.Query) func(*orders.Order) bool {
	status := input.Filter[orders.Status](q, "status")
	payment := input.Filter[orders.PaymentStatus](q, "payment_status")
	fulfillment := input.Filter[orders.FulfillmentStatus](q, "fulfillment_status")
	customer := q.Strings("customer_id")
	source := q.Strings("source")
	created := q.Times("created")
	total := q.Decimals("total_amount")
	metadata := q.Metadata()
	return func(o *orders.Order) bool {
		return status.Has(o.Status) && payment.Has(o.PaymentStatus) && fulfillment.Has(o.FulfillmentStatus) &&
			customer.Has(o.CustomerID) && source.Has(o.Source) && created.Has(o.CreatedAt) &&
			total.Has(o.TotalAmount.Decimal()) && metadata.Has(o.Metadata)
	}
}
