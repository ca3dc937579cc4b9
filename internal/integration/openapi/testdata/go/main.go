// Command quickstart creates an order, pays it and refunds a part, with a generated client.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"quickstart/api"
)

// wallet is funded by the mock server.
const wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

func main() {
	if err := run(context.Background(), os.Args[1]+"/v1"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address string) error {
	client, err := api.NewClientWithResponses(address, api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer sk_test_demo")
		return nil
	}))
	if err != nil {
		return err
	}
	customer, mug := "cust_test_123", "Mug"
	created, err := client.OrdersCreateWithResponse(ctx, nil, api.OrdersCreateRequest{
		CustomerId: &customer,
		Items:      []api.OrderItemParams{{Name: &mug, Quantity: 2, Price: &api.MoneyOrZeroParams{Value: "12.50"}}},
	})
	if err != nil {
		return err
	}
	if created.JSON201 == nil {
		return fmt.Errorf("create: %s", created.Body)
	}
	paid, err := client.OrdersPayWithResponse(ctx, nil, api.OrdersPayRequest{
		OrderId:       created.JSON201.Id,
		PaymentMethod: api.PayMethodParams{Type: "ssusd", WalletAddress: wallet, Amount: api.MoneyParams{Value: "25.00"}},
	})
	if err != nil {
		return err
	}
	if paid.JSON200 == nil || paid.JSON200.Payment == nil || paid.JSON200.Order == nil {
		return fmt.Errorf("pay: %s", paid.Body)
	}
	half := 12.5
	refunded, err := client.PaymentsRefundWithResponse(ctx, paid.JSON200.Payment.PaymentId, nil, api.PaymentsRefundRequest{
		Amount: &half, Reason: "requested_by_customer",
	})
	if err != nil {
		return err
	}
	if refunded.JSON201 == nil || refunded.JSON201.Payment == nil || refunded.JSON201.Payment.AmountRefunded == nil {
		return fmt.Errorf("refund: %s", refunded.Body)
	}
	missing, err := client.OrdersGetWithResponse(ctx, "ord_none", nil)
	if err != nil {
		return err
	}
	if missing.JSON404 == nil {
		return fmt.Errorf("get: %s", missing.Body)
	}
	fmt.Println(paid.JSON200.Order.PaymentStatus, refunded.JSON201.Status, *refunded.JSON201.Payment.AmountRefunded, missing.JSON404.Error.Code)
	return nil
}
