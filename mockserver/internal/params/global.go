package params

import (
	"time"

	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
)

const (
	maxPackages = 50
	maxWeight   = 1_000_000 // of a package, in any unit
	maxLength   = 10_000    // of a side, in any unit
	maxText     = 255       // of a postal code, a state or a tax ID
)

// CreateGlobalOrder reads the body of a new cross-border order.
func CreateGlobalOrder(o *input.Object) *global.CreateOrderParams {
	return &global.CreateOrderParams{
		OriginCountry:      o.Country("origin_country", input.Required),
		DestinationCountry: o.Country("destination_country", input.Required),
		CustomerID:         o.ID("customer_id"),
		Customer:           input.Nested(o, "customer", readCustomer),
		Items:              input.List(o, "items", readGlobalItem, input.Required, input.NotEmpty, input.MaxLen(maxItems)),
		ShippingAddress:    o.Address("shipping_address", input.Required),
		ShippingRateID:     o.ID("shipping_rate_id"),
		ComplianceCheckID:  o.ID("compliance_check_id"),
		Incoterm:           input.Enum[global.Incoterm](o, "incoterm"),
		SettlementCurrency: o.Denom("settlement_currency"),
		Metadata:           o.Metadata("metadata"),
	}
}

func readGlobalItem(o *input.Object) global.ItemParams {
	return global.ItemParams{
		SKU:             o.String("sku"),
		Name:            o.String("name", input.Required, input.NotEmpty),
		Quantity:        o.Int("quantity", input.Required, input.Min(1), input.Max(maxQuantity)),
		Price:           o.Money("price", input.Required, input.AllowZero),
		HSCode:          o.HSCode("hs_code"),
		CountryOfOrigin: o.Country("country_of_origin"),
		Weight:          input.Nested(o, "weight", readWeight),
	}
}

func readWeight(o *input.Object) global.Weight {
	return global.Weight{
		Value: o.Ratio("value", input.Required, input.Max(maxWeight)),
		Unit:  input.Enum[global.WeightUnit](o, "unit", input.Required),
	}
}

// GlobalOrderFilter reads the filters of the list of cross-border orders.
func GlobalOrderFilter(q *input.Query) records.Filter[*global.Order] {
	var f records.Filter[*global.Order]
	records.Equal(&f, "status", input.Filter[global.OrderStatus](q, "status"), func(o *global.Order) global.OrderStatus { return o.Status })
	records.Equal(&f, "destination_country", q.Countries("destination_country"), func(o *global.Order) string { return o.DestinationCountry })
	times(&f, "created", q.Times("created"), func(o *global.Order) time.Time { return o.CreatedAt })
	records.Metadata(&f, q.Metadata(), func(o *global.Order) map[string]string { return o.Metadata })
	return f
}

// CheckCompliance reads the body of a compliance check.
func CheckCompliance(o *input.Object) *global.CheckComplianceParams {
	return &global.CheckComplianceParams{
		OriginCountry:      o.Country("origin_country", input.Required),
		DestinationCountry: o.Country("destination_country", input.Required),
		Parties:            input.List(o, "parties", readParty, input.Required, input.NotEmpty, input.MaxLen(maxItems)),
		Items:              input.List(o, "items", readComplianceItem, input.MaxLen(maxItems)),
		Amount:             o.Money("amount"),
		Metadata:           o.Metadata("metadata"),
	}
}

func readParty(o *input.Object) global.Party {
	return global.Party{
		Role:    input.Enum[global.PartyRole](o, "role", input.Required),
		Name:    o.String("name", input.Required, input.NotEmpty),
		Country: o.Country("country"),
		Address: o.Address("address"),
		TaxID:   o.String("tax_id", input.MaxLen(maxText)),
	}
}

func readComplianceItem(o *input.Object) global.ComplianceItem {
	return global.ComplianceItem{
		Description: o.String("description"),
		HSCode:      o.HSCode("hs_code"),
		Value:       o.Money("value", input.AllowZero),
		Quantity:    o.Int("quantity", input.Min(1), input.Max(maxQuantity)),
	}
}

// CalculateTax reads the query of a tax calculation. The engine reports missing
// parameters.
func CalculateTax(q *input.Query) *global.CalculateTaxParams {
	currency := q.Denom("currency")
	return &global.CalculateTaxParams{
		OriginCountry:         q.Country("origin_country"),
		DestinationCountry:    q.Country("destination_country"),
		Amount:                q.Money("amount", currency),
		ShippingAmount:        q.Money("shipping_amount", currency, input.AllowZero),
		DestinationState:      q.Text("destination_state", short),
		DestinationPostalCode: q.Text("destination_postal_code", short),
		HSCode:                q.HSCode("hs_code"),
		Incoterm:              input.Choice[global.Incoterm](q, "incoterm"),
		CustomerType:          input.Choice[global.CustomerType](q, "customer_type"),
		CustomerTaxID:         q.Text("customer_tax_id", short),
	}
}

var short = input.Pattern("255 characters at most", `^[\s\S]{0,255}$`)

// QuoteShipping reads the body of a shipping quote.
func QuoteShipping(o *input.Object) *global.QuoteShippingParams {
	return &global.QuoteShippingParams{
		Packages:    input.List(o, "packages", readPackage, input.Required, input.NotEmpty, input.MaxLen(maxPackages)),
		Services:    input.Enums[global.ShippingService](o, "services"),
		Currency:    o.Denom("currency"),
		Origin:      input.NestedValue(o, "origin", readOrigin, input.Required),
		Destination: input.NestedValue(o, "destination", readDestinationPlace, input.Required),
	}
}

func readOrigin(o *input.Object) global.Origin {
	return global.Origin{Country: o.Country("country", input.Required), PostalCode: o.String("postal_code")}
}

func readDestinationPlace(o *input.Object) global.Destination {
	return global.Destination{
		Country: o.Country("country", input.Required), PostalCode: o.String("postal_code"), City: o.String("city"), State: o.String("state"),
	}
}

func readPackage(o *input.Object) global.Package {
	return global.Package{
		Dimensions: input.Nested(o, "dimensions", func(o *input.Object) global.Dimensions {
			return global.Dimensions{
				Length: o.Ratio("length", input.Required, input.Max(maxLength)),
				Width:  o.Ratio("width", input.Required, input.Max(maxLength)),
				Height: o.Ratio("height", input.Required, input.Max(maxLength)),
				Unit:   input.Enum[global.LengthUnit](o, "unit", input.Required),
			}
		}),
		DeclaredValue: o.Money("declared_value", input.AllowZero),
		Weight:        input.NestedValue(o, "weight", readWeight, input.Required),
	}
}
