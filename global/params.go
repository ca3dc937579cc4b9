package global

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

// CreateOrderParams describes a new cross-border order. All its amounts have one
// currency.
type CreateOrderParams struct {
	OriginCountry      string // required, ISO 3166-1 alpha-2
	DestinationCountry string // required, ISO 3166-1 alpha-2
	// CustomerID names a customer, Customer describes a new one: one of them.
	CustomerID      string
	Customer        *orders.CustomerParams
	Items           []ItemParams // required, 1 to 500
	ShippingAddress *api.Address // required, in the destination country; in the US with its state

	// ShippingRateID names a rate of a quote that has not expired, between the same
	// countries; none means no shipping costs.
	ShippingRateID string
	// ComplianceCheckID names an approved check that has not expired, of the same
	// countries; none lets the server check the order.
	ComplianceCheckID string
	Incoterm          Incoterm // empty means DDP
	// SettlementCurrency asks what the order's currency is worth in another.
	SettlementCurrency string
	Metadata           map[string]string
}

// ItemParams is one line of a new cross-border order.
type ItemParams struct {
	SKU             string
	Name            string    // required
	Quantity        int       // required, 1 or more
	Price           api.Money // required; of one piece, zero or more
	HSCode          string    // 6 to 10 digits; decides the duty
	CountryOfOrigin string    // where it was made, ISO 3166-1 alpha-2
	Weight          *Weight   // of one piece
}

// ListOrdersParams selects cross-border orders. The zero value selects them all,
// newest first.
type ListOrdersParams struct {
	Limit              int                `url:"limit,omitempty"`          // 1 to 100 a page; 0 means 10
	StartingAfter      string             `url:"starting_after,omitempty"` // the page after this order
	EndingBefore       string             `url:"ending_before,omitempty"`  // the page before it; not both
	Status             OrderStatus        `url:"status,omitempty"`
	DestinationCountry string             `url:"destination_country,omitempty"`
	Created            api.TimeRange      `url:"created,omitempty"`
	Metadata           api.MetadataFilter `url:"metadata,omitempty"`
}

// CheckComplianceParams describes a trade to check.
type CheckComplianceParams struct {
	OriginCountry      string  // required, ISO 3166-1 alpha-2
	DestinationCountry string  // required, ISO 3166-1 alpha-2
	Parties            []Party // required, one or more
	Items              []ComplianceItem
	Amount             api.Money // of the whole trade
	Metadata           map[string]string
}

// Party is somebody who takes part in a trade.
type Party struct {
	Role    PartyRole    // required
	Name    string       // required
	Country string       // ISO 3166-1 alpha-2
	Address *api.Address // nil means not known
	TaxID   string
}

// ComplianceItem is a kind of goods in a trade.
type ComplianceItem struct {
	Description string
	HSCode      string    // 6 to 10 digits
	Value       api.Money // of one piece
	Quantity    int       // 0 means not given
}

// CalculateTaxParams describes a trade to calculate tax and duty of.
type CalculateTaxParams struct {
	OriginCountry      string    // required, ISO 3166-1 alpha-2
	DestinationCountry string    // required, ISO 3166-1 alpha-2
	Amount             api.Money // required; of the goods
	ShippingAmount     api.Money // in the currency of Amount; the zero Money means none
	// DestinationState is required where the destination is the US: two capital
	// letters, as in "CA".
	DestinationState      string
	DestinationPostalCode string
	HSCode                string       // 6 to 10 digits; decides the duty
	Incoterm              Incoterm     // empty means DDP; who pays, not how much
	CustomerType          CustomerType // empty means Consumer
	CustomerTaxID         string
}

// QuoteShippingParams describes packages to ship.
type QuoteShippingParams struct {
	Origin      Origin            // required
	Destination Destination       // required
	Packages    []Package         // required, 1 to 50
	Services    []ShippingService // nil means all
	Currency    string            // of the rates; empty means ssusd
}

// Package is a package to ship.
type Package struct {
	Weight        Weight // required
	Dimensions    *Dimensions
	DeclaredValue api.Money // the zero Money means not declared
}
