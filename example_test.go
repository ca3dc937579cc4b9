package stateset_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// server starts a mock server, so that the examples run.
func server() *mockserver.Server {
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1))
	if err != nil {
		log.Fatal(err)
	}
	return srv
}

func Example() {
	srv := server() // a mock server in memory
	defer srv.Close()
	client := srv.Client() // with the real API: stateset.New("sk_test_…")
	ctx := context.Background()

	order, err := client.Orders.Create(ctx, &orders.CreateParams{
		CustomerID: "cust_test_123",
		Items:      []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")}},
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := client.Orders.Pay(ctx, &orders.PayParams{
		OrderID: order.ID,
		PaymentMethod: orders.PayMethod{
			WalletAddress: "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu",
			Amount:        order.TotalAmount,
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Payment.Amount, result.Order.PaymentStatus)
	// Output: 25.00 ssusd paid
}

func ExampleClient_Balance() {
	srv := server()
	defer srv.Close()
	client := srv.Client()

	balance, err := client.Balance(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, amount := range balance.Available {
		fmt.Println(amount)
	}
	// Output:
	// 1000000.00 ssusd
	// 1000000.00 usdc
}

func ExampleNewPublic() {
	srv := server()
	defer srv.Close()

	client, err := stateset.NewPublic( // with the real API: without options
		stateset.WithBaseURL(srv.URL()),
		stateset.WithHTTPClient(srv.HTTPClient()),
	)
	if err != nil {
		log.Fatal(err)
	}
	report, err := client.Stablecoin.Reserves(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Reserves.TotalValue)

	_, err = client.Payments.Get(context.Background(), "pay_test_456")
	fmt.Println(err)
	// Output:
	// 125000000.00 USD
	// stateset: Payments.Get: key: is required: create the client with stateset.New
}

func ExampleClient_Do() {
	srv := server()
	defer srv.Close()
	client := srv.Client()

	var payment payments.Payment
	err := client.Do(context.Background(), "GET", "/payments/pay_test_456", nil, &payment)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Amount, payment.Status)
	// Output: 100.00 ssusd succeeded
}

func ExampleClient_With() {
	srv := server()
	defer srv.Close()
	client := srv.Client()

	// A client for a connected account shares the connections and the retry budget.
	tenant, err := client.With(stateset.WithAccount("acct_test_tenant"))
	if err != nil {
		log.Fatal(err)
	}
	page, err := tenant.Payments.List(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.Data[0].ID)
	// Output: 1 pay_test_456
}

func ExampleError() {
	srv := server()
	defer srv.Close()
	client := srv.Client()

	_, err := client.Payments.Get(context.Background(), "pay_unknown")

	fmt.Println(errors.Is(err, stateset.ErrNotFound))
	var e *stateset.Error
	if errors.As(err, &e) {
		fmt.Println(e.Status, e.Code, e.Message)
	}
	// Output:
	// true
	// 404 resource_not_found No such payment: 'pay_unknown'
}

func ExampleParamError() {
	srv := server()
	defer srv.Close()
	client := srv.Client()

	_, err := client.Payments.Create(context.Background(), &payments.CreateParams{
		Amount:    stateset.SSUSD("1,000.00"),
		Recipient: "stateset1merchantaddress123",
	})
	fmt.Println(err)
	// Output: stateset: Payments.Create: amount: invalid decimal "1,000.00": must be digits with an optional point, as in "1000.00"
}

func ExampleMoney_Allocate() {
	parts, err := stateset.USD("100.00").Allocate(1, 1, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(parts[0], parts[1], parts[2])
	// Output: 33.34 USD 33.33 USD 33.33 USD
}

func ExampleCollect() {
	srv := server()
	defer srv.Close()
	client := srv.Client()

	payments, err := stateset.Collect(client.Payments.All(context.Background(), nil), 100)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(payments))
	// Output: 1
}
