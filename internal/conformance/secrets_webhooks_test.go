package conformance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// hookSentinel is part of every webhook secret. Only the last four characters of a secret
// may be printed.
const (
	hookSentinel = "Rk4hidden9Wd3p"
	hookSecret   = "whsec_" + hookSentinel + "LmKp9TyU2aBc5dEf7"
)

// webhooksToPrint returns values of the package webhook.
func webhooksToPrint(t *testing.T, log *slog.Logger) []any {
	t.Helper()
	all := append(endpointsToPrint(t, stateset.WithLogger(log)), receiversToPrint(t, log)...)
	all = append(all, hookErrorsToPrint(t)...)
	return append(all,
		webhook.PaymentSucceeded, webhook.Busy, webhook.Claim{EventID: "evt_1"}, webhook.WithStore(nil), webhook.Remember(time.Hour), webhook.AcceptRaw(), webhook.PreviousSecrets(hookSecret),
	)
}

// endpointsToPrint returns endpoints and errors of calls whose responses hold secrets.
func endpointsToPrint(t *testing.T, logger stateset.Option) []any {
	t.Helper()
	answer := fmt.Sprintf(`{"id":"we_1","object":"webhook_endpoint","url":"https://shop.example.com","events":["*"],"secret":%q}`, hookSecret)
	client := wiretest.NewClient(t, wiretest.Respond(201, answer), logger)
	var response stateset.Response
	made, err := client.Webhooks.Create(t.Context(), &webhook.CreateParams{URL: "https://shop.example.com", Events: webhook.Types(webhook.AllTypes)}, stateset.WithResponse(&response))
	require.NoError(t, err)
	require.Equal(t, hookSecret, made.Secret.Reveal())
	rotated, err := client.Webhooks.RotateSecret(t.Context(), "we_1", nil)
	require.NoError(t, err)
	all := []any{made, *made, rotated, made.Secret, &made.Secret, []*webhook.Endpoint{made}, map[string]webhook.Secret{"s": made.Secret}, response, *client.Webhooks}
	for _, unreadable := range []string{
		`{"secret":"` + hookSecret + `","events":"*"}`, `{"secret":"` + hookSecret + `"`, hookSecret,
		fmt.Sprintf(`{"url":"https://x.example.com/%0140d","secret":"%s","events":0}`, 0, hookSecret),
	} {
		_, err := wiretest.NewClient(t, wiretest.Respond(201, unreadable), logger).Webhooks.RotateSecret(t.Context(), "we_1", nil)
		require.Error(t, err)
		all = append(all, err)
	}
	return all
}

// receiversToPrint returns the parts of a webhook receiver after a delivery.
func receiversToPrint(t *testing.T, log *slog.Logger) []any {
	t.Helper()
	verifier, err := webhook.NewVerifier(hookSecret)
	require.NoError(t, err)
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(context.Context, *webhook.Event, *payments.Payment) error { panic("boom") })
	store := webhook.NewMemoryStore()
	var failed error
	handler := verifier.Handler(mux, webhook.WithStore(store), webhook.WithLogger(log), webhook.WithErrorHook(func(_ context.Context, _ *webhook.Event, err error) { failed = err }))
	event := webhook.NewTestEvent(webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1", Object: "payment"}, time.Now())
	payload, err := json.Marshal(event)
	require.NoError(t, err)
	header := webhook.Sign(payload, time.Now(), hookSecret)
	verified, err := verifier.Verify(payload, header)
	require.NoError(t, err)
	answer := handler.Process(t.Context(), payload, header)
	require.Error(t, failed)
	return []any{verifier, handler, mux, store, verified, answer, failed, webhook.EventFunc(func(context.Context, *webhook.Event) error { return nil }), &webhook.PanicError{}}
}

// hookErrorsToPrint passes the webhook secret in the place of other values, and verifies
// bad deliveries.
func hookErrorsToPrint(t *testing.T) []any {
	t.Helper()
	var all []any
	keep := func(err error) {
		require.Error(t, err)
		all = append(all, err)
	}
	client := wiretest.NewClient(t, wiretest.Respond(200, payment))
	for _, edit := range []func(*webhook.CreateParams){
		func(p *webhook.CreateParams) { p.URL = hookSecret },
		func(p *webhook.CreateParams) { p.URL = "https://" + hookSecret + "@shop.example.com" },
		func(p *webhook.CreateParams) { p.Events = webhook.Types(webhook.Type(hookSecret)) },
		func(p *webhook.CreateParams) { p.Scheme = webhook.SignatureScheme(hookSecret) },
	} {
		params := &webhook.CreateParams{URL: "https://shop.example.com", Events: webhook.Types(webhook.AllTypes)}
		edit(params)
		_, err := client.Webhooks.Create(t.Context(), params)
		keep(err)
	}
	_, err := client.Webhooks.Get(t.Context(), hookSecret+"\n")
	keep(err)
	_, err = stateset.New(hookSecret)
	keep(err)
	for _, secret := range []string{hookSecret + "\n", "sk_" + hookSecret, "SECRET=" + hookSecret, hookSecret + hookSecret, "'" + hookSecret + "'"} {
		_, err = webhook.NewVerifier(secret)
		keep(err)
		_, err = webhook.NewVerifier(hookSecret, webhook.PreviousSecrets(secret))
		keep(err)
	}
	verifier, err := webhook.NewVerifier(hookSecret)
	require.NoError(t, err)
	for _, value := range []string{"", "v1", "t=1 v1=00", "t=1 v1=" + strings.Repeat("0", 64)} {
		_, err = verifier.Verify([]byte(`{"id":"evt_1"}`), http.Header{"Stateset-Signature": {value}})
		keep(err)
	}
	return all
}
