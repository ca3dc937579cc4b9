// Command quickstart makes a first payment. It creates an order, pays it in ssUSD, splits
// the payment between two recipients, refunds a part and prints the balances before and
// after.
//
//	go run ./examples/quickstart
//
// The program uses a mock server in memory. Set STATESET_API_KEY and STATESET_BASE_URL to
// use another server.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// These are the wallets of the customer, the merchant and the platform. The mock server
// funds the first one.
const (
	customer = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	merchant = "stateset1merchantaddress123"
	platform = "stateset1platformfeeaddress456"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	client, done, err := connect(ctx, out)
	if err != nil {
		return err
	}
	defer done()

	fmt.Fprintln(out, "Balances before:")
	if err := balances(ctx, out, client); err != nil {
		return err
	}

	order, err := client.Orders.Create(ctx, &orders.CreateParams{
		CustomerID: "cust_test_123",
		Items: []orders.ItemParams{
			{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")},
			{Name: "Teapot", Quantity: 1, Price: stateset.SSUSD("75.00")},
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe customer orders two mugs and a teapot for %s.\n", order.TotalAmount)

	shares, err := order.TotalAmount.Allocate(90, 10) // 90 % and 10 %, exact to the cent
	if err != nil {
		return err
	}
	pay := &orders.PayParams{
		OrderID:       order.ID,
		PaymentMethod: orders.PayMethod{WalletAddress: customer, Amount: order.TotalAmount},
		SplitPayments: []orders.SplitParams{
			{Recipient: merchant, Amount: shares[0], Type: orders.SplitMerchant},
			{Recipient: platform, Amount: shares[1], Type: orders.SplitPlatformFee},
		},
	}
	paid, err := client.Orders.Pay(ctx, pay)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The customer pays %s: %s to the merchant and %s to the platform.\n", paid.Payment.Amount, shares[0], shares[1])

	_, err = client.Orders.Pay(ctx, pay)
	if !errors.Is(err, orders.ErrAlreadyPaid) {
		return fmt.Errorf("the second payment was not rejected as already paid: %v", err)
	}
	fmt.Fprintln(out, "The program tries to pay again. The server rejects it: the order is already paid.")

	refund, err := client.Payments.Refund(ctx, paid.Payment.PaymentID, &payments.RefundParams{
		Amount: stateset.SSUSD("25.00"), Reason: payments.ReasonRequestedByCustomer,
	})
	if err != nil {
		return err
	}
	order, err = client.Orders.Get(ctx, order.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The customer returns the mugs and gets %s back. The payment status is now %s.\n", refund.Amount, order.PaymentStatus)
	fmt.Fprintln(out, "The merchant and the platform keep their shares, so your treasury bears the refund.")

	fmt.Fprintln(out, "\nBalances after:")
	if err := balances(ctx, out, client); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nRead docs/README.md next: it lists the guides. examples/README.md lists more programs.")
	return nil
}

// balances prints the balances of the wallets and of the treasury, which belongs to the
// account of the API key.
func balances(ctx context.Context, out io.Writer, client *stateset.Client) error {
	for _, wallet := range []struct{ name, address string }{{"customer", customer}, {"merchant", merchant}, {"platform", platform}} {
		balance, err := client.Stablecoin.Balance(ctx, wallet.address, nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %-9s%18s\n", wallet.name, balance.Balances.Available)
	}
	treasury, err := client.Balance(ctx)
	if err != nil {
		return err
	}
	for _, amount := range treasury.Available {
		if amount.Currency() == "ssusd" {
			fmt.Fprintf(out, "  %-9s%18s\n", "treasury", amount)
		}
	}
	return nil
}

// connect returns a client for the server of the environment, or for a mock server in
// memory.
func connect(ctx context.Context, out io.Writer) (*stateset.Client, func(), error) {
	if os.Getenv("STATESET_API_KEY") != "" {
		fmt.Fprint(out, "This program uses the server of your environment variables.\n\n")
		client, err := stateset.NewFromEnv()
		return client, func() {}, err
	}
	fmt.Fprint(out, "This program uses a mock server in memory. No real money moves.\n\n")
	srv, err := mockserver.Start(ctx)
	if err != nil {
		return nil, nil, err
	}
	return srv.Client(), srv.Close, nil
}
