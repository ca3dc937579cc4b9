package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// scenario has an account of its own, so that it sees only its own requests and money.
type scenario struct {
	server  *mockserver.Server
	account *mockserver.Account
	client  *stateset.Client
	out     io.Writer
}

func newScenario(server *mockserver.Server, out io.Writer) *scenario {
	account := server.NewAccount()
	// A short backoff keeps this program fast. Use the default in production.
	client := account.Client(stateset.WithRetryPolicy(stateset.RetryPolicy{BaseDelay: 50 * time.Millisecond}))
	return &scenario{server: server, account: account, client: client, out: out}
}

// pay pays 10.00 ssUSD. The program chooses the idempotency key, so it can send the same
// request again after a restart.
func (s *scenario) pay(ctx context.Context, key string) (*payments.Payment, error) {
	return s.client.Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: merchant,
	}, stateset.WithIdempotencyKey(key))
}

func (s *scenario) print(format string, args ...any) {
	fmt.Fprintf(s.out, "   "+format+"\n", args...)
}

// printAttempts prints what the server did with each request.
func (s *scenario) printAttempts() {
	for i, request := range s.account.Requests() {
		s.print("Attempt %d: %s, %s.", i+1, effect(request), response(request))
	}
}

func effect(r mockserver.Request) string {
	switch {
	case r.Committed:
		return "the server makes a payment"
	case r.Status == http.StatusServiceUnavailable:
		return "the server makes no payment"
	}
	return "the server finds its stored response"
}

func response(r mockserver.Request) string {
	if r.Status == 0 {
		return "and the connection breaks"
	}
	return fmt.Sprintf("and the response has status %d", r.Status)
}

func (s *scenario) printBalance() {
	s.print("The merchant has received %s.\n", s.account.Balance(merchant, "ssusd"))
}
