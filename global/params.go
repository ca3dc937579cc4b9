package global

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

// CreateOrderParams describes a new cross-border order. All its amounts have one
// currency.
//
//wire:params
type CreateOrderParams struct {
	OriginCountry      string `json:"origin_country"`      // required, ISO 3166-1 alpha-2
	DestinationCountry string `json:"destination_country"` // required, ISO 3166-1 alpha-2
	// CustomerID names a customer, Customer describes a new one: one of them.
	CustomerID      string                 `json:"customer_id,omitempty"`
	Customer        *orders.CustomerParams `json:"customer,omitempty"`
	Items           []ItemParams           `json:"items"`            // required, 1 to 500
	ShippingAddress *api.Address           `json:"shipping_address"` // required, in the destination country; in the US with its state

	// ShippingRateID names a rate of a quote that has not expired, between the same
	// countries; none means no shipping costs.
	ShippingRateID string `json:"shipping_rate_id,omitempty"`
	// ComplianceCheckID names an approved check that has not expired, of the same
	// countries; none lets the server check the order.
	ComplianceCheckID string   `json:"compliance_check_id,omitempty"`
	Incoterm          Incoterm `json:"incoterm,omitempty"` // empty means DDP
	// SettlementCurrency asks what the order's currency is worth in another.
	SettlementCurrency string            `json:"settlement_currency,omitempty"`
	Metadata           map[string]string `json:"metadata,omitempty"`
}

// ItemParams is one line of a new cross-border order.
//
//wire:part
type ItemParams struct {
	SKU             string    `json:"sku,omitempty"`
	Name            string    `json:"name"`                        // required
	Quantity        int       `json:"quantity"`                    // required, 1 or more
	Price           api.Money `json:"price"`                       // required; of one piece, zero or more
	HSCode          string    `json:"hs_code,omitempty"`           // 6 to 10 digits; decides the duty
	CountryOfOrigin string    `json:"country_of_origin,omitempty"` // where it was made, ISO 3166-1 alpha-2
	Weight          *Weight   `json:"weight,omitempty"`            // of one piece
}

// ListOrdersParams selects cross-border orders. The zero value selects them all,
// newest first.
//
//wire:params
type ListOrdersParams struct {
	Limit              int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter      string             `url:"starting_after,omitempty"` // the ID of an order: the page after it
	EndingBefore       string             `url:"ending_before,omitempty"`  // an ID: the page before it; not with StartingAfter
	Status             OrderStatus        `url:"status,omitempty"`
	DestinationCountry string             `url:"destination_country,omitempty"`
	Created            api.TimeRange      `url:"created,omitempty"`
	Metadata           api.MetadataFilter `url:"metadata,omitempty"`
}

// CheckComplianceParams describes a trade to check.
//
//wire:params
type CheckComplianceParams struct {
	OriginCountry      string            `json:"origin_country"`      // required, ISO 3166-1 alpha-2
	DestinationCountry string            `json:"destination_country"` // required, ISO 3166-1 alpha-2
	Parties            []Party           `json:"parties"`             // required, one or more
	Items              []ComplianceItem  `json:"items,omitempty"`
	Amount             api.Money         `json:"amount,omitempty"` // of the whole trade
	Metadata           map[string]string `json:"metadata,omitempty"`
}

// Party is somebody who takes part in a trade.
//
//wire:part
type Party struct {
	Role    PartyRole    `json:"role"`              // required
	Name    string       `json:"name"`              // required
	Country string       `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Address *api.Address `json:"address,omitempty"` // nil means not known
	TaxID   string       `json:"tax_id,omitempty"`
}

// ComplianceItem is a kind of goods in a trade.
//
//wire:part
type ComplianceItem struct {
	Description string    `json:"description,omitempty"`
	HSCode      string    `json:"hs_code,omitempty"`  // 6 to 10 digits
	Value       api.Money `json:"value,omitempty"`    // of one piece
	Quantity    int       `json:"quantity,omitempty"` // 0 means not given
}

// CalculateTaxParams describes a trade to calculate tax and duty of.
//
//wire:params
type CalculateTaxParams struct {
	OriginCountry      string    `json:"origin_country"`                        // required, ISO 3166-1 alpha-2
	DestinationCountry string    `json:"destination_country"`                   // required, ISO 3166-1 alpha-2
	Amount             api.Money `json:"amount" wire:"text"`                    // required; of the goods
	ShippingAmount     api.Money `json:"shipping_amount,omitempty" wire:"text"` // in the currency of Amount; the zero Money means none
	// DestinationState is required where the destination is the US: two capital
	// letters, as in "CA".
	DestinationState      string       `json:"destination_state,omitempty"`
	DestinationPostalCode string       `json:"destination_postal_code,omitempty"`
	HSCode                string       `json:"hs_code,omitempty"`       // 6 to 10 digits; decides the duty
	Incoterm              Incoterm     `json:"incoterm,omitempty"`      // empty means DDP; who pays, not how much
	CustomerType          CustomerType `json:"customer_type,omitempty"` // empty means Consumer
	CustomerTaxID         string       `json:"customer_tax_id,omitempty"`
}

// QuoteShippingParams describes packages to ship.
//
//wire:params
type QuoteShippingParams struct {
	Origin      Origin            `json:"origin"`             // required
	Destination Destination       `json:"destination"`        // required
	Packages    []Package         `json:"packages"`           // required, 1 to 50
	Services    []ShippingService `json:"services,omitempty"` // nil means all
	Currency    string            `json:"currency,omitempty"` // of the rates; empty means ssusd
}

// Package is a package to ship.
//
//wire:part
type Package struct {
	Weight        Weight      `json:"weight"` // required
	Dimensions    *Dimensions `json:"dimensions,omitempty"`
	DeclaredValue api.Money   `json:"declared_value,omitempty"` // the zero Money means not declared
}
