//go:build js

// Command app makes calls with the default client and posts their results to the server
// of the page.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"syscall/js"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

func main() {
	page := js.Global().Get("location").Get("origin").String()
	query, _ := url.ParseQuery(strings.TrimPrefix(js.Global().Get("location").Get("search").String(), "?"))
	results, err := run(context.Background(), page, query.Get("mock"))
	if err != nil {
		results = map[string]string{"error": err.Error()}
	}
	text, _ := json.Marshal(results)
	response, err := http.Post(page+"/result", "application/json", strings.NewReader(string(text)))
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = response.Body.Close()
}

// run makes the calls. The mock server has another origin than the page.
func run(ctx context.Context, page, mock string) (map[string]string, error) {
	client, err := stateset.New("sk_test_browser", stateset.WithBaseURL(mock))
	if err != nil {
		return nil, err
	}
	results := map[string]string{}
	var response stateset.Response
	payment, err := client.Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: "stateset1merchantaddress123",
	}, stateset.WithIdempotencyKey("from-the-browser"), stateset.WithResponse(&response))
	if err != nil {
		return nil, err
	}
	results["create"] = fmt.Sprintf("%s %s, %d attempts", payment.Amount, payment.Status, len(response.Attempts))
	read, err := client.Payments.Get(ctx, payment.ID)
	if err != nil {
		return nil, err
	}
	results["get"] = fmt.Sprintf("%t", read.ID == payment.ID)
	_, err = client.Payments.Get(ctx, "pay_test_missing")
	results["missing"] = outcome(err)
	_, err = client.Payments.Create(ctx, &payments.CreateParams{Amount: stateset.SSUSD("11.00"), Recipient: "stateset1merchantaddress123"})
	results["retry"] = outcome(err) // the mock server makes it fail once

	redirected, err := stateset.New("sk_test_browser", stateset.WithBaseURL(page+"/redirect"))
	if err != nil {
		return nil, err
	}
	_, err = redirected.Payments.Cancel(ctx, payment.ID)
	var redirect *stateset.RedirectError
	results["redirect"] = fmt.Sprintf("%t %s", errors.As(err, &redirect), outcome(err))

	stalled, err := stateset.New("sk_test_browser", stateset.WithBaseURL(page+"/stall"), stateset.WithTimeout(time.Second))
	if err != nil {
		return nil, err
	}
	_, err = stalled.Payments.Get(ctx, payment.ID)
	results["timeout"] = fmt.Sprint(errors.Is(err, stateset.ErrAttemptTimeout) || errors.Is(err, stateset.ErrCallTimeout))
	return results, nil
}

// outcome returns the description of an error.
func outcome(err error) string {
	var e *stateset.Error
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("%d %s, %d attempts", e.Status, e.Outcome, len(e.Attempts))
}
