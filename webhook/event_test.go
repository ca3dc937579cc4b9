package webhook_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func TestEventIs(t *testing.T) {
	t.Parallel()
	paid := &webhook.Event{Type: webhook.Type(webhook.OrderPaid)}
	for _, tt := range []struct {
		event    *webhook.Event
		selector webhook.Selector
		want     bool
	}{
		{paid, webhook.OrderPaid, true},
		{paid, webhook.Type("order.paid"), true},
		{paid, webhook.Type("order.*"), true},
		{paid, webhook.AllTypes, true},
		{paid, webhook.OrderCreated, false},
		{paid, webhook.Type("payment.*"), false},
		{paid, webhook.Type(""), false},
		{paid, nil, false},
		{nil, webhook.AllTypes, false},
	} {
		require.Equal(t, tt.want, tt.event.Is(tt.selector), "%v is %v", tt.event, tt.selector)
	}
}

// A replayed event is not handled again until the store has forgotten it.
func TestForgottenEventIsHandledOnceMore(t *testing.T) {
	t.Parallel()
	var events counting
	store := webhook.NewMemoryStore()
	v, err := webhook.NewVerifier(k1)
	require.NoError(t, err)
	h := v.Handler(&events, webhook.WithStore(store), silent())
	event := webhook.NewTestEvent(webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1"}, time.Now())
	deliver := func() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, webhook.NewEventRequest(event, time.Now(), k1))
		require.Equal(t, 200, w.Code)
	}
	deliver()
	deliver()
	require.EqualValues(t, 1, events.calls.Load())
	require.NoError(t, store.Forget(t.Context(), event.ID))
	deliver()
	deliver()
	require.EqualValues(t, 2, events.calls.Load())
}
