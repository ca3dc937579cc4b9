package mockserver_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// start returns a server in memory whose clock does not advance.
func start() *mockserver.Server {
	srv, err := mockserver.Start(context.Background(), mockserver.WithTime(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)))
	check(err)
	return srv
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// The server has state: a payment fails without funds, and moves tokens with them.
func Example() {
	ctx := context.Background()
	srv := start() // in a test: mockserver.New(t)
	defer srv.Close()
	account := srv.NewAccount()
	client := account.Client()

	_, err := client.Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.USD("15.00"), CustomerID: "cust_test_123",
		PaymentMethod: &payments.MethodParams{Card: &payments.CardParams{Token: "tok_declined"}},
	})
	fmt.Println(errors.Is(err, payments.ErrCardDeclined))

	payment, err := client.Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: "stateset1merchantaddress123",
	})
	check(err)
	fmt.Println(payment.Status, account.Balance("stateset1merchantaddress123", "ssusd"))
	// Output:
	// true
	// succeeded 10.00 ssusd
}

// The connection breaks after the payment is committed. The SDK retries with the same
// idempotency key, and the server replays the response, so the money moves once.
func ExampleServer_Fail() {
	srv := start()
	defer srv.Close()
	account := srv.NewAccount()

	srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	payment, err := account.Client().Payments.Create(context.Background(), &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: "stateset1merchantaddress123",
	})
	check(err)

	fmt.Println(payment.Status, account.Balance("stateset1merchantaddress123", "ssusd"))
	for _, request := range account.Requests() {
		fmt.Println(request.Method, request.Path, request.Status, request.Committed)
	}
	// Output:
	// succeeded 10.00 ssusd
	// POST /v1/payments 0 true
	// POST /v1/payments 201 false
}

// A handler in the same process receives signed events.
func ExampleWebhooks_DeliverTo() {
	ctx := context.Background()
	srv := start()
	defer srv.Close()
	account := srv.NewAccount()

	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	check(err)
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(_ context.Context, event *webhook.Event, payment *payments.Payment) error {
		fmt.Println(event.Type, payment.Amount)
		return nil
	})
	account.Webhooks().DeliverTo(verifier.Handler(mux), webhook.TestSecret, webhook.PaymentSucceeded)

	_, err = account.Client().Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: "stateset1merchantaddress123",
	})
	check(err)
	check(account.Webhooks().Settle(ctx))
	// Output: payment.succeeded 10.00 ssusd
}

// An asynchronous execution takes two seconds of the account's time. After the move, the
// first request of WaitExecution returns the completed execution.
func ExampleAccountClock_Advance() {
	ctx := context.Background()
	srv := start()
	defer srv.Close()
	account := srv.NewAccount()
	client := account.Client()
	agent, err := client.Agents.Create(ctx, &agents.CreateParams{Name: "Payer", InitialFunding: stateset.SSUSD("100.00")})
	check(err)
	started, err := client.Agents.Execute(ctx, agent.ID, &agents.ExecuteParams{
		Task: agents.Transfer{To: "stateset1merchantaddress123", Amount: stateset.SSUSD("10.00")}, Async: true,
	})
	check(err)

	check(account.Clock().Advance(2 * time.Second))
	execution, err := client.Agents.WaitExecution(ctx, agent.ID, started.ID)
	check(err)
	fmt.Println(started.Status, execution.Status)
	fmt.Println(account.Clock().Now().Sub(srv.Clock().Now()))
	// Output:
	// queued completed
	// 2s
}

// Two tests share a server. A reset of one account does not change the other.
func ExampleAccount_Reset() {
	srv := start()
	defer srv.Close()
	mine, theirs := srv.Account("mine"), srv.Account("theirs")
	for _, account := range []*mockserver.Account{mine, theirs} {
		check(account.Fund("stateset1payerwallet000001", stateset.SSUSD("20.00")))
	}

	mine.Reset()
	fmt.Println(mine.Balance("stateset1payerwallet000001", "ssusd"))
	fmt.Println(theirs.Balance("stateset1payerwallet000001", "ssusd"))
	// Output:
	// 0.00 ssusd
	// 20.00 ssusd
}

// A stub replaces the response of one call. All other calls have real state.
func ExampleServer_Stub() {
	srv := start()
	defer srv.Close()

	srv.Stub("GET /payments/pay_1", 200, map[string]any{
		"id": "pay_1", "object": "payment", "status": "failed", "amount": 10.00, "currency": "ssusd",
	})
	payment, err := srv.Client().Payments.Get(context.Background(), "pay_1")
	check(err)
	fmt.Println(payment.ID, payment.Status, payment.Amount)
	// Output: pay_1 failed 10.00 ssusd
}
