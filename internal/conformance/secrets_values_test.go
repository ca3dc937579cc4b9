package conformance_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func clientsToPrint(t *testing.T) []any {
	var operation stateset.Operation
	var attempt stateset.Attempt
	var response stateset.Response
	var result stateset.CallResult
	s := wiretest.Respond(200, payment, "X-RateLimit-Limit", "5")
	client := wiretest.NewClient(t, s, stateset.WithLogger(slog.New(slog.DiscardHandler)),
		stateset.WithHooks(stateset.Hooks{
			OnAttempt: func(_ context.Context, op stateset.Operation, a stateset.Attempt) { operation, attempt = op, a },
			OnDone:    func(_ context.Context, _ stateset.Operation, r stateset.CallResult) { result = r },
		}))
	child, err := client.With(stateset.WithAccount("acct_1"))
	require.NoError(t, err)
	got, err := child.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet}, stateset.WithResponse(&response))
	require.NoError(t, err)
	limit, _ := child.RateLimit()
	page, err := wiretest.NewClient(t, wiretest.Respond(200, `{"data":[{"id":"pay_1","amount":1,"currency":"USD"}],"has_more":true}`)).Payments.List(t.Context(), nil)
	require.NoError(t, err)
	return []any{
		client, *client, child, struct{ C *stateset.Client }{client}, []*stateset.Client{client}, *client.Payments, *client.Orders,
		operation, attempt, result, stateset.RecoveryResult{}, response, stateset.Skipped{}, limit, page, got, client.Stats(), stateset.RetryPolicy{}, stateset.Hooks{}, webhook.HandlerHooks{},
		client.Payments.All(t.Context(), nil), stateset.WithAccount("acct_1"), stateset.WithTimeout(1), stateset.WithBaseURL("http://localhost"),
	}
}

// errorsToPrint returns an error of every kind.
func errorsToPrint(t *testing.T, logger stateset.Option) []any {
	var all []any
	echo := strings.ReplaceAll(`{"error":{"type":"K","code":"K","message":"bad key K","param":"K","doc_url":"K","decline_code":"K","payment_id":"K","request_id":"K",
		"details":[{"field":"K","code":"K","message":"K"}]}}`, "K", wiretest.Key)
	create := func(ctx context.Context, c *stateset.Client, opts ...stateset.RequestOption) error {
		var response stateset.Response
		_, err := c.Payments.Create(ctx, &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet}, append(opts, stateset.WithResponse(&response))...)
		require.Error(t, err)
		all = append(all, err, fmt.Errorf("wrapped: %w", err))
		if !strings.Contains(fmt.Sprint(response.Header), wiretest.Key) { // the headers of a Response are written by the server
			all = append(all, response)
		}
		var e *stateset.Error
		if errors.As(err, &e) {
			all = append(all, *e, e.Attempts)
		}
		return err
	}
	for _, a := range []wiretest.Response{
		wiretest.Respond(401, echo, "X-Request-Id", wiretest.Key), wiretest.Respond(401, "key "+wiretest.Key+" is bad"), wiretest.Respond(401, strings.Repeat("x", 190)+wiretest.Key), wiretest.Respond(401, `{"errors":[{"field":"`+wiretest.Key+`","message":"m"}]}`),
		wiretest.Respond(500, echo), wiretest.Respond(429, echo, "Retry-After", "3600"), wiretest.Respond(402, echo), wiretest.Respond(302, "", "Location", "https://x.example.com/?k="+wiretest.Key),
		wiretest.Respond(200, wiretest.Key), wiretest.Respond(200, `{"id":`), wiretest.Respond(200, `{"id":"pay_1","amount":"`+wiretest.Key+`","currency":"USD"}`), wiretest.Respond(200, "<html>"+wiretest.Key, "Content-Type", "text/html"),
		wiretest.Refuse, wiretest.Reset, wiretest.Hang,
		func(*http.Request) (*http.Response, error) {
			return nil, &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}
		},
		func(*http.Request) (*http.Response, error) { return nil, x509.UnknownAuthorityError{} },
		func(*http.Request) (*http.Response, error) {
			return nil, &api.ProxyError{Proxy: "http://proxy.example.com", Status: 403}
		},
		func(r *http.Request) (*http.Response, error) { return nil, fmt.Errorf("cannot send %v", r.Header) },
	} {
		_ = create(t.Context(), wiretest.NewClient(t, a, logger, stateset.WithMaxAttempts(2)))
	}
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("shutting down"))
	_ = create(cancelled, wiretest.NewClient(t, wiretest.Respond(200, payment), logger))
	expired, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	_ = create(expired, wiretest.NewClient(t, wiretest.Response(wiretest.Hang), logger))
	client := wiretest.NewClient(t, wiretest.Respond(503, echo), logger)
	before := len(all)
	for range 40 { // until the budget is empty
		_ = create(t.Context(), client)
	}
	all = all[:before]
	require.ErrorIs(t, create(t.Context(), client), stateset.ErrRetryBudgetExhausted)

	open := create(t.Context(), wiretest.NewClient(t, wiretest.Response(wiretest.Reset), logger, stateset.WithMaxAttempts(1)))
	unkeyed := create(t.Context(), wiretest.NewClient(t, wiretest.Response(wiretest.Reset)), stateset.WithoutIdempotencyKey())
	resolver := wiretest.NewClient(t, wiretest.Respond(401, echo), logger)
	<-time.After(24 * time.Hour) // of the clock of the bubble
	for _, err := range []error{open, unkeyed, errors.New("another"), nil} {
		_, err = resolver.Resolve(t.Context(), err)
		all = append(all, err)
	}
	all = append(all, payments.ErrCardDeclined)
	return append(all, paramErrors(t)...)
}

// paramErrors passes the API key in the place of other values.
func paramErrors(t *testing.T) []any {
	var all []any
	keep := func(err error) {
		require.Error(t, err)
		all = append(all, err)
	}
	client := wiretest.NewClient(t, wiretest.Respond(200, payment))
	for _, opt := range []stateset.Option{
		stateset.WithAccount(wiretest.Key), stateset.WithBaseURL(wiretest.Key), stateset.WithBaseURL("https://" + wiretest.Key + "@x.example.com"), stateset.WithHeader("Authorization", wiretest.Key),
		stateset.WithHeader("X-A", wiretest.Key+"\n"), stateset.WithAppInfo(wiretest.Key+"é", "1"), stateset.WithLiveKeyHost(wiretest.Key + "/"),
	} {
		_, err := client.With(opt)
		keep(err)
	}
	_, err := stateset.New(wiretest.Key + "\n")
	keep(err)
	_, err = client.Payments.Get(t.Context(), wiretest.Key+"\n")
	keep(err)
	_, err = client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD(wiretest.Key)})
	keep(err)
	_, err = client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wiretest.Key})
	keep(err)
	_, err = client.Payments.List(t.Context(), &payments.ListParams{Status: stateset.AnyOf(payments.Status(wiretest.Key + ","))})
	keep(err)
	_, err = client.Payments.Cancel(t.Context(), "pay_1", stateset.WithIdempotencyKey(wiretest.Key+" "))
	keep(err)
	_, err = client.Payments.Cancel(t.Context(), "pay_1", stateset.WithExpand(wiretest.Key))
	keep(err)
	keep(client.Do(t.Context(), "GET", wiretest.Key, nil, nil))
	keep(client.Do(t.Context(), wiretest.Key, "/x", nil, nil))
	return all
}
