package orders

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/jsonenc"
	"github.com/stateset/stateset-go/payments"
)

// Order is what a customer buys. All its amounts have one currency, and
// TotalAmount = Subtotal + TaxAmount + ShippingAmount − DiscountAmount.
type Order struct {
	ID                 string              `json:"id"`
	Object             string              `json:"object"` // "order"
	OrderNumber        string              `json:"order_number"`
	Status             Status              `json:"status"`
	PaymentStatus      PaymentStatus       `json:"payment_status"`
	FulfillmentStatus  FulfillmentStatus   `json:"fulfillment_status"`
	Source             string              `json:"source"`
	CustomerID         string              `json:"customer_id"`
	Customer           *api.Customer       `json:"customer,omitzero"` // when expanded
	Items              []*Item             `json:"items"`
	Subtotal           api.Money           `json:"subtotal"`
	TaxAmount          api.Money           `json:"tax_amount"`
	ShippingAmount     api.Money           `json:"shipping_amount"`
	DiscountAmount     api.Money           `json:"discount_amount"`
	TotalAmount        api.Money           `json:"total_amount"`
	AmountPaid         api.Money           `json:"amount_paid"`
	AmountRefunded     api.Money           `json:"amount_refunded"`
	ShippingAddress    *api.Address        `json:"shipping_address"`
	BillingAddress     *api.Address        `json:"billing_address"`
	Shipping           *Shipping           `json:"shipping"`
	Fulfillments       []*Fulfillment      `json:"fulfillments"`
	Payments           []*payments.Payment `json:"payments,omitzero"` // when expanded
	CancellationReason CancelReason        `json:"cancellation_reason"`
	Notes              string              `json:"notes"`
	Metadata           map[string]string   `json:"metadata"`
	CreatedAt          time.Time           `json:"created_at"`
	UpdatedAt          time.Time           `json:"updated_at"`
	PaymentExpiresAt   time.Time           `json:"payment_expires_at"`
	PaidAt             time.Time           `json:"paid_at"`      // zero until paid in full
	FulfilledAt        time.Time           `json:"fulfilled_at"` // zero until fulfilled
	DeliveredAt        time.Time           `json:"delivered_at"` // zero until delivered
	CancelledAt        time.Time           `json:"cancelled_at"` // zero unless cancelled
}

type order Order

// MarshalJSON writes the order as the API does, every member present.
func (o Order) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*order)(&o)) }

// Item is one line of an order. Total = Price × Quantity.
type Item struct {
	ID                string            `json:"id"`
	Object            string            `json:"object"` // "order_item"
	ProductID         string            `json:"product_id"`
	Product           *Product          `json:"product,omitzero"` // when expanded
	SKU               string            `json:"sku"`
	Name              string            `json:"name"`
	Quantity          int               `json:"quantity"`
	FulfilledQuantity int               `json:"fulfilled_quantity"`
	Price             api.Money         `json:"price"` // of one piece
	Total             api.Money         `json:"total"`
	Metadata          map[string]string `json:"metadata"`
}

// Product is what the expansion "items.product" puts beside a product_id.
type Product struct {
	ID        string            `json:"id"`
	Object    string            `json:"object"` // "product"
	SKU       string            `json:"sku"`
	Name      string            `json:"name"`
	Price     api.Money         `json:"price"`
	Available int               `json:"available"` // pieces in stock
	Metadata  map[string]string `json:"metadata"`
	CreatedAt time.Time         `json:"created_at"`
}

// Shipping is how an order travels.
type Shipping struct {
	Method         string `json:"method"`
	Carrier        string `json:"carrier"`
	TrackingNumber string `json:"tracking_number"`
	TrackingURL    string `json:"tracking_url"`
}

// Fulfillment is one shipment.
type Fulfillment struct {
	ID             string            `json:"id"`
	Items          []FulfilledItem   `json:"items"`
	Carrier        string            `json:"carrier"`
	TrackingNumber string            `json:"tracking_number"`
	TrackingURL    string            `json:"tracking_url"`
	Metadata       map[string]string `json:"metadata"`
	CreatedAt      time.Time         `json:"created_at"`
}

// FulfilledItem is how many pieces of an item a shipment holds.
type FulfilledItem struct {
	ItemID   string `json:"item_id"`
	Quantity int    `json:"quantity"`
}

// PayResult is the answer of Pay.
type PayResult struct {
	Success     bool             `json:"success"`
	Transaction *api.Transaction `json:"transaction"`
	Payment     *OrderPayment    `json:"payment"`
	Order       *PaidOrder       `json:"order"`
}

// OrderPayment is the payment that Pay made. The payment object itself is
// payments.Get(PaymentID).
type OrderPayment struct {
	PaymentID string    `json:"payment_id"`
	OrderID   string    `json:"order_id"`
	Amount    api.Money `json:"amount"`
	USDValue  api.Money `json:"-"` // what Amount is worth in US dollars
	Status    PayStatus `json:"status"`
	Splits    []*Split  `json:"splits"`
}

// Split is the part of a payment that one recipient got.
type Split struct {
	Recipient string    `json:"recipient"`
	Amount    api.Money `json:"amount"`
	Type      SplitType `json:"type"`
	TxHash    string    `json:"tx_hash"`
}

// PaidOrder is the order after a payment, in short.
type PaidOrder struct {
	OrderID       string        `json:"order_id"`
	Status        Status        `json:"status"`
	PaymentStatus PaymentStatus `json:"payment_status"`
	PaidAt        time.Time     `json:"paid_at"` // zero until paid in full
}

// CancelResult is the answer of Cancel.
type CancelResult struct {
	Order             *Order             `json:"order"`
	Refund            *payments.Refund   `json:"refund"`  // the newest; nil where nothing was paid
	Refunds           []*payments.Refund `json:"refunds"` // one a payment, newest first
	InventoryUpdates  []*InventoryUpdate `json:"inventory_updates"`
	NotificationsSent *Notifications     `json:"notifications_sent"`
}

type cancelResult CancelResult

// MarshalJSON writes the answer as the API does, every member present.
func (r CancelResult) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*cancelResult)(&r)) }

// InventoryUpdate says how many pieces of a product went back to stock.
type InventoryUpdate struct {
	ProductID        string `json:"product_id"`
	QuantityReturned int    `json:"quantity_returned"`
	NewAvailable     int    `json:"new_available"`
}

// Notifications says who was told.
type Notifications struct {
	CustomerEmail bool `json:"customer_email"`
	Webhook       bool `json:"webhook"`
}
