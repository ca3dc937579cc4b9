package global_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
)

// wallet is funded in every test account.
const wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

// connect returns a client of a mock server in memory whose clock does not advance. With
// the real API: stateset.New("sk_test_…").
func connect() (*stateset.Client, func()) {
	start := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1), mockserver.WithTime(start))
	if err != nil {
		log.Fatal(err)
	}
	return srv.Client(), srv.Close
}

// sell creates an order of two jackets at 150.00 from the US to Germany.
func sell(client *stateset.Client) *global.Order {
	order, err := client.Global.CreateOrder(context.Background(), jackets())
	if err != nil {
		log.Fatal(err)
	}
	return order
}

func jackets() *global.CreateOrderParams {
	return &global.CreateOrderParams{
		OriginCountry: "US", DestinationCountry: "DE", CustomerID: "cust_test_123",
		Items:           []global.ItemParams{{SKU: "JKT-1", Name: "Jacket", Quantity: 2, Price: stateset.SSUSD("150.00"), HSCode: "620193"}},
		ShippingAddress: &stateset.Address{Name: "Ada Lovelace", Line1: "Unter den Linden 1", City: "Berlin", PostalCode: "10117", Country: "DE"},
	}
}

// parcel returns a package of two kilograms.
func parcel() *global.QuoteShippingParams {
	return &global.QuoteShippingParams{
		Origin:      global.Origin{Country: "US", PostalCode: "94105"},
		Destination: global.Destination{Country: "DE", PostalCode: "10117", City: "Berlin"},
		Packages: []global.Package{{
			Weight:     global.Weight{Value: stateset.Dec("2"), Unit: global.Kilogram},
			Dimensions: &global.Dimensions{Length: stateset.Dec("40"), Width: stateset.Dec("30"), Height: stateset.Dec("20"), Unit: global.Centimeter},
		}},
	}
}

func ExampleService_CheckCompliance() {
	client, done := connect()
	defer done()

	check, err := client.Global.CheckCompliance(context.Background(), &global.CheckComplianceParams{
		OriginCountry: "US", DestinationCountry: "DE",
		Parties: []global.Party{
			{Role: global.RoleBuyer, Name: "Musterfirma GmbH", Country: "DE", TaxID: "DE123456789"},
			{Role: global.RoleSeller, Name: "Example Inc.", Country: "US"},
		},
		Items:  []global.ComplianceItem{{Description: "Jackets", HSCode: "620193", Value: stateset.SSUSD("150.00"), Quantity: 80}},
		Amount: stateset.SSUSD("12000.00"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(check.Status, check.RiskLevel, check.RequiredDocuments)
	// Output: approved low [commercial_invoice packing_list]
}

func ExampleService_CheckCompliance_blocked() {
	client, done := connect()
	defer done()

	check, err := client.Global.CheckCompliance(context.Background(), &global.CheckComplianceParams{
		OriginCountry: "US", DestinationCountry: "FR",
		Parties: []global.Party{{Role: global.RoleBuyer, Name: "Sanctioned Holdings"}},
	})
	if err != nil {
		log.Fatal(err) // a blocked trade is not an error
	}
	for _, finding := range check.Checks {
		if finding.Status != global.FindingPass {
			fmt.Println(check.Status, finding.Type, finding.Lists)
		}
	}
	// Output: blocked sanctions [OFAC_SDN]
}

func ExampleService_CalculateTax() {
	client, done := connect()
	defer done()

	tax, err := client.Global.CalculateTax(context.Background(), &global.CalculateTaxParams{
		OriginCountry: "US", DestinationCountry: "DE", HSCode: "620193",
		Amount: stateset.USD("300.00"), ShippingAmount: stateset.USD("25.00"),
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, charge := range tax.Breakdown {
		fmt.Println(charge.Name, charge.Rate, charge.Amount)
	}
	fmt.Println(tax.TotalAmount, tax.EffectiveRate)
	// Output:
	// Germany duty, chapter 62: Apparel, not knitted 0.12 39.00 USD
	// Germany VAT 0.19 69.16 USD
	// 433.16 USD 0.3328
}

func ExampleService_QuoteShipping() {
	client, done := connect()
	defer done()

	quote, err := client.Global.QuoteShipping(context.Background(), parcel())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("paid for:", quote.BillableWeight.Value, quote.BillableWeight.Unit)
	for _, rate := range quote.Rates {
		fmt.Println(rate.Service, rate.Amount, rate.EstimatedDeliveryDate)
	}
	// Output:
	// paid for: 4.80 kg
	// economy 36.00 ssusd 2026-02-05
	// standard 55.00 ssusd 2026-01-25
	// express 90.80 ssusd 2026-01-18
}

func ExampleService_CreateOrder() {
	client, done := connect()
	defer done()
	ctx := context.Background()
	quote, err := client.Global.QuoteShipping(ctx, parcel())
	if err != nil {
		log.Fatal(err)
	}

	params := jackets()
	params.ShippingRateID = quote.Rates[0].ID
	params.SettlementCurrency = "EUR"
	order, err := client.Global.CreateOrder(ctx, params)
	if errors.Is(err, global.ErrComplianceBlocked) {
		return // no order was created
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(order.Subtotal, order.ShippingAmount, order.DutyAmount, order.TaxAmount)
	fmt.Println(order.TotalAmount, order.Status, order.Exchange.Rate)

	paid, err := client.Orders.Pay(ctx, &orders.PayParams{
		OrderID:       order.OrderID,
		PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: order.TotalAmount},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(paid.Order.Status)
	// Output:
	// 300.00 ssusd 36.00 ssusd 40.32 ssusd 71.50 ssusd
	// 447.82 ssusd pending_payment 0.92
	// processing
}

func ExampleService_GetOrder() {
	client, done := connect()
	defer done()
	made := sell(client)

	order, err := client.Global.GetOrder(context.Background(), made.ID, stateset.WithExpand("customer", "order"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(order.TotalAmount, order.Status, order.Customer.Email, order.Order.PaymentStatus)
	// Output: 399.84 ssusd pending_payment ada@example.com unpaid
}

func ExampleService_ListOrders() {
	client, done := connect()
	defer done()
	sell(client)
	sell(client)

	page, err := client.Global.ListOrders(context.Background(), &global.ListOrdersParams{DestinationCountry: "DE", Limit: 1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(page.Data), page.HasMore, page.TotalCount)
	// Output: 1 true 2
}

func ExampleService_AllOrders() {
	client, done := connect()
	defer done()
	sell(client)
	sell(client)

	for order, err := range client.Global.AllOrders(context.Background(), &global.ListOrdersParams{Status: global.StatusPendingPayment}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(order.DestinationCountry, order.TotalAmount)
	}
	// Output:
	// DE 399.84 ssusd
	// DE 399.84 ssusd
}
