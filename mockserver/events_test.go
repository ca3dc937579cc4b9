package mockserver_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// Each event is returned by one wait. Events of other types stay.
func TestWaitForEvents(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	first := pay(t, account.Client())
	second := pay(t, srv.Client())
	wait := func(events *mockserver.Events, types ...webhook.Selector) *webhook.Event {
		t.Helper()
		event, err := events.Wait(t.Context(), types...)
		require.NoError(t, err)
		return event
	}
	require.Equal(t, first.ID, wait(account.Events(), webhook.PaymentSucceeded).Data.ResourceID)
	require.Equal(t, second.ID, wait(srv.Events(), webhook.PaymentSucceeded).Data.ResourceID)
	created := wait(srv.Events())
	require.Equal(t, []any{webhook.Type("payment.created"), first.ID}, []any{created.Type, created.Data.ResourceID}, "the oldest of all accounts")
	require.Equal(t, second.ID, wait(srv.Events(), webhook.Type("payment.*"), webhook.OrderPaid).Data.ResourceID)
	require.Len(t, srv.Events().All(), 4)
	require.Len(t, account.Events().All(), 2)
}

func TestWaitUntilSomethingHappens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		account := srv.NewAccount()
		got := make(chan *webhook.Event)
		go func() {
			event, err := account.Events().Wait(t.Context(), webhook.InvoiceOverdue)
			if err != nil {
				t.Error(err)
			}
			got <- event
		}()
		synctest.Wait()
		require.NoError(t, srv.Clock().Advance(40*24*time.Hour))
		require.Equal(t, webhook.Type(webhook.InvoiceOverdue), (<-got).Type)
	})
}

func TestWaitInVain(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	pay(t, account.Client())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := account.Events().Wait(ctx, webhook.OrderPaid)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "no [order.paid] that was not taken")
	require.ErrorContains(t, err, "[payment.created payment.succeeded]")

	ended := make(chan error)
	go func() {
		_, err := srv.Events().Wait(context.Background(), webhook.OrderPaid)
		ended <- err
	}()
	srv.Close()
	require.ErrorContains(t, <-ended, "the server was closed")
}
