package engine

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/webhook"
)

// Only the position of a deleted endpoint in the list is stored.
func TestDeletedEndpointsLeaveNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	kept := b.hook("*")
	for range 10 {
		gone := b.hook("*")
		b.pay(cardPayment("1.00", "tok_visa"))
		_ = must[*webhook.Endpoint](b)(run(b, func(tx *Tx) (*webhook.Endpoint, error) { return tx.RotateSecret(gone.ID, nil) }))
		b.fault = errFault
		_, err := run(b, func(tx *Tx) (*Event, error) { return nil, tx.DeleteEndpoint(gone.ID) })
		require.ErrorIs(t, err, errFault)
		require.Equal(t, 2, b.a.deliveries[gone.ID].Len(), "what is taken back keeps them")
		b.fault = nil
		require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.DeleteEndpoint(gone.ID) }))
	}
	require.Len(t, b.a.deliveries, 1)
	require.Equal(t, []string{kept.ID}, b.a.endpointIDs)
	require.Zero(t, b.a.formerSecrets.Len())
	require.Len(t, b.e.Deliveries(nil), 20)
}

// deletingSender deletes the endpoint that it sends to.
type deletingSender struct{ account *Account }

func (s *deletingSender) Send(_ context.Context, shipment *Shipment) Outcome {
	_ = s.account.Update(func(tx *Tx) error { return tx.DeleteEndpoint(shipment.EndpointID) })
	return Outcome{StatusCode: 200, Succeeded: true}
}

// A receiver whose endpoint is deleted during its response has received the event.
func TestEndpointDeletedDuringAnAttempt(t *testing.T) {
	t.Parallel()
	sender := &deletingSender{}
	e := New(Options{Clock: clock.NewFrozen(birth), Sender: sender})
	defer e.Close()
	sender.account = e.Account(AccountKey{Name: "shop"})
	endpoint, err := sender.account.AddEndpoint(webhook.CreateParams{URL: "https://example.com/"}, webhook.NewSecret("whsec_0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	var event *Event
	require.NoError(t, sender.account.Update(func(tx *Tx) error {
		event, err = tx.SendTest(endpoint.ID, nil)
		return err
	}))
	require.Equal(t, 1, event.sent.Load().pending())
	require.NoError(t, e.Settle(t.Context()))
	require.Zero(t, event.sent.Load().pending())
	require.Empty(t, e.Deliveries(nil))
}

// Waiting for all events of a type reads each event about once, including events of other
// types.
func TestWaitsDoNotLookTwice(t *testing.T) {
	t.Parallel()
	const events = 200
	b := newBench(t)
	for range events {
		b.pay(cardPayment("1.00", "tok_visa")) // created and succeeded
	}
	looks := 0
	counted := newSelection([]webhook.Type{"payment.succeeded"})
	selects := counted.selects
	counted.selects = func(kind webhook.Type) bool {
		looks++
		return selects(kind)
	}
	var last *Event
	for range events {
		last = b.e.take(nil, counted)
		require.Equal(t, webhook.Type("payment.succeeded"), last.Type())
	}
	require.LessOrEqual(t, looks, 3*events)
	require.Nil(t, b.e.take(nil, counted))
	b.fault = errFault
	_, err := b.tryPay(cardPayment("1.00", "tok_visa"))
	require.ErrorIs(t, err, errFault)
	require.Nil(t, b.e.take(nil, counted), "it was taken back")
	b.fault = nil
	b.pay(cardPayment("1.00", "tok_visa"))
	require.Greater(t, b.e.take(nil, counted).sequence, last.sequence)
	for range events + 1 {
		require.Equal(t, webhook.Type("payment.created"), b.e.take(nil, newSelection(nil)).Type(), "another wait begins at the first")
	}
	require.Nil(t, b.e.take(nil, newSelection(nil)))
}
