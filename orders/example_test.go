package orders_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
)

// wallet is funded in every test account.
const wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

// connect returns a client of a mock server in memory. With the real API:
// stateset.New("sk_test_…").
func connect() (*stateset.Client, func()) {
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1))
	if err != nil {
		log.Fatal(err)
	}
	return srv.Client(), srv.Close
}

// place creates an order of 100.00 ssusd. pay pays it.
func place(client *stateset.Client) *orders.Order {
	order, err := client.Orders.Create(context.Background(), &orders.CreateParams{
		CustomerID: "cust_test_123",
		Items: []orders.ItemParams{
			{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")},
			{Name: "Teapot", Quantity: 1, Price: stateset.SSUSD("75.00")},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	return order
}

func pay(client *stateset.Client, order *orders.Order) {
	_, err := client.Orders.Pay(context.Background(), &orders.PayParams{
		OrderID:       order.ID,
		PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: order.TotalAmount},
	})
	if err != nil {
		log.Fatal(err)
	}
}

func ExampleService_Create() {
	client, done := connect()
	defer done()

	order, err := client.Orders.Create(context.Background(), &orders.CreateParams{
		Customer:       &orders.CustomerParams{Email: "ada@example.com", FirstName: "Ada"},
		Items:          []orders.ItemParams{{Name: "Mug", Quantity: 3, Price: stateset.SSUSD("12.50")}},
		ShippingAmount: stateset.SSUSD("5.00"),
		DiscountAmount: stateset.SSUSD("2.50"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(order.Subtotal, order.TotalAmount, order.Status)
	// Output: 37.50 ssusd 40.00 ssusd pending
}

func ExampleService_Get() {
	client, done := connect()
	defer done()

	order, err := client.Orders.Get(context.Background(), "order_1234567890", stateset.WithExpand("customer"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(order.TotalAmount, order.PaymentStatus, order.Customer != nil)
	// Output: 150.00 ssusd unpaid true
}

func ExampleService_Pay() {
	client, done := connect()
	defer done()

	result, err := client.Orders.Pay(context.Background(), &orders.PayParams{
		OrderID: "order_1234567890",
		PaymentMethod: orders.PayMethod{
			WalletAddress: "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu",
			Amount:        stateset.SSUSD("150.00"),
		},
		SplitPayments: []orders.SplitParams{
			{Recipient: "stateset1merchantaddress123", Amount: stateset.SSUSD("135.00"), Type: orders.SplitMerchant},
			{Recipient: "stateset1platformfeeaddress456", Amount: stateset.SSUSD("15.00"), Type: orders.SplitPlatformFee},
		},
	})
	if errors.Is(err, orders.ErrAlreadyPaid) {
		return // another call has paid the order
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Payment.Amount, result.Order.Status, result.Order.PaymentStatus)
	for _, split := range result.Payment.Splits {
		fmt.Println(split.Type, split.Amount)
	}
	// Output:
	// 150.00 ssusd processing paid
	// merchant 135.00 ssusd
	// platform_fee 15.00 ssusd
}

func ExampleService_Fulfill() {
	client, done := connect()
	defer done()
	order := place(client)
	pay(client, order)

	order, err := client.Orders.Fulfill(context.Background(), order.ID, &orders.FulfillParams{
		Items:          []orders.FulfilledItem{{ItemID: order.Items[0].ID, Quantity: 1}}, // default: the remaining quantity
		Carrier:        "ups",
		TrackingNumber: "1Z999AA10123456784",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(order.FulfillmentStatus, order.Items[0].FulfilledQuantity)
	// Output: partially_fulfilled 1
}

func ExampleService_Update() {
	client, done := connect()
	defer done()
	order := place(client)

	order, err := client.Orders.Update(context.Background(), order.ID, &orders.UpdateParams{
		Notes:    new("gift wrap"),
		Shipping: &orders.ShippingUpdate{Method: new("express"), Carrier: new("ups")},
		Metadata: map[string]*string{"channel": new("web"), "draft": nil}, // nil deletes a key
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(order.Notes, order.Metadata)

	order, err = client.Orders.Update(context.Background(), order.ID, &orders.UpdateParams{
		Shipping: &orders.ShippingUpdate{Carrier: new("")}, // a pointer to an empty value clears
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s by %q\n", order.Shipping.Method, order.Shipping.Carrier)
	// Output:
	// gift wrap map[channel:web]
	// express by ""
}

func ExampleService_Cancel() {
	client, done := connect()
	defer done()
	order := place(client)
	pay(client, order)

	result, err := client.Orders.Cancel(context.Background(), order.ID, &orders.CancelParams{
		Reason: orders.CancelCustomerRequest,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Order.Status, result.Order.PaymentStatus, result.Refund.Amount)
	// Output: cancelled refunded 100.00 ssusd
}

func ExampleService_List() {
	client, done := connect()
	defer done()
	place(client)

	page, err := client.Orders.List(context.Background(), &orders.ListParams{Status: orders.StatusPending, Limit: 1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(page.Data), page.HasMore, page.Data[0].TotalAmount)
	// Output: 1 true 100.00 ssusd
}

func ExampleService_All() {
	client, done := connect()
	defer done()
	pay(client, place(client))

	for order, err := range client.Orders.All(context.Background(), &orders.ListParams{PaymentStatus: orders.PaymentPaid}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(order.TotalAmount, order.Status)
	}
	// Output: 100.00 ssusd processing
}
