// Command crossborder sells from the US to Germany, on a mock server in memory: it checks
// the trade, calculates tax and duty, quotes shipping, makes the order, pays it and
// follows it to the door.
//
//	go run ./examples/crossborder
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
)

const (
	origin, destination = "US", "DE"

	// payer is the customer's wallet, funded in every test account.
	payer = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

	hsCode = "620193" // jackets
)

var price = stateset.SSUSD("150.00") // of a jacket

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
	fmt.Fprintf(out, "order     %s, %s = %s EUR at %s\n", order.Status, order.TotalAmount,
		order.TotalAmount.Decimal().Mul(order.Exchange.Rate.Decimal).StringFixed(2), order.Exchange.Rate)
	if err := deliver(ctx, client, order, out); err != nil {
		return err
	}
	return sellToNobody(ctx, client, out)
}

// checkTrade asks whether the trade is allowed.
func checkTrade(ctx context.Context, client *stateset.Client, out io.Writer) (*global.ComplianceCheck, error) {
	check, err := client.Global.CheckCompliance(ctx, &global.CheckComplianceParams{
		OriginCountry: origin, DestinationCountry: destination,
		Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada Lovelace", Country: destination}},
		Items:   []global.ComplianceItem{{Description: "Jackets", HSCode: hsCode, Value: price, Quantity: 2}},
	})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "check     %s, risk %s (%d), papers %v\n", check.Status, check.RiskLevel, check.RiskScore, check.RequiredDocuments)
	return check, nil
}

// quote asks what shipping costs, and takes the slowest.
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
	for _, rate := range q.Rates {
		fmt.Fprintf(out, "shipping  %-8s %12s, on %s (%s kg)\n", rate.Service, rate.Amount, rate.EstimatedDeliveryDate, q.BillableWeight.Value)
	}
	return q.Rates[0], nil
}

// estimate shows what tax and duty will be.
func estimate(ctx context.Context, client *stateset.Client, shipping stateset.Money, out io.Writer) error {
	tax, err := client.Global.CalculateTax(ctx, &global.CalculateTaxParams{
		OriginCountry: origin, DestinationCountry: destination, HSCode: hsCode,
		Amount: stateset.SSUSD("300.00"), ShippingAmount: shipping,
	})
	if err != nil {
		return err
	}
	for _, charge := range tax.Breakdown {
		fmt.Fprintf(out, "%-9s %s of %s = %s (%s)\n", charge.Type, charge.Rate, charge.TaxableAmount, charge.Amount, charge.Name)
	}
	fmt.Fprintf(out, "total     %s\n", tax.TotalAmount)
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

// deliver pays the ordinary order behind the cross-border one, and ships it.
func deliver(ctx context.Context, client *stateset.Client, order *global.Order, out io.Writer) error {
	paid, err := client.Orders.Pay(ctx, &orders.PayParams{
		OrderID:       order.OrderID,
		PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: order.TotalAmount},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "paid      %s, %s\n", paid.Payment.Amount, paid.Order.PaymentStatus)
	for _, step := range []func() error{
		func() error { return nil },
		func() error { _, err := client.Orders.Fulfill(ctx, order.OrderID, nil); return err },
		func() error {
			_, err := client.Orders.Update(ctx, order.OrderID, &orders.UpdateParams{Status: new(orders.StatusDelivered)})
			return err
		},
	} {
		if err := step(); err != nil {
			return err
		}
		now, err := client.Global.GetOrder(ctx, order.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "status    %s\n", now.Status)
	}
	return nil
}

// sellToNobody shows that a forbidden trade makes nothing.
func sellToNobody(ctx context.Context, client *stateset.Client, out io.Writer) error {
	forbidden := params("", "")
	forbidden.ShippingAddress.Name = "Sanctioned Holdings"
	_, err := client.Global.CreateOrder(ctx, forbidden)
	if !errors.Is(err, global.ErrComplianceBlocked) {
		return fmt.Errorf("want a refusal of the forbidden order, got: %v", err)
	}
	page, err := client.Global.ListOrders(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "blocked   another order; there is %d still\n", page.TotalCount)
	return nil
}
