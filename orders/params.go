package orders

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// CreateParams describes a new order. All its amounts have one currency.
type CreateParams struct {
	Items []ItemParams // required, 1 to 500
	// CustomerID names a customer, Customer describes a new one: one of them.
	CustomerID string
	Customer   *CustomerParams
	Source     string // where the order comes from, "web_checkout"

	// Optional amounts, zero or more; the zero Money means none.
	ShippingAmount api.Money
	TaxAmount      api.Money
	DiscountAmount api.Money

	ShippingAddress  *api.Address
	BillingAddress   *api.Address // nil copies ShippingAddress
	Shipping         *ShippingParams
	PaymentExpiresAt time.Time // zero means 24 hours after creation
	Number           string    // empty lets the server number it
	Notes            string
	Metadata         map[string]string
}

// ItemParams is one line of a new order. Name or ProductID is required, and Price
// unless the product is known.
type ItemParams struct {
	ProductID string
	SKU       string
	Name      string
	Quantity  int       // required, 1 or more
	Price     api.Money // of one piece, zero or more
	Metadata  map[string]string
}

// CustomerParams describes a customer.
type CustomerParams = api.CustomerParams

// ShippingParams says how the order shall travel.
type ShippingParams struct {
	Method  string `json:"method,omitempty"`
	Carrier string `json:"carrier,omitempty"`
}

// UpdateParams changes an order; nil means unchanged. Addresses and shipping can
// be changed until something was fulfilled.
type UpdateParams struct {
	ShippingAddress *api.Address
	BillingAddress  *api.Address
	Shipping        *ShippingParams
	Notes           *string
	Status          *Status // StatusDelivered only
	// Metadata is merged key by key; a nil value deletes its key.
	Metadata map[string]*string
}

// FulfillParams ships an order, or a part of it.
type FulfillParams struct {
	Items          []FulfilledItem // nil means everything that is left
	Carrier        string
	TrackingNumber string
	TrackingURL    string
	NotifyCustomer *bool // nil means true
	Metadata       map[string]string
}

// CancelParams cancels an order.
type CancelParams struct {
	Reason         CancelReason // required
	Notes          string
	NotifyCustomer *bool // nil means true
	RestockItems   *bool // nil means true
}

// PayParams pays an order from a wallet.
type PayParams struct {
	OrderID       string    // required
	PaymentMethod PayMethod // required
	// SplitPayments divides the amount among recipients; nil pays all of it to the
	// account's treasury wallet. The splits add up to the amount exactly.
	SplitPayments []SplitParams
	// Metadata may hold "memo", "reference_number" and "idempotency_key", which
	// then is the call's idempotency key.
	Metadata map[string]string
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
type SplitParams struct {
	Recipient string    // wallet address
	Amount    api.Money // in the currency of the payment
	Type      SplitType // optional; other types than the constants are sent as they are
}

// ListParams selects orders. The zero value selects them all, newest first.
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
