package webhook_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/webhook"
)

func ExampleService_ListDeliveries() {
	client, srv := connect()
	defer srv.Close()
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer busy.Close()

	ctx := context.Background()
	endpoint := register(client, busy.URL)
	placeOrders(client, 1)
	if err := srv.Webhooks().Settle(ctx); err != nil { // until the mock server has sent all due deliveries
		log.Fatal(err)
	}
	page, err := client.Webhooks.ListDeliveries(ctx, endpoint.ID, &webhook.ListDeliveriesParams{Status: webhook.DeliveryPending})
	if err != nil {
		log.Fatal(err)
	}
	for _, delivery := range page.Data {
		last := delivery.Attempts[len(delivery.Attempts)-1]
		fmt.Println(delivery.Status, "attempt", last.Number, last.StatusCode, "next at", delivery.NextAttemptAt.Format(time.TimeOnly))
	}
	// Output: pending attempt 1 503 next at 10:00:10
}

func ExampleService_AllDeliveries() {
	client, srv := connect()
	defer srv.Close()
	receiver := accepting()
	defer receiver.Close()

	ctx := context.Background()
	endpoint := register(client, receiver.URL)
	placeOrders(client, 2)
	if err := srv.Webhooks().Settle(ctx); err != nil {
		log.Fatal(err)
	}
	for delivery, err := range client.Webhooks.AllDeliveries(ctx, endpoint.ID, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(delivery.Status, len(delivery.Attempts))
	}
	// Output:
	// succeeded 1
	// succeeded 1
}

func ExampleService_DeliveryPages() {
	client, srv := connect()
	defer srv.Close()
	receiver := accepting()
	defer receiver.Close()

	ctx := context.Background()
	endpoint := register(client, receiver.URL)
	placeOrders(client, 3)
	for page, err := range client.Webhooks.DeliveryPages(ctx, endpoint.ID, &webhook.ListDeliveriesParams{Limit: 2}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(page.Data), "of", page.TotalCount)
	}
	// Output:
	// 2 of 3
	// 1 of 3
}

func ExampleService_GetEvent() {
	client, srv := connect()
	defer srv.Close()

	ctx := context.Background()
	placeOrders(client, 1)
	latest, err := client.Webhooks.ListEvents(ctx, &webhook.ListEventsParams{Limit: 1})
	if err != nil {
		log.Fatal(err)
	}
	event, err := client.Webhooks.GetEvent(ctx, latest.Data[0].ID)
	if err != nil {
		log.Fatal(err)
	}
	order, err := webhook.Object(event, webhook.OrderCreated)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(event.Type, order.TotalAmount, order.ID == event.Data.ResourceID)
	// Output: order.created 25.00 ssusd true
}

func ExampleService_ListEvents() {
	client, srv := connect()
	defer srv.Close()

	placeOrders(client, 1)
	page, err := client.Webhooks.ListEvents(context.Background(), &webhook.ListEventsParams{Type: "order.*"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.Data[0].Type, page.Data[0].CreatedAt.Format(time.RFC3339))
	// Output: 1 order.created 2026-01-15T10:00:00Z
}

// A receiver can read missed events from the API.
func ExampleService_AllEvents() {
	client, srv := connect()
	defer srv.Close()

	down := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	placeOrders(client, 2)
	for event, err := range client.Webhooks.AllEvents(context.Background(), &webhook.ListEventsParams{Created: stateset.Since(down)}) {
		if err != nil {
			log.Fatal(err)
		}
		amount, _ := event.Data.Money()
		fmt.Println(event.Type, amount, event.Data.Status)
	}
	// Output:
	// order.created 25.00 ssusd pending
	// order.created 25.00 ssusd pending
}

func ExampleService_EventPages() {
	client, srv := connect()
	defer srv.Close()

	placeOrders(client, 3)
	for page, err := range client.Webhooks.EventPages(context.Background(), &webhook.ListEventsParams{Limit: 2, Type: webhook.Type(webhook.OrderCreated)}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(page.Data), page.HasMore)
	}
	// Output:
	// 2 true
	// 1 false
}

func ExampleService_ReplayEvent() {
	client, srv := connect()
	defer srv.Close()
	receiver := accepting()
	defer receiver.Close()

	ctx := context.Background()
	placeOrders(client, 1) // before the endpoint was registered
	endpoint := register(client, receiver.URL)
	missed, err := client.Webhooks.ListEvents(ctx, &webhook.ListEventsParams{Type: webhook.Type(webhook.OrderCreated)})
	if err != nil {
		log.Fatal(err)
	}
	event, err := client.Webhooks.ReplayEvent(ctx, missed.Data[0].ID)
	if err != nil {
		log.Fatal(err)
	}
	if err := srv.Webhooks().Settle(ctx); err != nil {
		log.Fatal(err)
	}
	page, err := client.Webhooks.ListDeliveries(ctx, endpoint.ID, &webhook.ListDeliveriesParams{EventID: event.ID})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(event.ID == missed.Data[0].ID, page.Data[0].Status)
	// Output: true succeeded
}
