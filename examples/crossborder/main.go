// Command crossborder sells two jackets from the United States to Germany. It checks
// whether the trade is allowed, quotes shipping, calculates tax and duty, creates the
// order, pays it and delivers it. The program uses a mock server in memory.
//
//	go run ./examples/crossborder
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
)

const (
	origin, destination = "US", "DE"

	// customer is a wallet that the mock server funds.
	customer = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

	hsCode = "620193" // jackets
)

var price = stateset.SSUSD("150.00") // of one jacket

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	start := time.Date(2026, time.January, 15, 9, 0, 0, 0, time.UTC)
	srv, err := mockserver.Start(ctx, mockserver.WithTime(start))
	if err != nil {
		return err
	}
	defer srv.Close()
	client := srv.Client()

	fmt.Fprintf(out, "A shop in the United States sells two jackets for %s each to a customer in Germany.\n\n", price)
	check, err := checkTrade(ctx, client, out)
	if err != nil {
		return err
	}
	rate, err := quote(ctx, client, out)
	if err != nil {
		return err
	}
	if err := estimate(ctx, client, rate.Amount, out); err != nil {
		return err
	}
	order, err := client.Global.CreateOrder(ctx, params(check.ID, rate.ID))
	if err != nil {
		return err
	}
	euros := order.TotalAmount.Decimal().Mul(order.Exchange.Rate.Decimal).StringFixed(2)
	fmt.Fprintf(out, "The shop creates the order. The price is %s, or %s EUR at a rate of %s.\n", order.TotalAmount, euros, order.Exchange.Rate)
	if err := deliver(ctx, client, order, out); err != nil {
		return err
	}
	return sellToSanctioned(ctx, client, out)
}

// checkTrade checks whether the trade is allowed.
func checkTrade(ctx context.Context, client *stateset.Client, out io.Writer) (*global.ComplianceCheck, error) {
	check, err := client.Global.CheckCompliance(ctx, &global.CheckComplianceParams{
		OriginCountry: origin, DestinationCountry: destination,
		Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada Lovelace", Country: destination}},
		Items:   []global.ComplianceItem{{Description: "Jackets", HSCode: hsCode, Value: price, Quantity: 2}},
	})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "The compliance check is %s. The risk is %s: %d of 100.\n", check.Status, check.RiskLevel, check.RiskScore)
	fmt.Fprintf(out, "The trade requires these documents: %s.\n\n", strings.Join(check.RequiredDocuments, ", "))
	return check, nil
}

// quote returns the first shipping rate, which is the cheapest.
func quote(ctx context.Context, client *stateset.Client, out io.Writer) (*global.ShippingRate, error) {
	q, err := client.Global.QuoteShipping(ctx, &global.QuoteShippingParams{
		Origin:      global.Origin{Country: origin, PostalCode: "94105"},
		Destination: global.Destination{Country: destination, PostalCode: "10117", City: "Berlin"},
		Packages: []global.Package{{
			Weight:     global.Weight{Value: stateset.Dec("4.4"), Unit: global.Pound},
			Dimensions: &global.Dimensions{Length: stateset.Dec("40"), Width: stateset.Dec("30"), Height: stateset.Dec("20"), Unit: global.Centimeter},
		}},
	})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "Three services ship the parcel, which is billed as %s kg:\n", q.BillableWeight.Value)
	for _, rate := range q.Rates {
		fmt.Fprintf(out, "  %-8s costs %s and arrives on %s.\n", rate.Service, rate.Amount, rate.EstimatedDeliveryDate)
	}
	fmt.Fprintf(out, "The customer chooses the %s service.\n\n", q.Rates[0].Service)
	return q.Rates[0], nil
}

// estimate calculates tax and duty.
func estimate(ctx context.Context, client *stateset.Client, shipping stateset.Money, out io.Writer) error {
	tax, err := client.Global.CalculateTax(ctx, &global.CalculateTaxParams{
		OriginCountry: origin, DestinationCountry: destination, HSCode: hsCode,
		Amount: stateset.SSUSD("300.00"), ShippingAmount: shipping,
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "Germany charges the jackets and their shipping:")
	for _, charge := range tax.Breakdown {
		percent := charge.Rate.Shift(2)
		fmt.Fprintf(out, "  %s: %s %% of %s is %s.\n", charge.Name, percent, charge.TaxableAmount, charge.Amount)
	}
	fmt.Fprintf(out, "The estimated total is %s.\n\n", tax.TotalAmount)
	return nil
}

func params(check, rate string) *global.CreateOrderParams {
	return &global.CreateOrderParams{
		OriginCountry: origin, DestinationCountry: destination, CustomerID: "cust_test_123",
		Items:           []global.ItemParams{{SKU: "JKT-1", Name: "Jacket", Quantity: 2, Price: price, HSCode: hsCode}},
		ShippingAddress: &stateset.Address{Name: "Ada Lovelace", Line1: "Unter den Linden 1", City: "Berlin", PostalCode: "10117", Country: destination},
		ShippingRateID:  rate, ComplianceCheckID: check, Incoterm: global.DDP, SettlementCurrency: "EUR",
	}
}

// deliver pays and ships the order. Each cross-border order has an ordinary order, which
// is paid and fulfilled as usual. The status of the cross-border order follows it.
func deliver(ctx context.Context, client *stateset.Client, order *global.Order, out io.Writer) error {
	paid, err := client.Orders.Pay(ctx, &orders.PayParams{
		OrderID:       order.OrderID,
		PaymentMethod: orders.PayMethod{WalletAddress: customer, Amount: order.TotalAmount},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The customer pays %s.", paid.Payment.Amount)
	if err := printStatus(ctx, client, order.ID, out); err != nil {
		return err
	}

	if _, err := client.Orders.Fulfill(ctx, order.OrderID, nil); err != nil {
		return err
	}
	fmt.Fprint(out, "The shop sends the parcel.")
	if err := printStatus(ctx, client, order.ID, out); err != nil {
		return err
	}

	if _, err := client.Orders.Update(ctx, order.OrderID, &orders.UpdateParams{Status: new(orders.StatusDelivered)}); err != nil {
		return err
	}
	fmt.Fprint(out, "The parcel arrives.")
	return printStatus(ctx, client, order.ID, out)
}

func printStatus(ctx context.Context, client *stateset.Client, id string, out io.Writer) error {
	order, err := client.Global.GetOrder(ctx, id)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, " The status of the order is %s.\n", order.Status)
	return nil
}

// sellToSanctioned shows that the server rejects an order that the compliance check
// blocks.
func sellToSanctioned(ctx context.Context, client *stateset.Client, out io.Writer) error {
	blocked := params("", "")
	blocked.ShippingAddress.Name = "Sanctioned Holdings"
	_, err := client.Global.CreateOrder(ctx, blocked)
	if !errors.Is(err, global.ErrComplianceBlocked) {
		return fmt.Errorf("the order of a sanctioned customer was not blocked: %v", err)
	}
	fmt.Fprintln(out, "\nA sanctioned company orders jackets too. The server rejects the order: compliance blocks it.")
	return nil
}
