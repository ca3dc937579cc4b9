package global

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

// Order is a cross-border order. All its amounts have the same currency. TotalAmount =
// Subtotal + ShippingAmount + DutyAmount + TaxAmount.
//
//wire:object
type Order struct {
	ID                 string           `json:"id"`
	Object             string           `json:"object"` // "global_order"
	Status             OrderStatus      `json:"status" wire:"must"`
	OrderID            string           `json:"order_id" wire:"must"` // the order that is paid
	Order              *orders.Order    `json:"order,omitzero"`       // if expanded
	OriginCountry      string           `json:"origin_country"`
	DestinationCountry string           `json:"destination_country"`
	CustomerID         string           `json:"customer_id"`
	Customer           *api.Customer    `json:"customer,omitzero"` // if expanded
	Items              []*Item          `json:"items"`
	Incoterm           Incoterm         `json:"incoterm"`
	Subtotal           api.Money        `json:"subtotal"`
	DutyAmount         api.Money        `json:"duty_amount"` // zero with DAP
	TaxAmount          api.Money        `json:"tax_amount"`  // zero with DAP
	ShippingAmount     api.Money        `json:"shipping_amount"`
	TotalAmount        api.Money        `json:"total_amount"`
	DueOnDelivery      *DueOnDelivery   `json:"due_on_delivery"` // with DAP only
	Exchange           *Exchange        `json:"exchange"`        // only with a settlement currency
	ComplianceCheckID  string           `json:"compliance_check_id"`
	ComplianceStatus   ComplianceStatus `json:"compliance_status" wire:"must"`
	ShippingRateID     string           `json:"shipping_rate_id"`
	ShippingAddress    *api.Address     `json:"shipping_address"`

	Metadata  map[string]string `json:"metadata"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Extra     api.Extra         `json:"-" wire:"extra"`
}

// Item is an item of a cross-border order.
//
//wire:part
type Item struct {
	SKU             string    `json:"sku"`
	Name            string    `json:"name"`
	Quantity        int       `json:"quantity"`
	Price           api.Money `json:"price"` // per piece
	HSCode          string    `json:"hs_code"`
	CountryOfOrigin string    `json:"country_of_origin"`
	Weight          *Weight   `json:"weight"`
	Extra           api.Extra `json:"-" wire:"extra"`
}

// DueOnDelivery is the amount that the recipient of a DAP order pays on delivery.
//
//wire:part
type DueOnDelivery struct {
	DutyAmount api.Money `json:"duty_amount"`
	TaxAmount  api.Money `json:"tax_amount"`
	Extra      api.Extra `json:"-" wire:"extra"`
}

// Exchange is the exchange rate from the order's currency to the settlement currency.
//
//wire:part
type Exchange struct {
	From  string      `json:"from"`
	To    string      `json:"to"`
	Rate  api.Decimal `json:"rate"`
	Extra api.Extra   `json:"-" wire:"extra"`
}
