package mockserver_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// counted is a handler with one store that counts the payments it handles.
func counted(t *testing.T) (handler http.Handler, handled map[string]int) {
	t.Helper()
	verifier, err := webhook.NewVerifier(hookSecret)
	require.NoError(t, err)
	mux, handled := webhook.NewMux(), map[string]int{}
	webhook.On(mux, webhook.PaymentSucceeded, func(_ context.Context, _ *webhook.Event, p *payments.Payment) error {
		handled[p.ID]++
		return nil
	})
	return verifier.Handler(mux, webhook.WithStore(webhook.NewMemoryStore())), handled
}

// A receiver lives longer than the state of the server: its store knows the events of
// all resets.
func TestReceiverHandlesEventsAfterResets(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]mockserver.Option{
		"random seed": nil, "chosen seed": {mockserver.WithSeed(7), mockserver.WithTime(time.Unix(1e9, 0))},
	} {
		srv := mockserver.New(t, opts...)
		handler, handled := counted(t)
		srv.Webhooks().DeliverTo(handler, hookSecret, webhook.PaymentSucceeded)
		account := srv.NewAccount()
		requests := map[string]bool{}
		paid := 0
		for range 4 {
			for range 3 {
				pay(t, account.Client())
				paid++
			}
			require.NoError(t, srv.Webhooks().Settle(t.Context()))
			require.Len(t, handled, paid, name)
			for _, r := range srv.Requests() {
				requests[r.RequestID] = true
			}
			srv.Reset()
		}
		require.Len(t, requests, paid, name)
	}
}

func TestResetThatRestartsIDs(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithSeed(7))
	account := srv.NewAccount()
	first := pay(t, account.Client()).ID
	srv.Reset()
	second := pay(t, account.Client()).ID
	srv.Reset(mockserver.RestartIDs())
	require.Equal(t, first, pay(t, account.Client()).ID)
	srv.Reset()
	require.NotContains(t, []string{first, second}, pay(t, account.Client()).ID)
}
