package global

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

// CreateOrderParams are the parameters of [Service.CreateOrder]. All amounts must have
// the same currency.
//
//wire:params
type CreateOrderParams struct {
	OriginCountry      string `json:"origin_country"`      // required, ISO 3166-1 alpha-2
	DestinationCountry string `json:"destination_country"` // required, ISO 3166-1 alpha-2
	// CustomerID is an existing customer, Customer a new one. Set exactly one.
	CustomerID      string                 `json:"customer_id,omitempty"`
	Customer        *orders.CustomerParams `json:"customer,omitempty"`
	Items           []ItemParams           `json:"items"`            // required, 1 to 500
	ShippingAddress *api.Address           `json:"shipping_address"` // required, in the destination country; in the US with a state

	// ShippingRateID is a rate of a valid quote for the same countries. Default: no
	// shipping costs.
	ShippingRateID string `json:"shipping_rate_id,omitempty"`
	// ComplianceCheckID is an approved, valid check for the same countries. Default: the
	// server checks the order.
	ComplianceCheckID string   `json:"compliance_check_id,omitempty"`
	Incoterm          Incoterm `json:"incoterm,omitempty"` // default: DDP
	// SettlementCurrency requests the exchange rate to another currency.
	SettlementCurrency string            `json:"settlement_currency,omitempty"`
	Metadata           map[string]string `json:"metadata,omitempty"`
}

// ItemParams is an item of a new cross-border order.
//
//wire:part
type ItemParams struct {
	SKU             string    `json:"sku,omitempty"`
	Name            string    `json:"name"`                        // required
	Quantity        int       `json:"quantity"`                    // required, 1 or more
	Price           api.Money `json:"price"`                       // required; per piece, zero or more
	HSCode          string    `json:"hs_code,omitempty"`           // 6 to 10 digits; determines the duty
	CountryOfOrigin string    `json:"country_of_origin,omitempty"` // country of production, ISO 3166-1 alpha-2
	Weight          *Weight   `json:"weight,omitempty"`            // per piece
}

// ListOrdersParams filters cross-border orders. The zero value selects all orders.
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

// CheckComplianceParams are the parameters of [Service.CheckCompliance].
//
//wire:params
type CheckComplianceParams struct {
	OriginCountry      string            `json:"origin_country"`      // required, ISO 3166-1 alpha-2
	DestinationCountry string            `json:"destination_country"` // required, ISO 3166-1 alpha-2
	Parties            []Party           `json:"parties"`             // required, one or more
	Items              []ComplianceItem  `json:"items,omitempty"`
	Amount             api.Money         `json:"amount,omitempty"` // value of the trade
	Metadata           map[string]string `json:"metadata,omitempty"`
}

// Party is a party of a trade.
//
//wire:part
type Party struct {
	Role    PartyRole    `json:"role"`              // required
	Name    string       `json:"name"`              // required
	Country string       `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Address *api.Address `json:"address,omitempty"` // nil means unknown
	TaxID   string       `json:"tax_id,omitempty"`
}

// ComplianceItem is a type of goods in a trade.
//
//wire:part
type ComplianceItem struct {
	Description string    `json:"description,omitempty"`
	HSCode      string    `json:"hs_code,omitempty"`  // 6 to 10 digits
	Value       api.Money `json:"value,omitempty"`    // per piece
	Quantity    int       `json:"quantity,omitempty"` // 0 means unknown
}

// CalculateTaxParams are the parameters of [Service.CalculateTax].
//
//wire:params
type CalculateTaxParams struct {
	OriginCountry      string    `json:"origin_country"`                        // required, ISO 3166-1 alpha-2
	DestinationCountry string    `json:"destination_country"`                   // required, ISO 3166-1 alpha-2
	Amount             api.Money `json:"amount" wire:"text"`                    // required: value of the goods
	ShippingAmount     api.Money `json:"shipping_amount,omitempty" wire:"text"` // in the currency of Amount; default: zero
	// DestinationState is required if the destination is the US: two capital letters,
	// such as "CA".
	DestinationState      string       `json:"destination_state,omitempty"`
	DestinationPostalCode string       `json:"destination_postal_code,omitempty"`
	HSCode                string       `json:"hs_code,omitempty"`       // 6 to 10 digits; determines the duty
	Incoterm              Incoterm     `json:"incoterm,omitempty"`      // default: DDP; does not change the amounts
	CustomerType          CustomerType `json:"customer_type,omitempty"` // default: Consumer
	CustomerTaxID         string       `json:"customer_tax_id,omitempty"`
}

// QuoteShippingParams are the parameters of [Service.QuoteShipping].
//
//wire:params
type QuoteShippingParams struct {
	Origin      Origin            `json:"origin"`             // required
	Destination Destination       `json:"destination"`        // required
	Packages    []Package         `json:"packages"`           // required, 1 to 50
	Services    []ShippingService `json:"services,omitempty"` // default: all
	Currency    string            `json:"currency,omitempty"` // currency of the rates; default: ssusd
}

// Package is a package to ship.
//
//wire:part
type Package struct {
	Weight        Weight      `json:"weight"` // required
	Dimensions    *Dimensions `json:"dimensions,omitempty"`
	DeclaredValue api.Money   `json:"declared_value,omitempty"` // default: not declared
}
