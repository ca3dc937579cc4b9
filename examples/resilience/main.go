// Command resilience shows what the client does when the response to a payment is lost.
// The mock server makes the payment and then breaks the connection. The client retries
// with the same idempotency key and receives the stored response, so that the customer
// pays once. If every attempt fails, the error reports an unknown outcome.
//
//	go run ./examples/resilience
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

const merchant = "stateset1merchantaddress123"

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	srv, err := mockserver.Start(ctx)
	if err != nil {
		return err
	}
	defer srv.Close()
	fmt.Fprint(out, "Each scenario pays 10.00 ssusd to a merchant. The mock server makes requests fail.\n\n")
	for i, part := range []struct {
		title string
		run   func(context.Context, *scenario) error
	}{
		{"The first response is lost", lostOnce},
		{"All three responses are lost", lostAlways},
		{"The server is out of service and makes no payment", outage},
		{"A program retries without an idempotency key", withoutKey},
	} {
		fmt.Fprintf(out, "%d. %s\n", i+1, part.title)
		s := newScenario(srv, out)
		if err := part.run(ctx, s); err != nil {
			return err
		}
		s.printBalance()
	}
	return nil
}

// lostOnce loses one response. The call succeeds because the client retries.
func lostOnce(ctx context.Context, s *scenario) error {
	s.account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	payment, err := s.pay(ctx, "order-1001")
	if err != nil {
		return err
	}
	s.printAttempts()
	s.print("The caller gets a payment of %s with status %s.", payment.Amount, payment.Status)
	return nil
}

// lostAlways loses the responses of all three attempts. Resolve finds the payment.
func lostAlways(ctx context.Context, s *scenario) error {
	s.account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(3))
	return s.resolve(ctx, "order-1002")
}

// outage fails all three attempts before the server makes the payment. The client cannot
// distinguish this case from the previous one. Resolve makes the payment.
func outage(ctx context.Context, s *scenario) error {
	s.account.Fail("POST /payments", mockserver.Status(http.StatusServiceUnavailable), mockserver.BeforeAnything(), mockserver.Times(3))
	return s.resolve(ctx, "order-1003")
}

// resolve pays, gets an error with an unknown outcome, and settles the outcome.
func (s *scenario) resolve(ctx context.Context, key string) error {
	_, err := s.pay(ctx, key)
	s.printAttempts()
	if !errors.Is(err, stateset.ErrOutcomeUnknown) {
		return fmt.Errorf("the outcome should be unknown: %w", err)
	}
	s.print("The caller gets an error: the outcome of the payment is unknown.")
	response, err := s.client.Resolve(ctx, err)
	if err != nil {
		return err
	}
	var payment payments.Payment
	if err := response.Decode(&payment); err != nil {
		return err
	}
	s.print("The caller calls Resolve, which sends the request again with the same idempotency key.")
	if response.Replayed {
		s.print("Resolve returns the stored response: a payment of %s with status %s.", payment.Amount, payment.Status)
		return nil
	}
	s.print("Resolve returns a new payment of %s with status %s.", payment.Amount, payment.Status)
	return nil
}

// withoutKey uses net/http and sends the payment again after an error, as many programs do.
func withoutKey(ctx context.Context, s *scenario) error {
	s.account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	for {
		body := strings.NewReader(`{"amount":10.00,"currency":"ssusd","recipient":"` + merchant + `"}`)
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL()+"/v1/payments", body)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+s.account.Key())
		request.Header.Set("Content-Type", "application/json")
		response, err := s.server.HTTPClient().Do(request)
		if err != nil {
			continue // the mistake: the server may have made the payment
		}
		_ = response.Body.Close()
		s.printAttempts()
		s.print("The server cannot recognize the second request, so the customer pays twice.")
		return nil
	}
}
