package orders

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// CreateParams describes a new order. All its amounts have one currency.
//
//wire:params
type CreateParams struct {
	Items []ItemParams `json:"items"` // required, 1 to 500
	// CustomerID names a customer, Customer describes a new one: one of them.
	CustomerID string          `json:"customer_id,omitempty"`
	Customer   *CustomerParams `json:"customer,omitempty"`
	Source     string          `json:"source,omitempty"` // where the order comes from, "web_checkout"

	// Optional amounts, zero or more; the zero Money means none.
	ShippingAmount api.Money `json:"shipping_amount,omitempty"`
	TaxAmount      api.Money `json:"tax_amount,omitempty"`
	DiscountAmount api.Money `json:"discount_amount,omitempty"`

	ShippingAddress  *api.Address      `json:"shipping_address,omitempty"`
	BillingAddress   *api.Address      `json:"billing_address,omitempty"` // nil copies ShippingAddress
	Shipping         *ShippingParams   `json:"shipping,omitempty"`
	PaymentExpiresAt time.Time         `json:"payment_expires_at,omitempty"` // zero means 24 hours after creation
	Number           string            `json:"number,omitempty"`             // empty lets the server number it
	Notes            string            `json:"notes,omitempty"`
	Metadata         map[string]string `json:"metadata,omitempty"`
}

// ItemParams is one line of a new order. Name or ProductID is required, and Price
// unless the product is known.
//
//wire:part
type ItemParams struct {
	ProductID string            `json:"product_id,omitempty"`
	SKU       string            `json:"sku,omitempty"`
	Name      string            `json:"name,omitempty"`
	Quantity  int               `json:"quantity"`        // required, 1 or more
	Price     api.Money         `json:"price,omitempty"` // of one piece, zero or more
	Metadata  map[string]string `json:"metadata,omitempty"`
}

// CustomerParams describes a customer.
type CustomerParams = api.CustomerParams

// ShippingParams says how the order shall travel.
//
//wire:part
type ShippingParams struct {
	Method  string `json:"method,omitempty"`
	Carrier string `json:"carrier,omitempty"`
}

// UpdateParams changes an order. A nil field is unchanged. A pointer to an empty value
// clears the member: null is sent. Addresses and shipping can be changed until something
// was fulfilled.
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

// ShippingUpdate changes how the order shall travel. A nil field is unchanged. A pointer to
// an empty string clears the member.
//
//wire:part
type ShippingUpdate struct {
	Method  *string `json:"method,omitempty" wire:"null"`
	Carrier *string `json:"carrier,omitempty" wire:"null"`
}

// FulfillParams ships an order, or a part of it.
//
//wire:params
type FulfillParams struct {
	Items          []FulfilledItem   `json:"items,omitempty"` // nil means everything that is left
	Carrier        string            `json:"carrier,omitempty"`
	TrackingNumber string            `json:"tracking_number,omitempty"`
	TrackingURL    string            `json:"tracking_url,omitempty"`
	NotifyCustomer *bool             `json:"notify_customer,omitempty"` // nil means true
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// CancelParams cancels an order.
//
//wire:params
type CancelParams struct {
	Reason         CancelReason `json:"reason"` // required
	Notes          string       `json:"notes,omitempty"`
	NotifyCustomer *bool        `json:"notify_customer,omitempty"` // nil means true
	RestockItems   *bool        `json:"restock_items,omitempty"`   // nil means true
}

// PayParams pays an order from a wallet.
//
//wire:params
type PayParams struct {
	OrderID       string    `json:"order_id"`                            // required
	PaymentMethod PayMethod `json:"payment_method" wire:"source=Amount"` // required
	// SplitPayments divides the amount among recipients; nil pays all of it to the
	// account's treasury wallet. The splits add up to the amount exactly.
	SplitPayments []SplitParams `json:"split_payments,omitempty"`
	// Metadata may hold "memo", "reference_number" and "idempotency_key", which
	// then is the call's idempotency key.
	Metadata map[string]string `json:"metadata,omitempty"`
}

// PayMethod is the wallet that pays, and how much.
type PayMethod = api.PayMethod

// PayMethodType is the token that a wallet pays with.
type PayMethodType = api.PayMethodType

// The tokens that pay an order.
const (
	PaySSUSD = api.PaySSUSD
	PayUSDC  = api.PayUSDC
)

// PayStatus is the status of a payment that Pay made.
type PayStatus = api.PayStatus

// PayCompleted is the only status of a payment that Pay made: the call pays, or fails.
const PayCompleted = api.PayCompleted

// SplitParams is the part of a payment that one recipient gets.
//
//wire:part
type SplitParams struct {
	Recipient string    `json:"recipient"`                // wallet address
	Amount    api.Money `json:"amount" wire:"text,outer"` // in the currency of the payment
	Type      SplitType `json:"type,omitempty"`           // optional; other types than the constants are sent as they are
}

// ListParams selects orders. The zero value selects them all, newest first.
//
//wire:params
type ListParams struct {
	Limit             int                `url:"limit,omitempty"`          // 1 to 100 a page; 0 means 10
	StartingAfter     string             `url:"starting_after,omitempty"` // the page after this order
	EndingBefore      string             `url:"ending_before,omitempty"`  // the page before it; not both
	Status            Status             `url:"status,omitempty"`
	PaymentStatus     PaymentStatus      `url:"payment_status,omitempty"`
	FulfillmentStatus FulfillmentStatus  `url:"fulfillment_status,omitempty"`
	CustomerID        string             `url:"customer_id,omitempty"`
	Source            string             `url:"source,omitempty"`
	Created           api.TimeRange      `url:"created,omitempty"`
	TotalAmount       api.TotalRange     `url:"total_amount,omitempty"` // in whole units; the currency of the bounds is not compared
	Metadata          api.MetadataFilter `url:"metadata,omitempty"`
}
