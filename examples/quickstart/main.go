// Command quickstart is the shortest way to a first payment: it starts a mock server
// in memory, creates an order, pays it in ssUSD with splits, lists the payments and
// refunds what was paid.
//
//	go run ./examples/quickstart
//
// With STATESET_API_KEY (and STATESET_BASE_URL) set it talks to that server instead.
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

// The wallets of the story: the first is funded in every test account.
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
	fmt.Fprintf(out, "created   %s  %s for %d items, %s\n", order.OrderNumber, order.TotalAmount, len(order.Items), order.PaymentStatus)

	shares, err := order.TotalAmount.Allocate(90, 10) // to the last cent
	if err != nil {
		return err
	}
	paid, err := client.Orders.Pay(ctx, &orders.PayParams{
		OrderID:       order.ID,
		PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: order.TotalAmount},
		SplitPayments: []orders.SplitParams{
			{Recipient: merchant, Amount: shares[0], Type: orders.SplitMerchant},
			{Recipient: platform, Amount: shares[1], Type: orders.SplitPlatformFee},
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "paid      %s  order is %s, %s\n", paid.Payment.Amount, paid.Order.Status, paid.Order.PaymentStatus)
	for _, split := range paid.Payment.Splits {
		fmt.Fprintf(out, "  split   %-12s %s\n", split.Type, split.Amount)
	}

	_, err = client.Orders.Pay(ctx, &orders.PayParams{
		OrderID:       order.ID,
		PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: order.TotalAmount},
	})
	fmt.Fprintf(out, "again     refused, already paid: %t\n", errors.Is(err, orders.ErrAlreadyPaid))

	for payment, err := range client.Payments.All(ctx, &payments.ListParams{OrderID: order.ID}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "listed    %s  %s\n", payment.Amount, payment.Status)
	}

	refund, err := client.Payments.Refund(ctx, paid.Payment.PaymentID, &payments.RefundParams{
		Amount: stateset.SSUSD("25.00"), Reason: payments.ReasonRequestedByCustomer,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "refunded  %s  %s of the payment's %s\n", refund.Amount, refund.Payment.AmountRefunded, refund.Payment.Amount)

	order, err = client.Orders.Get(ctx, order.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "now       order is %s, %s\n", order.Status, order.PaymentStatus)

	balance, err := client.Balance(ctx)
	if err != nil {
		return err
	}
	for _, amount := range balance.Available {
		fmt.Fprintf(out, "treasury  %s\n", amount)
	}
	return nil
}

// connect makes a client for the server of the environment, or for a mock server
// that lives in this process.
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
