package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// A webhook receiver gets the delivery of a payment twice.
func ExampleVerifier_Handler() {
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(_ context.Context, e *webhook.Event, p *payments.Payment) error {
		fmt.Println(e.Type, p.ID, p.Amount)
		return nil
	})
	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	if err != nil {
		fmt.Println(err)
		return
	}
	routes := http.NewServeMux()
	routes.Handle("/webhooks", verifier.Handler(mux))

	for range 2 {
		payment := &payments.Payment{ID: "pay_1", Amount: stateset.SSUSD("25.00")}
		w := httptest.NewRecorder()
		routes.ServeHTTP(w, webhook.NewTestRequest(webhook.TestSecret, webhook.PaymentSucceeded, payment))
		fmt.Println(w.Code)
	}
	// Output:
	// payment.succeeded pay_1 25.00 ssusd
	// 200
	// 200
}

// The mock server delivers to a handler, and again after a failure. The test clock skips
// the hours between the attempts.
func ExampleVerifier_Handler_mockServer() {
	ctx := context.Background()
	srv, err := mockserver.Start(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	if err != nil {
		fmt.Println(err)
		return
	}
	mux, attempts := webhook.NewMux(), 0
	webhook.On(mux, webhook.OrderPaid, func(_ context.Context, _ *webhook.Event, o *orders.Order) error {
		if attempts++; attempts < 3 {
			return errors.New("the warehouse is closed")
		}
		fmt.Println("shipped at attempt", attempts, o.PaymentStatus)
		return nil
	})
	quiet := webhook.WithLogger(slog.New(slog.DiscardHandler))
	srv.Webhooks().DeliverTo(verifier.Handler(mux, quiet), webhook.TestSecret, webhook.OrderPaid)

	client := srv.Client()
	order, err := client.Orders.Create(ctx, &orders.CreateParams{
		CustomerID: "cust_test_123", Items: []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")}},
	})
	if err == nil {
		_, err = client.Orders.Pay(ctx, &orders.PayParams{
			OrderID:       order.ID,
			PaymentMethod: orders.PayMethod{WalletAddress: "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", Amount: order.TotalAmount},
		})
	}
	if err == nil {
		err = srv.Webhooks().Settle(ctx)
	}
	if err == nil {
		err = srv.Clock().Advance(2 * time.Minute)
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output: shipped at attempt 3 paid
}

// Patterns select the types without an exact function.
func ExampleMux() {
	mux := webhook.NewMux()
	say := func(name string) func(context.Context, *webhook.Event) error {
		return func(_ context.Context, e *webhook.Event) error {
			fmt.Println(name, "gets", e.Type)
			return nil
		}
	}
	mux.Handle("order.paid", say("exact"))
	mux.Handle("order.*", say("pattern"))
	mux.Default(say("default"))
	for _, t := range []webhook.Type{"order.paid", "order.cancelled", "planet.discovered"} {
		_ = mux.HandleEvent(context.Background(), &webhook.Event{Type: t})
	}
	// Output:
	// exact gets order.paid
	// pattern gets order.cancelled
	// default gets planet.discovered
}

// Process handles a body that was not received through net/http.
func ExampleHandler_Process() {
	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	if err != nil {
		fmt.Println(err)
		return
	}
	handler := verifier.Handler(webhook.EventFunc(func(_ context.Context, e *webhook.Event) error {
		fmt.Println("handled", e.Type)
		return nil
	}))
	body, header := queued()
	answer := handler.Process(context.Background(), body, header)
	fmt.Println(answer.Status, answer.Duplicate)
	answer = handler.Process(context.Background(), body, header)
	fmt.Println(answer.Status, answer.Duplicate)
	// Output:
	// handled order.paid
	// 200 false
	// 200 true
}

// queued returns a delivery from a queue.
func queued() ([]byte, http.Header) {
	body := []byte(`{"id":"evt_1","object":"event","type":"order.paid","data":{"object":{"id":"order_1"}}}`)
	return body, webhook.Sign(body, time.Now(), webhook.TestSecret)
}

// A handled event is handled again only after the store has forgotten it.
func ExampleMemoryStore_Forget() {
	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	if err != nil {
		fmt.Println(err)
		return
	}
	var store webhook.MemoryStore
	handler := verifier.Handler(webhook.EventFunc(func(_ context.Context, e *webhook.Event) error {
		fmt.Println("handled", e.ID)
		return nil
	}), webhook.WithStore(&store))
	ctx := context.Background()
	body, header := queued()
	handler.Process(ctx, body, header)
	fmt.Println("duplicate:", handler.Process(ctx, body, header).Duplicate)
	if err := store.Forget(ctx, "evt_1"); err != nil { // then call Webhooks.ReplayEvent
		fmt.Println(err)
		return
	}
	fmt.Println("duplicate:", handler.Process(ctx, body, header).Duplicate)
	// Output:
	// handled evt_1
	// duplicate: true
	// handled evt_1
	// duplicate: false
}
