package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

const (
	demoSecret = "whsec_of_the_demonstration_only"
	customer   = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu" // the mock server funds this wallet
)

// demonstrate pays an order on a mock server, which delivers the event to the shop three
// times. Then it sends a delivery with a forged signature.
func demonstrate(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "webhookserver")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := openShop(ctx, "file:"+filepath.Join(dir, "shop.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer s.close()
	webhooks, err := s.webhooks(demoSecret)
	if err != nil {
		return err
	}
	srv, err := mockserver.Start(ctx)
	if err != nil {
		return err
	}
	defer srv.Close()

	statuses := make(chan int, 10)
	receiver := recordStatus(webhooks, statuses)
	srv.Webhooks().DeliverTo(receiver, demoSecret, webhook.PaymentSucceeded)
	// Duplicated sends the delivery twice more.
	srv.Webhooks().Disturb(webhook.PaymentSucceeded, mockserver.Duplicated(), mockserver.Times(1))
	order, err := pay(ctx, srv.Client())
	if err != nil {
		return err
	}
	if err := srv.Webhooks().Settle(ctx); err != nil {
		return err
	}
	forged := webhook.NewTestRequest("whsec_of_an_attacker_00000000", webhook.PaymentSucceeded, &payments.Payment{ID: "pay_forged"})
	receiver.ServeHTTP(httptest.NewRecorder(), forged)
	close(statuses)
	return s.report(ctx, out, order, statuses)
}

// report prints the responses of the shop and its books.
func (s *shop) report(ctx context.Context, out io.Writer, order *orders.Order, statuses <-chan int) error {
	fmt.Fprintf(out, "A customer pays an order of %s. The mock server delivers the event payment.succeeded three times.\n", order.TotalAmount)
	for _, delivery := range []string{"first delivery", "second delivery", "third delivery", "delivery with a forged signature"} {
		status := <-statuses
		fmt.Fprintf(out, "  The shop responds to the %s with %d %s.\n", delivery, status, http.StatusText(status))
	}
	entries, err := s.entries(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Number of payments in the books of the shop: %d.\n", len(entries))
	for _, e := range entries {
		if e.order != order.ID {
			return fmt.Errorf("payment %s is for order %s, want %s", e.payment, e.order, order.ID)
		}
		fmt.Fprintf(out, "  The order is paid with %s.\n", e.amount)
	}
	return nil
}

// pay creates an order and pays it.
func pay(ctx context.Context, client *stateset.Client) (*orders.Order, error) {
	order, err := client.Orders.Create(ctx, &orders.CreateParams{
		CustomerID: "cust_test_123",
		Items:      []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")}},
	})
	if err != nil {
		return nil, err
	}
	_, err = client.Orders.Pay(ctx, &orders.PayParams{
		OrderID:       order.ID,
		PaymentMethod: orders.PayMethod{WalletAddress: customer, Amount: order.TotalAmount},
	})
	return order, err
}

// recordStatus sends the status codes of a handler to a channel.
func recordStatus(h http.Handler, statuses chan<- int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		response := httptest.NewRecorder()
		h.ServeHTTP(response, r)
		statuses <- response.Code
		w.WriteHeader(response.Code)
	})
}
