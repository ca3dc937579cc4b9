// Command quickstart makes a first payment. It starts a mock server in memory, creates an
// order, pays it in ssUSD with splits, refunds a part and prints the balances before and
// after.
//
//	go run ./examples/quickstart
//
// With STATESET_API_KEY (and STATESET_BASE_URL) set, the program uses that server instead.
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

// The wallets of the story. The first is funded in every test account.
const (
	payer    = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
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
	client, done, err := connect(ctx)
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
	fmt.Fprintf(out, "\nOrder %s: %d items, %s in total.\n", order.OrderNumber, len(order.Items), order.TotalAmount)

	shares, err := order.TotalAmount.Allocate(90, 10) // 90 % and 10 %, exact to the cent
	if err != nil {
		return err
	}
	pay := &orders.PayParams{
		OrderID:       order.ID,
		PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: order.TotalAmount},
		SplitPayments: []orders.SplitParams{
			{Recipient: merchant, Amount: shares[0], Type: orders.SplitMerchant},
			{Recipient: platform, Amount: shares[1], Type: orders.SplitPlatformFee},
		},
	}
	paid, err := client.Orders.Pay(ctx, pay)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The payer pays %s: %s go to the merchant, %s to the platform.\n", paid.Payment.Amount, shares[0], shares[1])

	if _, err = client.Orders.Pay(ctx, pay); errors.Is(err, orders.ErrAlreadyPaid) {
		fmt.Fprintln(out, "A second payment is refused: the order is already paid.")
	}

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
	fmt.Fprintf(out, "The treasury refunds %s to the payer. The recipients of a split keep their shares. The order is %s.\n", refund.Amount, order.PaymentStatus)

	for payment, err := range client.Payments.All(ctx, &payments.ListParams{OrderID: order.ID}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "The list of payments shows %s, %s refunded.\n", payment.Amount, payment.AmountRefunded)
	}

	fmt.Fprintln(out, "\nBalances after:")
	if err := balances(ctx, out, client); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nNext: go run ./examples/resilience shows a lost response; README.md shows the rest.")
	return nil
}

// balances prints what each wallet of the story holds.
func balances(ctx context.Context, out io.Writer, client *stateset.Client) error {
	for _, wallet := range []struct{ name, address string }{{"payer", payer}, {"merchant", merchant}, {"platform", platform}} {
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

// connect returns a client for the server of the environment, or for a mock server in this
// process.
func connect(ctx context.Context) (*stateset.Client, func(), error) {
	if os.Getenv("STATESET_API_KEY") != "" {
		client, err := stateset.NewFromEnv()
		return client, func() {}, err
	}
	srv, err := mockserver.Start(ctx)
	if err != nil {
		return nil, nil, err
	}
	return srv.Client(), srv.Close, nil
}
