// Command containerapp is a program in another container than the mock server. It
// registers a webhook endpoint, creates a payment, and waits for its event:
//
//	containerapp http://app:8080/hooks
//
// The client comes from the environment. The program prints the payment, the number of
// attempts, and the type of the event.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address string) error {
	client, err := stateset.NewFromEnv()
	if err != nil {
		return err
	}
	endpoint, err := client.Webhooks.Create(ctx, &webhook.CreateParams{URL: address, Events: webhook.Types(webhook.PaymentSucceeded)})
	if err != nil {
		return err
	}
	events, err := receive(address, endpoint.Secret.Reveal())
	if err != nil {
		return err
	}
	var response stateset.Response
	payment, err := client.Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.SSUSD("5.00"), Recipient: "stateset1merchantaddress123",
	}, stateset.WithResponse(&response))
	if err != nil {
		return err
	}
	select {
	case event := <-events:
		fmt.Printf("%s %d %s\n", payment.ID, len(response.Attempts), event)
		return nil
	case <-ctx.Done():
		return errors.New("no event was delivered")
	}
}

// receive serves the endpoint, and returns the types of the verified events.
func receive(address, secret string) (<-chan webhook.Type, error) {
	verifier, err := webhook.NewVerifier(secret)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", ":"+u.Port())
	if err != nil {
		return nil, err
	}
	events := make(chan webhook.Type, 1)
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return
			}
			event, err := verifier.Verify(body, r.Header)
			if err != nil {
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			events <- event.Type
		}))
	}()
	return events, nil
}
