package payments_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// connect returns a client of a mock server in memory. With the real API:
// stateset.New("sk_test_…").
func connect() (*stateset.Client, func()) {
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1))
	if err != nil {
		log.Fatal(err)
	}
	return srv.Client(), srv.Close
}

// authorize creates a card payment that can be captured.
func authorize(client *stateset.Client) *payments.Payment {
	payment, err := client.Payments.Create(context.Background(), &payments.CreateParams{
		Amount:        stateset.USD("150.00"),
		CustomerID:    "cust_abc123",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_visa"}},
		Capture:       new(false),
	})
	if err != nil {
		log.Fatal(err)
	}
	return payment
}

// Params with a card token can be stored as JSON and sent later. A card number and a
// security code are masked, so a call with them cannot be stored.
func ExampleCreateParams() {
	client, done := connect()
	defer done()

	stored, err := json.Marshal(&payments.CreateParams{
		Amount:        stateset.USD("150.00"),
		CustomerID:    "cust_abc123",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_visa"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	var params payments.CreateParams
	if err := json.Unmarshal(stored, &params); err != nil {
		log.Fatal(err)
	}
	fmt.Println(params) // logs contain neither a number nor a token
	payment, err := client.Payments.Create(context.Background(), &params)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Status)
	// Output:
	// {"amount":15000,"currency":"USD","payment_method":{"type":"card","card":"card token …visa"},"customer_id":"cust_abc123"}
	// succeeded
}

func ExampleService_Create() {
	client, done := connect()
	defer done()

	payment, err := client.Payments.Create(context.Background(), &payments.CreateParams{
		Amount:    stateset.SSUSD("100.00"), // from the account's treasury wallet
		Recipient: "stateset1merchantaddress123",
		Metadata:  map[string]string{"order_id": "12345"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Amount, payment.Status)
	// Output: 100.00 ssusd succeeded
}

func ExampleService_Create_card() {
	client, done := connect()
	defer done()

	payment, err := client.Payments.Create(context.Background(), &payments.CreateParams{
		Amount:        stateset.USD("150.00"), // dollars, not cents
		CustomerID:    "cust_abc123",
		OrderID:       "order_123456",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_mastercard"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Amount, payment.Status, payment.PaymentMethod.Card.Brand)
	// Output: 150.00 USD succeeded mastercard
}

func ExampleService_Create_declined() {
	client, done := connect()
	defer done()

	_, err := client.Payments.Create(context.Background(), &payments.CreateParams{
		Amount:        stateset.USD("150.00"),
		CustomerID:    "cust_abc123",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_insufficient_funds"}},
	})
	var refused *stateset.Error
	if errors.Is(err, payments.ErrCardDeclined) && errors.As(err, &refused) {
		fmt.Println("declined:", refused.DeclineCode)
	}
	// Output: declined: insufficient_funds
}

func ExampleService_Get() {
	client, done := connect()
	defer done()

	payment, err := client.Payments.Get(context.Background(), "pay_test_456")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Amount, payment.Status)
	// Output: 100.00 ssusd succeeded
}

func ExampleService_Capture() {
	client, done := connect()
	defer done()
	payment := authorize(client) // of 150.00

	payment, err := client.Payments.Capture(context.Background(), payment.ID, &payments.CaptureParams{
		Amount: stateset.USD("120.00"), // the rest is released
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Status, payment.AmountCaptured, payment.AmountCapturable)
	// Output: succeeded 120.00 USD 0.00 USD
}

func ExampleService_Cancel() {
	client, done := connect()
	defer done()
	payment := authorize(client)

	payment, err := client.Payments.Cancel(context.Background(), payment.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Status)
	// Output: cancelled
}

func ExampleService_Refund() {
	client, done := connect()
	defer done()

	refund, err := client.Payments.Refund(context.Background(), "pay_test_456", &payments.RefundParams{
		Amount: stateset.SSUSD("40.00"), // default: the remaining amount
		Reason: payments.ReasonRequestedByCustomer,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(refund.Amount, refund.Status, refund.Payment.AmountRefunded)
	// Output: 40.00 ssusd succeeded 40.00 ssusd
}

func ExampleService_GetRefund() {
	client, done := connect()
	defer done()
	ctx := context.Background()
	made, err := client.Payments.Refund(ctx, "pay_test_456", &payments.RefundParams{Reason: payments.ReasonDuplicate})
	if err != nil {
		log.Fatal(err)
	}

	refund, err := client.Payments.GetRefund(ctx, made.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(refund.Amount, refund.Reason)
	// Output: 100.00 ssusd duplicate
}

func ExampleService_List() {
	client, done := connect()
	defer done()

	page, err := client.Payments.List(context.Background(), &payments.ListParams{
		Status: payments.StatusSucceeded,
		Amount: stateset.AmountRange{GTE: stateset.SSUSD("50.00")},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.Data[0].ID, page.HasMore)
	// Output: 1 pay_test_456 false
}

func ExampleService_All() {
	client, done := connect()
	defer done()
	for range 12 {
		authorize(client)
	}

	count := 0
	for payment, err := range client.Payments.All(context.Background(), &payments.ListParams{Currency: "USD"}) {
		if err != nil {
			log.Fatal(err)
		}
		if payment.Status == payments.StatusRequiresCapture {
			count++
		}
	}
	fmt.Println(count)
	// Output: 12
}

func ExampleService_ListRefunds() {
	client, done := connect()
	defer done()
	ctx := context.Background()
	for range 2 {
		_, err := client.Payments.Refund(ctx, "pay_test_456", &payments.RefundParams{
			Amount: stateset.SSUSD("10.00"), Reason: payments.ReasonDefective,
		})
		if err != nil {
			log.Fatal(err)
		}
	}

	page, err := client.Payments.ListRefunds(ctx, &payments.ListRefundsParams{PaymentID: "pay_test_456"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.Data[0].Amount)
	// Output: 2 10.00 ssusd
}
