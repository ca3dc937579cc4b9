package conformance

import (
	"context"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/global"
)

var globalOperations = []Operation{
	{
		Name: "Global.CreateOrder", Answer: `{"id":"<id>"}`,
		Request: `{"origin_country":"US","destination_country":"DE","customer_id":"cust_test_123","items":[{"name":"Mug","quantity":1,"price":{"value":"1.00","denom":"ssusd"}}],"shipping_address":{"city":"Berlin","country":"DE"}}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Global.CreateOrder(ctx, goodGlobalOrder())
		},
		Refused: []Refusal{
			{"no destination", "destination_country", func(ctx context.Context, c *stateset.Client) error {
				params := goodGlobalOrder()
				params.DestinationCountry = ""
				return dropped(c.Global.CreateOrder(ctx, params))
			}},
		},
	},
	{
		Name: "Global.GetOrder", Prepare: exported, Sample: IDs{ID: "gord_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Global.GetOrder(ctx, ids.ID)
		},
	},
	{
		Name: "Global.ListOrders", Prepare: exported, Answer: list,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Global.ListOrders(ctx, nil))
		},
		Refused: []Refusal{
			{"empty status", "status", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Global.ListOrders(ctx, &global.ListOrdersParams{Status: stateset.AnyOf(global.StatusShipped, "")}))
			}},
		},
	},
	{
		Name: "Global.CheckCompliance", Answer: `{"id":"<id>"}`,
		Request: `{"origin_country":"US","destination_country":"DE","parties":[{"role":"buyer","name":"Ada"}]}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Global.CheckCompliance(ctx, &global.CheckComplianceParams{OriginCountry: "US", DestinationCountry: "DE",
				Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada"}}})
		},
		Refused: []Refusal{
			{"no parties", "parties", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Global.CheckCompliance(ctx, &global.CheckComplianceParams{OriginCountry: "US", DestinationCountry: "DE"}))
			}},
		},
	},
	{
		Name: "Global.CalculateTax", Answer: `{}`,
		Request: `amount=1.00&currency=ssusd&destination_country=DE&origin_country=US`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Global.CalculateTax(ctx, &global.CalculateTaxParams{OriginCountry: "US", DestinationCountry: "DE", Amount: stateset.SSUSD("1")})
		},
		Refused: []Refusal{
			{"no amount", "amount", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Global.CalculateTax(ctx, &global.CalculateTaxParams{OriginCountry: "US", DestinationCountry: "DE"}))
			}},
		},
	},
	{
		Name: "Global.QuoteShipping", Answer: `{"id":"<id>"}`,
		Request: `{"origin":{"country":"US"},"destination":{"country":"DE"},"packages":[{"weight":{"value":"2.50","unit":"kg"}}]}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Global.QuoteShipping(ctx, &global.QuoteShippingParams{Origin: global.Origin{Country: "US"}, Destination: global.Destination{Country: "DE"},
				Packages: []global.Package{{Weight: global.Weight{Value: stateset.Dec("2.50"), Unit: global.Kilogram}}}})
		},
		Refused: []Refusal{
			{"no packages", "packages", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Global.QuoteShipping(ctx, &global.QuoteShippingParams{Origin: global.Origin{Country: "US"}, Destination: global.Destination{Country: "DE"}}))
			}},
		},
	},
}

func goodGlobalOrder() *global.CreateOrderParams {
	return &global.CreateOrderParams{OriginCountry: "US", DestinationCountry: "DE", CustomerID: customer,
		Items: []global.ItemParams{{Name: "Mug", Quantity: 1, Price: stateset.SSUSD("1")}}, ShippingAddress: &stateset.Address{City: "Berlin", Country: "DE"}}
}

func exported(ctx context.Context, c *stateset.Client) (IDs, error) {
	order, err := c.Global.CreateOrder(ctx, goodGlobalOrder())
	return created(order, err, func(o *global.Order) string { return o.ID })
}
