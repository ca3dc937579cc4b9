package global

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// ShippingQuote holds the shipping rates for packages, one rate per service.
//
//wire:object
type ShippingQuote struct {
	ID             string          `json:"id"`
	Object         string          `json:"object"` // "shipping_quote"
	Origin         *Origin         `json:"origin"`
	Destination    *Destination    `json:"destination"`
	BillableWeight *Weight         `json:"billable_weight"` // the sum over the packages, in kg
	Rates          []*ShippingRate `json:"rates"`           // slowest first
	ExpiresAt      time.Time       `json:"expires_at"`      // an order can use the rates until then
	CreatedAt      time.Time       `json:"created_at"`
	Extra          api.Extra       `json:"-" wire:"extra"`
}

// ShippingRate is the price of a service. A faster service never costs less.
//
//wire:part
type ShippingRate struct {
	ID                    string          `json:"id"`
	Carrier               string          `json:"carrier"`
	Service               ShippingService `json:"service"`
	Amount                api.Money       `json:"amount"`
	EstimatedDays         int             `json:"estimated_days"`
	EstimatedDeliveryDate api.Date        `json:"estimated_delivery_date"`
	Extra                 api.Extra       `json:"-" wire:"extra"`
}

// Origin is the origin of a shipment.
//
//wire:part
type Origin struct {
	Country    string    `json:"country"` // required, ISO 3166-1 alpha-2
	PostalCode string    `json:"postal_code,omitempty"`
	Extra      api.Extra `json:"-" wire:"extra"`
}

// Destination is the destination of a shipment.
//
//wire:part
type Destination struct {
	Country    string    `json:"country"` // required, ISO 3166-1 alpha-2
	PostalCode string    `json:"postal_code,omitempty"`
	City       string    `json:"city,omitempty"`
	State      string    `json:"state,omitempty"`
	Extra      api.Extra `json:"-" wire:"extra"`
}

// Weight is a weight in a unit.
//
//wire:part
type Weight struct {
	Value api.Decimal `json:"value"`
	Unit  WeightUnit  `json:"unit"`
	Extra api.Extra   `json:"-" wire:"extra"`
}

// Dimensions are the outer lengths of a package.
//
//wire:part
type Dimensions struct {
	Length api.Decimal `json:"length"`
	Width  api.Decimal `json:"width"`
	Height api.Decimal `json:"height"`
	Unit   LengthUnit  `json:"unit"`
	Extra  api.Extra   `json:"-" wire:"extra"`
}
