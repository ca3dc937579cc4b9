package global

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/jsonenc"
)

// ShippingQuote is what shipping packages costs, with one rate a service.
type ShippingQuote struct {
	ID             string          `json:"id"`
	Object         string          `json:"object"` // "shipping_quote"
	Origin         *Origin         `json:"origin"`
	Destination    *Destination    `json:"destination"`
	BillableWeight *Weight         `json:"billable_weight"` // the sum over the packages, in kg
	Rates          []*ShippingRate `json:"rates"`           // the slowest first
	ExpiresAt      time.Time       `json:"expires_at"`      // until then an order may name its rates
	CreatedAt      time.Time       `json:"created_at"`
}

type shippingQuote ShippingQuote

// MarshalJSON writes the quote as the API does, every member present.
func (q ShippingQuote) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*shippingQuote)(&q)) }

// ShippingRate is what one service costs. A faster service never costs less.
type ShippingRate struct {
	ID                    string          `json:"id"`
	Carrier               string          `json:"carrier"`
	Service               ShippingService `json:"service"`
	Amount                api.Money       `json:"amount"`
	EstimatedDays         int             `json:"estimated_days"`
	EstimatedDeliveryDate api.Date        `json:"estimated_delivery_date"`
}

// Origin is where packages come from.
type Origin struct {
	Country    string `json:"country"` // required, ISO 3166-1 alpha-2
	PostalCode string `json:"postal_code,omitempty"`
}

// Destination is where packages go to.
type Destination struct {
	Country    string `json:"country"` // required, ISO 3166-1 alpha-2
	PostalCode string `json:"postal_code,omitempty"`
	City       string `json:"city,omitempty"`
	State      string `json:"state,omitempty"`
}

// Weight is a weight in a unit.
type Weight struct {
	Value api.Decimal `json:"value"`
	Unit  WeightUnit  `json:"unit"`
}

// Dimensions are the outer lengths of a package.
type Dimensions struct {
	Length api.Decimal `json:"length"`
	Width  api.Decimal `json:"width"`
	Height api.Decimal `json:"height"`
	Unit   LengthUnit  `json:"unit"`
}
