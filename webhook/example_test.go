package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// connect returns a client of a mock server in memory whose clock does not advance. With
// the real API: stateset.New("sk_test_…").
func connect() (*stateset.Client, *mockserver.Server) {
	start := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1), mockserver.WithTime(start))
	if err != nil {
		log.Fatal(err)
	}
	return srv.Client(), srv
}

// register registers an endpoint for all events.
func register(client *stateset.Client, url string) *webhook.Endpoint {
	endpoint, err := client.Webhooks.Create(context.Background(), &webhook.CreateParams{URL: url, Events: webhook.Types(webhook.AllTypes)})
	if err != nil {
		log.Fatal(err)
	}
	return endpoint
}

// accepting is a receiver that accepts every delivery.
func accepting() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
}

// placeOrders creates events.
func placeOrders(client *stateset.Client, n int) {
	for range n {
		_, err := client.Orders.Create(context.Background(), &orders.CreateParams{
			CustomerID: "cust_test_123", Items: []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")}},
		})
		if err != nil {
			log.Fatal(err)
		}
	}
}

func ExampleService_Create() {
	client, srv := connect()
	defer srv.Close()

	endpoint, err := client.Webhooks.Create(context.Background(), &webhook.CreateParams{
		URL:    "https://shop.example.com/webhooks",
		Events: webhook.Types(webhook.PaymentSucceeded, webhook.Type("order.*")),
	})
	if err != nil {
		log.Fatal(err)
	}
	keep := endpoint.Secret.Reveal() // not returned again: store it for the receiver
	verifier, err := webhook.NewVerifier(keep)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(endpoint.Events, endpoint.Status, endpoint.Scheme, verifier != nil)
	// Output: [payment.succeeded order.*] enabled both true
}

func ExampleService_Get() {
	client, srv := connect()
	defer srv.Close()

	made := register(client, "https://shop.example.com/webhooks")
	endpoint, err := client.Webhooks.Get(context.Background(), made.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(endpoint.URL, endpoint.Events, endpoint.Secret.Reveal() == "")
	// Output: https://shop.example.com/webhooks [*] true
}

func ExampleService_Update() {
	client, srv := connect()
	defer srv.Close()

	endpoint := register(client, "https://shop.example.com/webhooks")
	endpoint, err := client.Webhooks.Update(context.Background(), endpoint.ID, &webhook.UpdateParams{
		Events: webhook.Types(webhook.OrderPaid),
		Status: new(webhook.StatusDisabled), // while the receiver is unavailable
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(endpoint.Events, endpoint.Status)
	// Output: [order.paid] disabled
}

func ExampleService_Delete() {
	client, srv := connect()
	defer srv.Close()

	ctx := context.Background()
	endpoint := register(client, "https://shop.example.com/webhooks")
	if err := client.Webhooks.Delete(ctx, endpoint.ID); err != nil {
		log.Fatal(err)
	}
	_, err := client.Webhooks.Get(ctx, endpoint.ID)
	fmt.Println(errors.Is(err, stateset.ErrNotFound))
	// Output: true
}

func ExampleService_RotateSecret() {
	client, srv := connect()
	defer srv.Close()

	old := register(client, "https://shop.example.com/webhooks")
	endpoint, err := client.Webhooks.RotateSecret(context.Background(), old.ID, &webhook.RotateSecretParams{ExpiresIn: new(time.Hour)})
	if err != nil {
		log.Fatal(err)
	}
	// Both secrets sign for an hour. In this hour, deploy the receiver with both secrets.
	verifier, err := webhook.NewVerifier(endpoint.Secret.Reveal(), webhook.PreviousSecrets(old.Secret.Reveal()))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(endpoint.Secret.Reveal() != old.Secret.Reveal(), verifier != nil)
	// Output: true true
}

func ExampleService_SendTest() {
	client, srv := connect()
	defer srv.Close()
	receiver := accepting()
	defer receiver.Close()

	endpoint := register(client, receiver.URL)
	event, err := client.Webhooks.SendTest(context.Background(), endpoint.ID, &webhook.SendTestParams{Type: webhook.Type(webhook.OrderPaid)})
	if err != nil {
		log.Fatal(err)
	}
	order, err := webhook.Object(event, webhook.OrderPaid)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(event.Type, order.Object)
	// Output: order.paid order
}

func ExampleService_List() {
	client, srv := connect()
	defer srv.Close()

	register(client, "https://shop.example.com/webhooks")
	register(client, "https://books.example.com/webhooks")
	page, err := client.Webhooks.List(context.Background(), &webhook.ListParams{Status: webhook.StatusEnabled})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.Data[0].URL)
	// Output: 2 https://books.example.com/webhooks
}

func ExampleService_All() {
	client, srv := connect()
	defer srv.Close()

	register(client, "https://shop.example.com/webhooks")
	register(client, "https://books.example.com/webhooks")
	for endpoint, err := range client.Webhooks.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(endpoint.URL)
	}
	// Output:
	// https://books.example.com/webhooks
	// https://shop.example.com/webhooks
}

func ExampleService_Pages() {
	client, srv := connect()
	defer srv.Close()

	for _, name := range []string{"shop", "books", "stock"} {
		register(client, "https://"+name+".example.com/webhooks")
	}
	for page, err := range client.Webhooks.Pages(context.Background(), &webhook.ListParams{Limit: 2}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(page.Data), page.HasMore)
	}
	// Output:
	// 2 true
	// 1 false
}
