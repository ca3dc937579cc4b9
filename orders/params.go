package orders

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// CreateParams are the parameters of [Service.Create]. All amounts must have the same
// currency.
//
//wire:params
type CreateParams struct {
	Items []ItemParams `json:"items"` // required, 1 to 500
	// CustomerID is an existing customer, Customer a new one. Set exactly one.
	CustomerID string          `json:"customer_id,omitempty"`
	Customer   *CustomerParams `json:"customer,omitempty"`
	Source     string          `json:"source,omitempty"` // where the order comes from, "web_checkout"

	// Optional amounts of zero or more. Default: zero.
	ShippingAmount api.Money `json:"shipping_amount,omitempty"`
	TaxAmount      api.Money `json:"tax_amount,omitempty"`
	DiscountAmount api.Money `json:"discount_amount,omitempty"`

	ShippingAddress  *api.Address      `json:"shipping_address,omitempty"`
	BillingAddress   *api.Address      `json:"billing_address,omitempty"` // default: ShippingAddress
	Shipping         *ShippingParams   `json:"shipping,omitempty"`
	PaymentExpiresAt time.Time         `json:"payment_expires_at,omitempty"` // default: 24 hours after creation
	Number           string            `json:"number,omitempty"`             // default: a number of the server
	Notes            string            `json:"notes,omitempty"`
	Metadata         map[string]string `json:"metadata,omitempty"`
}

// ItemParams is an item of a new order. Name or ProductID is required. Price is required
// unless ProductID is a known product.
//
//wire:part
type ItemParams struct {
	ProductID string            `json:"product_id,omitempty"`
	SKU       string            `json:"sku,omitempty"`
	Name      string            `json:"name,omitempty"`
	Quantity  int               `json:"quantity"`        // required, 1 or more
	Price     api.Money         `json:"price,omitempty"` // per piece, zero or more
	Metadata  map[string]string `json:"metadata,omitempty"`
}

// CustomerParams describes a new customer. See [api.CustomerParams].
type CustomerParams = api.CustomerParams

// ShippingParams is the shipping method of a new order.
//
//wire:part
type ShippingParams struct {
	Method  string `json:"method,omitempty"`
	Carrier string `json:"carrier,omitempty"`
}

// UpdateParams are the parameters of [Service.Update]. A nil field is unchanged. A
// pointer to an empty value clears the member: the SDK sends null. Addresses and shipping
// can be changed until the first fulfillment.
//
//wire:params
type UpdateParams struct {
	ShippingAddress *api.Address    `json:"shipping_address,omitempty" wire:"null"`
	BillingAddress  *api.Address    `json:"billing_address,omitempty" wire:"null"`
	Shipping        *ShippingUpdate `json:"shipping,omitempty" wire:"null"`
	Notes           *string         `json:"notes,omitempty" wire:"null"`
	Status          *Status         `json:"status,omitempty"` // StatusDelivered only
	// Metadata is merged key by key; a nil value deletes its key.
	Metadata map[string]*string `json:"metadata,omitempty"`
}

// ShippingUpdate changes the shipping method of an order. A nil field is unchanged. A
// pointer to an empty string clears the member.
//
//wire:part
type ShippingUpdate struct {
	Method  *string `json:"method,omitempty" wire:"null"`
	Carrier *string `json:"carrier,omitempty" wire:"null"`
}

// FulfillParams are the parameters of [Service.Fulfill].
//
//wire:params
type FulfillParams struct {
	Items          []FulfilledItem   `json:"items,omitempty"` // default: all remaining items
	Carrier        string            `json:"carrier,omitempty"`
	TrackingNumber string            `json:"tracking_number,omitempty"`
	TrackingURL    string            `json:"tracking_url,omitempty"`
	NotifyCustomer *bool             `json:"notify_customer,omitempty"` // default: true
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// CancelParams are the parameters of [Service.Cancel].
//
//wire:params
type CancelParams struct {
	Reason         CancelReason `json:"reason"` // required
	Notes          string       `json:"notes,omitempty"`
	NotifyCustomer *bool        `json:"notify_customer,omitempty"` // default: true
	RestockItems   *bool        `json:"restock_items,omitempty"`   // default: true
}

// PayParams are the parameters of [Service.Pay].
//
//wire:params
type PayParams struct {
	OrderID       string    `json:"order_id"`                            // required
	PaymentMethod PayMethod `json:"payment_method" wire:"source=Amount"` // required
	// SplitPayments divides the amount among recipients. The sum must equal the amount.
	// Default: the treasury wallet of the account receives the full amount.
	SplitPayments []SplitParams `json:"split_payments,omitempty"`
	// Metadata can contain "memo", "reference_number" and "idempotency_key". The SDK uses
	// the latter as the idempotency key of the call.
	Metadata map[string]string `json:"metadata,omitempty"`
}

// PayMethod is the paying wallet and the amount.
type PayMethod = api.PayMethod

// PayMethodType is the token of a wallet payment.
type PayMethodType = api.PayMethodType

// The tokens that can pay an order.
const (
	PaySSUSD = api.PaySSUSD
	PayUSDC  = api.PayUSDC
)

// PayStatus is the status in the response of Pay.
type PayStatus = api.PayStatus

// PayCompleted is the only status: a payment that fails returns an error.
const PayCompleted = api.PayCompleted

// SplitParams is the part of a payment for one recipient.
//
//wire:part
type SplitParams struct {
	Recipient string    `json:"recipient"`                // wallet address
	Amount    api.Money `json:"amount" wire:"text,outer"` // in the currency of the payment
	Type      SplitType `json:"type,omitempty"`           // optional; unknown types are sent unchanged
}

// ListParams filters orders. The zero value selects all orders.
//
//wire:params
type ListParams struct {
	Limit             int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter     string             `url:"starting_after,omitempty"` // the ID of an order: the page after it
	EndingBefore      string             `url:"ending_before,omitempty"`  // an ID: the page before it; not with StartingAfter
	Status            Status             `url:"status,omitempty"`
	PaymentStatus     PaymentStatus      `url:"payment_status,omitempty"`
	FulfillmentStatus FulfillmentStatus  `url:"fulfillment_status,omitempty"`
	CustomerID        string             `url:"customer_id,omitempty"`
	Source            string             `url:"source,omitempty"`
	Created           api.TimeRange      `url:"created,omitempty"`
	TotalAmount       api.TotalRange     `url:"total_amount,omitempty"` // in whole units; the currency of the bounds is ignored
	Metadata          api.MetadataFilter `url:"metadata,omitempty"`
}
