// Command resilience shows what happens when the worst happens: a payment is made, and
// the answer is lost. The mock server breaks the connection after it has moved the
// money; the client tries again with the same idempotency key and is told what was
// done. Nothing is charged twice, and what is not known is said to be unknown.
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
	for i, chapter := range []struct {
		title string
		tell  func(context.Context, *story) error
	}{
		{"the answer is lost once", lostOnce},
		{"every answer is lost", lostAlways},
		{"an outage: nothing is done, and nobody knows it", outage},
		{"the same without a key, by hand", byHand},
	} {
		fmt.Fprintf(out, "%d. %s\n", i+1, chapter.title)
		s := &story{out: out, srv: srv, account: srv.NewAccount()}
		if err := chapter.tell(ctx, s); err != nil {
			return err
		}
		s.balance()
	}
	return nil
}

// lostOnce loses one answer. The call succeeds all the same.
func lostOnce(ctx context.Context, s *story) error {
	s.account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	payment, err := s.pay(ctx, "order-1001")
	if err != nil {
		return err
	}
	s.requests()
	s.say("the caller has", "a payment of %s, %s", payment.Amount, payment.Status)
	return nil
}

// lostAlways loses so many answers that the client gives up. The error says that the
// payment may have been made, and Resolve finds out.
func lostAlways(ctx context.Context, s *story) error {
	s.account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(3))
	return s.resolve(ctx, "order-1002")
}

// outage refuses before anything is done. From outside that looks like the chapter
// before, so the remedy is the same: this time Resolve makes the payment.
func outage(ctx context.Context, s *story) error {
	s.account.Fail("POST /payments", mockserver.Status(http.StatusServiceUnavailable), mockserver.BeforeAnything(), mockserver.Times(3))
	return s.resolve(ctx, "order-1003")
}

// resolve pays, is left without an answer, and settles it.
func (s *story) resolve(ctx context.Context, key string) error {
	_, err := s.pay(ctx, key)
	s.requests()
	if !errors.Is(err, stateset.ErrOutcomeUnknown) {
		return fmt.Errorf("the outcome should be unknown: %w", err)
	}
	s.say("the caller has", "an error, outcome unknown")
	response, err := s.client().Resolve(ctx, err)
	if err != nil {
		return err
	}
	var payment payments.Payment
	if err := response.Decode(&payment); err != nil {
		return err
	}
	done := "made now"
	if response.Replayed {
		done = "made before, and told again"
	}
	s.say("Resolve finds", "a payment of %s, %s", payment.Amount, done)
	return nil
}

// byHand is what many programs do: post again after an error.
func byHand(ctx context.Context, s *story) error {
	s.account.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	for {
		body := strings.NewReader(`{"amount":10.00,"currency":"ssusd","recipient":"` + merchant + `"}`)
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.srv.URL()+"/v1/payments", body)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+s.account.Key())
		request.Header.Set("Content-Type", "application/json")
		answer, err := s.srv.HTTPClient().Do(request)
		if err != nil {
			continue // it did not work: once more
		}
		_ = answer.Body.Close()
		s.requests()
		return nil
	}
}
