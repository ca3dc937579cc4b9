package global_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/orders"
)

// sent is a request of the client.
type sent struct{ method, host, path, query, key, body string }

func second[T any](_ T, err error) error { return err }

func inGermany() *stateset.Address { return &stateset.Address{City: "Berlin", Country: "DE"} }

func TestRequests(t *testing.T) {
	t.Parallel()
	const host = "api.stateset.com"
	ctx := context.Background()
	for name, test := range map[string]struct {
		call func(s *global.Service) error
		want sent
	}{
		"order, the least": {func(s *global.Service) error {
			return second(s.CreateOrder(ctx, &global.CreateOrderParams{OriginCountry: "US", DestinationCountry: "DE", CustomerID: "cust_1",
				Items: []global.ItemParams{{Name: "Jacket", Quantity: 1, Price: api.SSUSD("0")}}, ShippingAddress: inGermany()}))
		}, sent{"POST", host, "/v1/global/orders/create", "", "*", `{"origin_country":"US","destination_country":"DE","customer_id":"cust_1",` +
			`"items":[{"name":"Jacket","quantity":1,"price":{"value":"0.00","denom":"ssusd"}}],"shipping_address":{"city":"Berlin","country":"DE"}}`}},
		"order, everything": {func(s *global.Service) error {
			return second(s.CreateOrder(ctx, &global.CreateOrderParams{OriginCountry: "US", DestinationCountry: "DE", Customer: &orders.CustomerParams{Email: "a@b.c"},
				Items:           []global.ItemParams{{SKU: "s", Name: "Jacket", Quantity: 2, Price: api.USD("150"), HSCode: "620193", CountryOfOrigin: "PT", Weight: kilos("0.90")}},
				ShippingAddress: inGermany(), ShippingRateID: "rate_1", ComplianceCheckID: "cmp_1", Incoterm: global.DAP, SettlementCurrency: "EUR", Metadata: map[string]string{"a": "b"}}))
		}, sent{"POST", host, "/v1/global/orders/create", "", "*", `{"origin_country":"US","destination_country":"DE","customer":{"email":"a@b.c"},` +
			`"items":[{"sku":"s","name":"Jacket","quantity":2,"price":{"value":"150.00","denom":"USD"},"hs_code":"620193","country_of_origin":"PT","weight":{"value":"0.90","unit":"kg"}}],` +
			`"shipping_address":{"city":"Berlin","country":"DE"},"shipping_rate_id":"rate_1","compliance_check_id":"cmp_1","incoterm":"DAP","settlement_currency":"EUR","metadata":{"a":"b"}}`}},
		"get": {func(s *global.Service) error { return second(s.GetOrder(ctx, "gord_1", stateset.WithExpand("order"))) },
			sent{"GET", host, "/v1/global/orders/gord_1", "expand%5B%5D=order", "", ""}},
		"list": {func(s *global.Service) error { return second(s.ListOrders(ctx, nil)) }, sent{"GET", host, "/v1/global/orders", "", "", ""}},
		"list, everything": {func(s *global.Service) error {
			return second(s.ListOrders(ctx, &global.ListOrdersParams{Limit: 5, StartingAfter: "gord_9", Status: api.AnyOf(global.StatusShipped, "lost"), DestinationCountry: api.AnyOf("DE", "FR"),
				Created: api.Since(time.Unix(0, 0)), Metadata: api.MetadataFilter{"k": "v"}}))
		}, sent{"GET", host, "/v1/global/orders",
			"created%5Bgte%5D=1970-01-01T00%3A00%3A00Z&destination_country=DE%2CFR&limit=5&metadata%5Bk%5D=v&starting_after=gord_9&status=shipped%2Clost", "", ""}},
		"check, the least": {func(s *global.Service) error {
			return second(s.CheckCompliance(ctx, &global.CheckComplianceParams{OriginCountry: "US", DestinationCountry: "DE", Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada"}}}))
		}, sent{"POST", host, "/v1/global/compliance/check", "", "*", `{"origin_country":"US","destination_country":"DE","parties":[{"role":"buyer","name":"Ada"}]}`}},
		"check, everything": {func(s *global.Service) error {
			return second(s.CheckCompliance(ctx, &global.CheckComplianceParams{OriginCountry: "US", DestinationCountry: "DE",
				Parties: []global.Party{{Role: global.RoleBank, Name: "B", Country: "FR", Address: &api.Address{City: "Paris"}, TaxID: "FR1"}},
				Items:   []global.ComplianceItem{{Description: "d", HSCode: "8471301000", Value: api.USD("1"), Quantity: 3}, {}}, Amount: api.USD("3"), Metadata: map[string]string{"a": "b"}}))
		}, sent{"POST", host, "/v1/global/compliance/check", "", "*", `{"origin_country":"US","destination_country":"DE",` +
			`"parties":[{"role":"bank","name":"B","country":"FR","address":{"city":"Paris"},"tax_id":"FR1"}],` +
			`"items":[{"description":"d","hs_code":"8471301000","value":{"value":"1.00","denom":"USD"},"quantity":3},{}],"amount":{"value":"3.00","denom":"USD"},"metadata":{"a":"b"}}`}},
		"tax, the least": {func(s *global.Service) error {
			return second(s.CalculateTax(ctx, &global.CalculateTaxParams{OriginCountry: "US", DestinationCountry: "DE", Amount: api.USD("15.5")}))
		}, sent{"GET", host, "/v1/global/tax/calculate", "amount=15.50&currency=USD&destination_country=DE&origin_country=US", "", ""}},
		"tax, everything": {func(s *global.Service) error {
			return second(s.CalculateTax(ctx, &global.CalculateTaxParams{OriginCountry: "DE", DestinationCountry: "US", Amount: api.SSUSD("15.000001"), ShippingAmount: api.SSUSD("0"),
				DestinationState: "CA", DestinationPostalCode: "94 105", HSCode: "620193", Incoterm: global.DDP, CustomerType: global.Business, CustomerTaxID: "X&1"}))
		}, sent{"GET", host, "/v1/global/tax/calculate", "amount=15.000001&currency=ssusd&customer_tax_id=X%261&customer_type=business&destination_country=US" +
			"&destination_postal_code=94+105&destination_state=CA&hs_code=620193&incoterm=DDP&origin_country=DE&shipping_amount=0.00", "", ""}},
		"quote, the least": {func(s *global.Service) error {
			return second(s.QuoteShipping(ctx, &global.QuoteShippingParams{Origin: global.Origin{Country: "US"}, Destination: global.Destination{Country: "DE"}, Packages: []global.Package{{Weight: *kilos("2.50")}}}))
		}, sent{"POST", host, "/v1/global/shipping/quote", "", "*", `{"origin":{"country":"US"},"destination":{"country":"DE"},"packages":[{"weight":{"value":"2.50","unit":"kg"}}]}`}},
		"quote, everything": {func(s *global.Service) error {
			params := parcel()
			params.Packages[0].DeclaredValue, params.Services, params.Currency = api.USD("9"), []global.ShippingService{global.Express}, "USD"
			return second(s.QuoteShipping(ctx, params))
		}, sent{"POST", host, "/v1/global/shipping/quote", "", "*", `{"origin":{"country":"US","postal_code":"94105"},"destination":{"country":"DE","postal_code":"10117","city":"Berlin"},` +
			`"packages":[{"weight":{"value":"2","unit":"kg"},"dimensions":{"length":"40","width":"30","height":"20","unit":"cm"},"declared_value":{"value":"9.00","denom":"USD"}}],` +
			`"services":["express"],"currency":"USD"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wiretest.New()
			require.Error(t, test.call(w.Client(t).Global))
			r := w.Only(t)
			got := sent{r.Method, r.Host, r.Path, r.Query.Encode(), r.Key(), r.Body}
			if test.want.key == "*" {
				require.NotEmpty(t, got.key)
				got.key = "*"
			}
			require.Equal(t, test.want, got)
		})
	}
}

// bad is an invalid call and the expected error.
type bad struct {
	call func(*global.Service) error
	want string
}

func badOrder(want string, edit func(p *global.CreateOrderParams)) bad {
	return bad{func(s *global.Service) error {
		params := jackets()
		edit(params)
		return second(s.CreateOrder(context.Background(), params))
	}, want}
}

func badCheck(want string, edit func(p *global.CheckComplianceParams)) bad {
	return bad{func(s *global.Service) error {
		params := &global.CheckComplianceParams{OriginCountry: "US", DestinationCountry: "DE", Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada"}}}
		edit(params)
		return second(s.CheckCompliance(context.Background(), params))
	}, want}
}

func badTax(want string, edit func(p *global.CalculateTaxParams)) bad {
	return bad{func(s *global.Service) error {
		params := &global.CalculateTaxParams{OriginCountry: "US", DestinationCountry: "DE", Amount: api.USD("1")}
		edit(params)
		return second(s.CalculateTax(context.Background(), params))
	}, want}
}

func badQuote(want string, edit func(p *global.QuoteShippingParams)) bad {
	return bad{func(s *global.Service) error {
		params := parcel()
		edit(params)
		return second(s.QuoteShipping(context.Background(), params))
	}, want}
}

func badList(want string, params global.ListOrdersParams) bad {
	return bad{func(s *global.Service) error { return second(s.ListOrders(context.Background(), &params)) }, want}
}

// TestBadInputs checks that messages name the field, the value and the rule. Nothing is
// sent.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	huge := api.Decimal{Decimal: decimal.New(1, 2_000_000_000)}
	for _, test := range []bad{
		{func(s *global.Service) error { return second(s.CreateOrder(ctx, nil)) }, `params must not be nil`},
		{func(s *global.Service) error { return second(s.CheckCompliance(ctx, nil)) }, `params must not be nil`},
		{func(s *global.Service) error { return second(s.CalculateTax(ctx, nil)) }, `params must not be nil`},
		{func(s *global.Service) error { return second(s.QuoteShipping(ctx, nil)) }, `params must not be nil`},
		{func(s *global.Service) error { return second(s.GetOrder(ctx, "")) }, `id is empty`},

		badOrder(`origin_country is required`, func(p *global.CreateOrderParams) { p.OriginCountry = "" }),
		badOrder(`destination_country must be an ISO 3166-1 code of two capital letters, as in "US", got "de"`, func(p *global.CreateOrderParams) { p.DestinationCountry = "de" }),
		badOrder(`customer_id is required, or customer`, func(p *global.CreateOrderParams) { p.CustomerID = "" }),
		badOrder(`customer must not be set together with customer_id`, func(p *global.CreateOrderParams) { p.Customer = &orders.CustomerParams{} }),
		badOrder(`customer.last_name is not valid UTF-8`, func(p *global.CreateOrderParams) {
			p.CustomerID, p.Customer = "", &orders.CustomerParams{LastName: "\xff"}
		}),
		badOrder(`items must have 1 to 500 items, got 0`, func(p *global.CreateOrderParams) { p.Items = nil }),
		badOrder(`items must have 1 to 500 items, got 501`, func(p *global.CreateOrderParams) { p.Items = make([]global.ItemParams, 501) }),
		badOrder(`items[0].name is required`, func(p *global.CreateOrderParams) { p.Items[0].Name = "" }),
		badOrder(`items[0].quantity must be 1 or more, got 0`, func(p *global.CreateOrderParams) { p.Items[0].Quantity = 0 }),
		badOrder(`items[0].price is required`, func(p *global.CreateOrderParams) { p.Items[0].Price = api.Money{} }),
		badOrder(`items[0].price must not be below zero, got -1.00 ssusd`, func(p *global.CreateOrderParams) { p.Items[0].Price = api.SSUSD("-1") }),
		badOrder(`items[1].price must be in ssusd like the first item, got EUR`, func(p *global.CreateOrderParams) {
			p.Items = append(p.Items, global.ItemParams{Name: "x", Quantity: 1, Price: api.FromDecimal(decimal.NewFromInt(1), "EUR")})
		}),
		badOrder(`items[0].hs_code must be 6 to 10 digits, got "6201.93"`, func(p *global.CreateOrderParams) { p.Items[0].HSCode = "6201.93" }),
		badOrder(`items[0].hs_code must be 6 to 10 digits, got "62"`, func(p *global.CreateOrderParams) { p.Items[0].HSCode = "62" }),
		badOrder(`items[0].country_of_origin must be an ISO 3166-1 code`, func(p *global.CreateOrderParams) { p.Items[0].CountryOfOrigin = "Portugal" }),
		badOrder(`items[0].weight.value must be above zero, got 0`, func(p *global.CreateOrderParams) { p.Items[0].Weight = &global.Weight{Unit: global.Gram} }),
		badOrder(`items[0].weight.unit is required`, func(p *global.CreateOrderParams) { p.Items[0].Weight = &global.Weight{Value: api.Dec("1")} }),
		badOrder(`items[0].weight.unit is unknown: "kgs"; did you mean "kg"?`, func(p *global.CreateOrderParams) {
			p.Items[0].Weight = &global.Weight{Value: api.Dec("1"), Unit: "kgs"}
		}),
		badOrder(`shipping_address is required`, func(p *global.CreateOrderParams) { p.ShippingAddress = nil }),
		badOrder(`shipping_address.country must be the destination country DE, got FR`, func(p *global.CreateOrderParams) { p.ShippingAddress.Country = "FR" }),
		badOrder(`shipping_address.state is required in the US`, func(p *global.CreateOrderParams) { p.DestinationCountry, p.ShippingAddress.Country = "US", "" }),
		badOrder(`shipping_rate_id has characters that are invalid in an id`, func(p *global.CreateOrderParams) { p.ShippingRateID = "rate_\n" }),
		badOrder(`compliance_check_id must not contain ".."`, func(p *global.CreateOrderParams) { p.ComplianceCheckID = ".." }),
		badOrder(`incoterm is unknown: "DDU"; did you mean`, func(p *global.CreateOrderParams) { p.Incoterm = "DDU" }),
		badOrder(`settlement_currency is unknown: "euro"`, func(p *global.CreateOrderParams) { p.SettlementCurrency = "euro" }),
		badOrder(`metadata key "" must have 1 to 40 characters`, func(p *global.CreateOrderParams) { p.Metadata = map[string]string{"": ""} }),

		badCheck(`destination_country is required`, func(p *global.CheckComplianceParams) { p.DestinationCountry = "" }),
		badCheck(`parties must have at least one element`, func(p *global.CheckComplianceParams) { p.Parties = nil }),
		badCheck(`parties[0].role is required`, func(p *global.CheckComplianceParams) { p.Parties[0].Role = "" }),
		badCheck(`parties[0].role is unknown: "buyers"; did you mean "buyer"?`, func(p *global.CheckComplianceParams) { p.Parties[0].Role = "buyers" }),
		badCheck(`parties[0].name is required`, func(p *global.CheckComplianceParams) { p.Parties[0].Name = "" }),
		badCheck(`parties[0].country must be an ISO 3166-1 code`, func(p *global.CheckComplianceParams) { p.Parties[0].Country = "x" }),
		badCheck(`parties[0].address.country must be an ISO 3166-1 code`, func(p *global.CheckComplianceParams) { p.Parties[0].Address = &api.Address{Country: "usa"} }),
		badCheck(`parties[0].tax_id has a NUL`, func(p *global.CheckComplianceParams) { p.Parties[0].TaxID = "\x00" }),
		badCheck(`items[0].hs_code must be 6 to 10 digits`, func(p *global.CheckComplianceParams) {
			p.Items = []global.ComplianceItem{{HSCode: "１２３４５６"}}
		}),
		badCheck(`items[0].value must not be below zero`, func(p *global.CheckComplianceParams) { p.Items = []global.ComplianceItem{{Value: api.USD("-1")}} }),
		badCheck(`items[0].quantity must be 1 or more`, func(p *global.CheckComplianceParams) { p.Items = []global.ComplianceItem{{Quantity: -1}} }),
		badCheck(`amount must be above zero`, func(p *global.CheckComplianceParams) { p.Amount = api.USD("0") }),

		badTax(`origin_country is required`, func(p *global.CalculateTaxParams) { p.OriginCountry = "" }),
		badTax(`amount is required`, func(p *global.CalculateTaxParams) { p.Amount = api.Money{} }),
		badTax(`amount must be above zero`, func(p *global.CalculateTaxParams) { p.Amount = api.USD("0") }),
		badTax(`amount 1.001 has more than the 2 decimals`, func(p *global.CalculateTaxParams) { p.Amount = api.USD("1.001") }),
		badTax(`amount amount of USD is out of range`, func(p *global.CalculateTaxParams) {
			p.Amount = api.FromDecimal(decimal.New(1, 2_000_000_000), "USD")
		}),
		badTax(`shipping_amount must not be below zero`, func(p *global.CalculateTaxParams) { p.ShippingAmount = api.USD("-1") }),
		badTax(`shipping_amount must be in USD like the amount, got ssusd`, func(p *global.CalculateTaxParams) { p.ShippingAmount = api.SSUSD("1") }),
		badTax(`destination_state is required where the destination is the US`, func(p *global.CalculateTaxParams) { p.DestinationCountry = "US" }),
		badTax(`hs_code must be 6 to 10 digits`, func(p *global.CalculateTaxParams) { p.HSCode = "12345678901" }),
		badTax(`incoterm is unknown`, func(p *global.CalculateTaxParams) { p.Incoterm = "ddp" }),
		badTax(`customer_type is unknown: "busines"; did you mean "business"?`, func(p *global.CalculateTaxParams) { p.CustomerType = "busines" }),
		badTax(`customer_tax_id is not valid UTF-8`, func(p *global.CalculateTaxParams) { p.CustomerTaxID = "\xff" }),

		badQuote(`origin.country is required`, func(p *global.QuoteShippingParams) { p.Origin.Country = "" }),
		badQuote(`destination.country must be an ISO 3166-1 code`, func(p *global.QuoteShippingParams) { p.Destination.Country = "D" }),
		badQuote(`destination.city has a NUL`, func(p *global.QuoteShippingParams) { p.Destination.City = "\x00" }),
		badQuote(`packages must have 1 to 50 packages, got 0`, func(p *global.QuoteShippingParams) { p.Packages = nil }),
		badQuote(`packages must have 1 to 50 packages, got 51`, func(p *global.QuoteShippingParams) { p.Packages = make([]global.Package, 51) }),
		badQuote(`packages[0].weight.value must be above zero, got -1`, func(p *global.QuoteShippingParams) { p.Packages[0].Weight.Value = api.Dec("-1") }),
		badQuote(`packages[0].weight.value invalid decimal "1,5"`, func(p *global.QuoteShippingParams) { p.Packages[0].Weight.Value = api.Dec("1,5") }),
		badQuote(`packages[0].weight.value number is out of range`, func(p *global.QuoteShippingParams) { p.Packages[0].Weight.Value = huge }),
		badQuote(`packages[0].dimensions.height must be above zero`, func(p *global.QuoteShippingParams) { p.Packages[0].Dimensions.Height = api.Decimal{} }),
		badQuote(`packages[0].dimensions.unit is required`, func(p *global.QuoteShippingParams) { p.Packages[0].Dimensions.Unit = "" }),
		badQuote(`packages[0].declared_value must not be below zero`, func(p *global.QuoteShippingParams) { p.Packages[0].DeclaredValue = api.USD("-1") }),
		badQuote(`services[1] is unknown: "expres"; did you mean "express"?`, func(p *global.QuoteShippingParams) { p.Services = []global.ShippingService{global.Economy, "expres"} }),
		badQuote(`services[0] must not be empty`, func(p *global.QuoteShippingParams) { p.Services = []global.ShippingService{""} }),
		badQuote(`currency is unknown`, func(p *global.QuoteShippingParams) { p.Currency = "us" }),

		badList(`limit must be 1 to 100`, global.ListOrdersParams{Limit: 101}),
		badList(`starting_after must be an id of this list (gord_…), got "ord_1"`, global.ListOrdersParams{StartingAfter: "ord_1"}),
		badList(`status has an empty value: leave it out, got "shipped,"`, global.ListOrdersParams{Status: api.AnyOf(global.StatusShipped, "")}),
		badList(`destination_country has an empty value: leave it out, got ",DE"`, global.ListOrdersParams{DestinationCountry: ",DE"}),
	} {
		w := wiretest.New()
		err := test.call(w.Client(t).Global)
		var fault *stateset.ParamError
		require.ErrorAs(t, err, &fault, test.want)
		require.NotEmpty(t, fault.Operation, test.want)
		require.ErrorContains(t, err, "stateset: "+fault.Operation+": "+strings.Replace(test.want, " ", ": ", 1))
		require.Empty(t, w.Requests(), "nothing is sent")
	}
}
