package mockserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func TestStoredEventsAreBounded(t *testing.T) {
	t.Parallel()
	const keep = 6
	srv := mockserver.New(t, mockserver.WithTime(noon), mockserver.WithMaxEvents(keep))
	client := srv.Client()
	list := func(params *webhook.ListEventsParams) []string {
		page, err := client.Webhooks.ListEvents(t.Context(), params)
		require.NoError(t, err)
		require.Equal(t, keep, page.TotalCount)
		var ids []string
		for _, e := range page.Data {
			ids = append(ids, e.ID)
		}
		return ids
	}
	for range keep {
		pay(t, client)
	}
	before := list(nil)
	require.Len(t, before, keep)
	for len(list(&webhook.ListEventsParams{EndingBefore: before[0]})) < keep {
		pay(t, client)
	}
	now := list(nil)
	require.NotContains(t, now, before[0])
	require.Empty(t, list(&webhook.ListEventsParams{StartingAfter: before[0]}), "a dropped event is a cursor")
	_, err := client.Webhooks.GetEvent(t.Context(), before[0])
	require.ErrorIs(t, err, stateset.ErrNotFound)
	for range keep {
		pay(t, client)
	}
	_, err = client.Webhooks.ListEvents(t.Context(), &webhook.ListEventsParams{StartingAfter: before[0]})
	require.ErrorContains(t, err, "starting_after", "the IDs of dropped events are bounded, too")
}

func TestStoredDeliveriesAreBounded(t *testing.T) {
	t.Parallel()
	h := newHooked(t, answering(http.StatusInternalServerError), mockserver.WithMaxDeliveries(2))
	for range 5 {
		pay(t, h.client)
	}
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	require.Len(t, h.account.Webhooks().Deliveries(), 2)
	first := len(h.receiver.all())
	require.NoError(t, h.srv.Clock().Advance(10*time.Second))
	require.Equal(t, first+2, len(h.receiver.all()), "dropped deliveries are not attempted again")
}

// A delivery whose event was dropped fails instead of waiting forever.
func TestDeliveriesOfDroppedEventsFail(t *testing.T) {
	t.Parallel()
	h := newHooked(t, answering(http.StatusInternalServerError), mockserver.WithMaxEvents(1))
	pay(t, h.client)
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	_, err := h.client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1.00"), Recipient: recipient})
	require.NoError(t, err)
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	require.NoError(t, h.srv.Clock().Advance(10*time.Second))
	deliveries := h.account.Webhooks().Deliveries()
	require.Len(t, deliveries, 2)
	require.Equal(t, webhook.DeliveryFailed, deliveries[0].Status)
	require.Len(t, deliveries[0].Attempts, 1)
	require.Equal(t, webhook.DeliveryPending, deliveries[1].Status)
}

func TestStoredIdempotencyKeysAreBounded(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithMaxIdempotencyKeys(2))
	client := srv.Client()
	create := func(key string) string {
		p, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("5.00"), Recipient: recipient}, stateset.WithIdempotencyKey(key))
		require.NoError(t, err)
		return p.ID
	}
	a, b := create("a"), create("b")
	require.Equal(t, a, create("a"))
	create("c")
	require.Equal(t, b, create("b"))
	require.NotEqual(t, a, create("a"), "the oldest key was dropped")
}

func TestBoundsAreChecked(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]func(int) mockserver.Option{
		"WithMaxEvents": mockserver.WithMaxEvents, "WithMaxDeliveries": mockserver.WithMaxDeliveries, "WithMaxIdempotencyKeys": mockserver.WithMaxIdempotencyKeys,
	} {
		for _, n := range []int{-1, 0, 10_000_001} {
			_, err := mockserver.Start(t.Context(), option(n))
			require.ErrorContains(t, err, name+": must be 1..10000000, got")
		}
	}
}
