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
	demoSecret = "whsec_of_the_demonstration_alone"
	payer      = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu" // funded in every test account
)

// demonstrate pays an order at a mock server, which tells the shop so three times.
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

	answers := make(chan int, 10)
	receiver := noting(webhooks, answers)
	srv.Webhooks().DeliverTo(receiver, demoSecret, webhook.PaymentSucceeded)
	srv.Webhooks().Disturb(webhook.PaymentSucceeded, mockserver.Duplicated(), mockserver.Times(1))
	order, err := pay(ctx, srv.Client())
	if err != nil {
		return err
	}
	if err := srv.Webhooks().Settle(ctx); err != nil {
		return err
	}
	forged := webhook.NewTestRequest("whsec_somebody_elses_secret", webhook.PaymentSucceeded, &payments.Payment{ID: "pay_forged"})
	receiver.ServeHTTP(httptest.NewRecorder(), forged)
	close(answers)
	return s.tell(ctx, out, order, answers)
}

// tell prints what has become of the order.
func (s *shop) tell(ctx context.Context, out io.Writer, order *orders.Order, answers <-chan int) error {
	fmt.Fprintf(out, "%-15s %s\n", "order paid", order.TotalAmount)
	for _, delivery := range []string{"delivered", "delivered again", "and again", "forged"} {
		status := <-answers
		fmt.Fprintf(out, "%-15s the shop answers %d %s\n", delivery, status, http.StatusText(status))
	}
	entries, err := s.entries(ctx)
	for _, e := range entries {
		fmt.Fprintf(out, "%-15s %s, for that order: %t\n", "in the books", e.amount, e.order == order.ID)
	}
	return err
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
		PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: order.TotalAmount},
	})
	return order, err
}

// noting notes what a handler answers.
func noting(h http.Handler, answers chan<- int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		answers <- answer.Code
		w.WriteHeader(answer.Code)
	})
}
