package orders

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/payments"
)

// Order is an order of a customer. All its amounts have the same currency. TotalAmount =
// Subtotal + TaxAmount + ShippingAmount − DiscountAmount.
//
//wire:object
type Order struct {
	ID                 string              `json:"id"`
	Object             string              `json:"object"` // "order"
	OrderNumber        string              `json:"order_number"`
	Status             Status              `json:"status" wire:"must"`
	PaymentStatus      PaymentStatus       `json:"payment_status" wire:"must"`
	FulfillmentStatus  FulfillmentStatus   `json:"fulfillment_status"`
	Source             string              `json:"source"`
	CustomerID         string              `json:"customer_id"`
	Customer           *api.Customer       `json:"customer,omitzero"` // if expanded
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
	Payments           []*payments.Payment `json:"payments,omitzero"` // if expanded
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
	Extra              api.Extra           `json:"-" wire:"extra"`
}

// Item is one line of an order. Total = Price × Quantity.
//
//wire:part
type Item struct {
	ID                string            `json:"id"`
	Object            string            `json:"object"` // "order_item"
	ProductID         string            `json:"product_id"`
	Product           *Product          `json:"product,omitzero"` // if expanded
	SKU               string            `json:"sku"`
	Name              string            `json:"name"`
	Quantity          int               `json:"quantity"`
	FulfilledQuantity int               `json:"fulfilled_quantity"`
	Price             api.Money         `json:"price"` // per piece
	Total             api.Money         `json:"total"`
	Metadata          map[string]string `json:"metadata"`
	Extra             api.Extra         `json:"-" wire:"extra"`
}

// Product is the product of an item. The expansion "items.product" includes it.
//
//wire:part
type Product struct {
	ID        string            `json:"id"`
	Object    string            `json:"object"` // "product"
	SKU       string            `json:"sku"`
	Name      string            `json:"name"`
	Price     api.Money         `json:"price"`
	Available int               `json:"available"` // number of pieces in stock
	Metadata  map[string]string `json:"metadata"`
	CreatedAt time.Time         `json:"created_at"`
	Extra     api.Extra         `json:"-" wire:"extra"`
}

// Shipping is the shipping method of an order.
//
//wire:part
type Shipping struct {
	Method         string    `json:"method"`
	Carrier        string    `json:"carrier"`
	TrackingNumber string    `json:"tracking_number"`
	TrackingURL    string    `json:"tracking_url"`
	Extra          api.Extra `json:"-" wire:"extra"`
}

// Fulfillment is a shipment of an order.
//
//wire:part
type Fulfillment struct {
	ID             string            `json:"id"`
	Items          []FulfilledItem   `json:"items"`
	Carrier        string            `json:"carrier"`
	TrackingNumber string            `json:"tracking_number"`
	TrackingURL    string            `json:"tracking_url"`
	Metadata       map[string]string `json:"metadata"`
	CreatedAt      time.Time         `json:"created_at"`
	Extra          api.Extra         `json:"-" wire:"extra"`
}

// FulfilledItem is an item of a shipment with the number of pieces.
//
//wire:part
type FulfilledItem struct {
	ItemID   string    `json:"item_id"`
	Quantity int       `json:"quantity"`
	Extra    api.Extra `json:"-" wire:"extra"`
}

// PayResult is the response of Pay.
//
//wire:object
type PayResult struct {
	Success     bool             `json:"success" wire:"must"`
	Transaction *api.Transaction `json:"transaction"`
	Payment     *OrderPayment    `json:"payment" wire:"must"`
	Order       *PaidOrder       `json:"order"`
	Extra       api.Extra        `json:"-" wire:"extra"`
}

// OrderPayment summarizes the payment of an order. Retrieve the full payment with
// payments.Service.Get and PaymentID.
//
//wire:part
type OrderPayment struct {
	PaymentID string    `json:"payment_id" wire:"must"`
	OrderID   string    `json:"order_id" wire:"must"`
	Amount    api.Money `json:"amount" wire:"source"`
	USDValue  api.Money `json:"-" wire:"worth=Amount"` // the value of Amount in US dollars
	Status    PayStatus `json:"status" wire:"must"`
	Splits    []*Split  `json:"splits"`
	Extra     api.Extra `json:"-" wire:"extra"`
}

// Split is the part of a payment for one recipient.
//
//wire:part
type Split struct {
	Recipient string    `json:"recipient"`
	Amount    api.Money `json:"amount" wire:"text,outer"`
	Type      SplitType `json:"type"`
	TxHash    string    `json:"tx_hash"`
	Extra     api.Extra `json:"-" wire:"extra"`
}

// PaidOrder summarizes the order after a payment.
//
//wire:part
type PaidOrder struct {
	OrderID       string        `json:"order_id" wire:"must"`
	Status        Status        `json:"status" wire:"must"`
	PaymentStatus PaymentStatus `json:"payment_status" wire:"must"`
	PaidAt        time.Time     `json:"paid_at"` // zero until paid in full
	Extra         api.Extra     `json:"-" wire:"extra"`
}

// CancelResult is the response of Cancel.
//
//wire:object
type CancelResult struct {
	Order             *Order             `json:"order" wire:"must"`
	Refund            *payments.Refund   `json:"refund"`  // the newest; nil if nothing was paid
	Refunds           []*payments.Refund `json:"refunds"` // one per payment, newest first
	InventoryUpdates  []*InventoryUpdate `json:"inventory_updates"`
	NotificationsSent *Notifications     `json:"notifications_sent"`
	Extra             api.Extra          `json:"-" wire:"extra"`
}

// InventoryUpdate is the number of pieces of a product that returned to stock.
//
//wire:part
type InventoryUpdate struct {
	ProductID        string    `json:"product_id"`
	QuantityReturned int       `json:"quantity_returned"`
	NewAvailable     int       `json:"new_available"`
	Extra            api.Extra `json:"-" wire:"extra"`
}

// Notifications reports which messages about the order were sent: an email to the
// customer, and webhook events.
//
//wire:part
type Notifications struct {
	CustomerEmail bool      `json:"customer_email"`
	Webhook       bool      `json:"webhook"`
	Extra         api.Extra `json:"-" wire:"extra"`
}
