package mockserver_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func TestRestoreRemovesLaterWrites(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	client := srv.NewAccount().Client()
	before := pay(t, client).ID
	snapshot := srv.Snapshot()
	after := pay(t, client).ID
	require.NoError(t, srv.Restore(snapshot))
	_, err := client.Payments.Get(t.Context(), before)
	require.NoError(t, err)
	_, err = client.Payments.Get(t.Context(), after)
	require.ErrorIs(t, err, stateset.ErrNotFound)
	for range 3 {
		require.NotContains(t, []string{before, after}, pay(t, client).ID)
	}
}

func TestForkIsIndependent(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(noon))
	account := srv.NewAccount()
	paid := pay(t, account.Client()).ID
	require.NoError(t, account.Clock().Advance(time.Hour))
	fork := mockserver.New(t, mockserver.WithSnapshot(srv.Snapshot()))
	require.NoError(t, srv.Clock().Advance(24*time.Hour))
	require.Equal(t, noon, fork.Clock().Now())
	same := fork.Account(account.Name())
	require.Equal(t, noon.Add(time.Hour), same.Clock().Now())
	_, err := same.Client().Payments.Cancel(t.Context(), paid)
	require.Error(t, err, "it exists, and was paid")
	require.NotErrorIs(t, err, stateset.ErrNotFound)
	require.NotEqual(t, account.Name(), fork.NewAccount().Name())
}

// A delivery that waits for its next attempt is attempted after a restore, too, also by a
// fork with the same receiver.
func TestRestoredDeliveriesAreAttempted(t *testing.T) {
	t.Parallel()
	var fails atomic.Bool
	var came sync.Map
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came.Store(r.Header.Get("X-StateSet-Delivery"), true)
		if fails.Load() {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	srv := mockserver.New(t, mockserver.WithTime(noon))
	account := srv.NewAccount()
	srv.Webhooks().DeliverTo(handler, hookSecret, webhook.PaymentSucceeded)
	fails.Store(true)
	pay(t, account.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	snapshot := srv.Snapshot()
	waiting := account.Webhooks().Deliveries()
	require.Len(t, waiting, 1)
	require.Equal(t, webhook.DeliveryPending, waiting[0].Status)
	fails.Store(false)

	fork := mockserver.New(t, mockserver.WithSnapshot(snapshot))
	fork.Webhooks().DeliverTo(handler, "whsec_"+"of_the_fork_0123456789abcdef0123", webhook.PaymentSucceeded)
	require.Equal(t, waiting, fork.Account(account.Name()).Webhooks().Deliveries())
	for _, s := range []*mockserver.Server{srv, fork} {
		came.Clear()
		require.NoError(t, s.Restore(snapshot))
		require.NoError(t, s.Clock().Advance(time.Minute))
		after := s.Account(account.Name()).Webhooks().Deliveries()
		require.Len(t, after, 1)
		require.Equal(t, webhook.DeliverySucceeded, after[0].Status)
		require.Len(t, after[0].Attempts, 2)
		_, arrived := came.Load(waiting[0].ID)
		require.True(t, arrived)
		endpoints, err := s.Account(account.Name()).Client().Webhooks.List(t.Context(), nil)
		require.NoError(t, err)
		require.Len(t, endpoints.Data, 1, "the endpoint of the fork is that of the snapshot")
	}
}

func TestRestoredReplays(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	client := srv.NewAccount().Client()
	create := func(key string) *payments.Payment {
		p, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("5.00"), Recipient: recipient}, stateset.WithIdempotencyKey(key))
		require.NoError(t, err)
		return p
	}
	first := create("first")
	snapshot := srv.Snapshot()
	second := create("second")
	require.NoError(t, srv.Restore(snapshot))
	require.Equal(t, first.ID, create("first").ID)
	require.NotEqual(t, second.ID, create("second").ID, "the key was not used at the snapshot")
}

// A running clock is stored as an offset from real time, and a frozen clock as a time.
func TestRestoredClocks(t *testing.T) {
	t.Parallel()
	running := mockserver.New(t, mockserver.WithStartTime(noon))
	require.NoError(t, running.Clock().Advance(time.Hour))
	snapshot := running.Snapshot()
	require.NoError(t, running.Clock().Advance(1000*time.Hour))
	require.NoError(t, running.Restore(snapshot))
	require.WithinDuration(t, noon.Add(time.Hour), running.Clock().Now(), time.Minute)
	fork := mockserver.New(t, mockserver.WithSnapshot(snapshot), mockserver.WithTime(noon))
	require.WithinDuration(t, noon.Add(time.Hour), fork.Clock().Now(), time.Minute)
	fork.Clock().Freeze()
	at := fork.Clock().Now()
	require.NoError(t, running.Restore(fork.Snapshot()))
	require.Equal(t, at, running.Clock().Now())
	running.Reset()
	require.WithinDuration(t, noon, running.Clock().Now(), time.Minute, "a reset is to the server's own start")
}

func TestRestoreLeavesTheTestAlone(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	client := srv.NewAccount().Client()
	snapshot := srv.Snapshot()
	pay(t, client)
	srv.Fail("GET /orders", mockserver.Status(500), mockserver.Optional())
	require.NoError(t, srv.Restore(snapshot))
	require.NotEmpty(t, srv.Requests())
	require.Len(t, srv.Faults(), 1)
}

func TestSnapshotsThatCannotBeRestored(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	client := srv.Client()
	paid := pay(t, client).ID
	require.EqualError(t, srv.Restore(mockserver.Snapshot{}), "mockserver: Restore: the snapshot is empty: make one with Server.Snapshot")
	_, err := mockserver.Start(t.Context(), mockserver.WithSnapshot(mockserver.Snapshot{}))
	require.EqualError(t, err, "mockserver: WithSnapshot: the snapshot is empty: make one with Server.Snapshot")
	document := srv.Snapshot().JSON()
	for _, cut := range []int{0, 1, len(document) / 2, len(document) - 1} {
		_, err = mockserver.ParseSnapshot(document[:cut])
		require.ErrorContains(t, err, "mockserver: ParseSnapshot: the snapshot is ")
	}
	_, err = client.Payments.Get(t.Context(), paid)
	require.NoError(t, err, "nothing has changed")
}

func TestSnapshotsPrintNoSecrets(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	srv.Webhooks().DeliverTo(http.NotFoundHandler(), hookSecret, webhook.InvoicePaid)
	pay(t, srv.Client())
	snapshot := srv.Snapshot()
	require.Contains(t, string(snapshot.JSON()), hookSecret)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		require.Less(t, len(fmt.Sprintf(verb, snapshot)), 200, verb)
	}
	var none mockserver.Snapshot
	require.Empty(t, none.JSON())
}

// Writes during snapshots and restores end in one of the states. The ledger of every
// snapshot balances, and every stored response has its payment.
func TestRestoresDuringWrites(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	client := srv.Account("busy").Client()
	pay(t, client)
	var writers sync.WaitGroup
	var stop atomic.Bool
	written := make(chan struct{}, 1000)
	for w := range 3 {
		writers.Go(func() {
			for i := 0; !stop.Load(); i++ {
				key := fmt.Sprintf("key-%d-%d", w, i)
				_, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("5.00"), Recipient: recipient}, stateset.WithIdempotencyKey(key))
				if err != nil {
					t.Errorf("write: %v", err)
					return
				}
				select {
				case written <- struct{}{}:
				default: // enough for the test
				}
			}
		})
	}
	var snapshots []mockserver.Snapshot
	for range 5 {
		for range 20 {
			<-written
		}
		snapshots = append(snapshots, srv.Snapshot())
		require.NoError(t, srv.Restore(snapshots[0]))
	}
	stop.Store(true)
	writers.Wait()
	for _, snapshot := range snapshots {
		fork := mockserver.New(t, mockserver.WithSnapshot(snapshot))
		require.NoError(t, fork.CheckLedger())
		again := fork.Account("busy")
		for _, event := range again.Events().All() {
			if event.Type != webhook.Type(webhook.PaymentCreated) || event.Request == nil {
				continue
			}
			p, err := again.Client().Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("5.00"), Recipient: recipient},
				stateset.WithIdempotencyKey(event.Request.IdempotencyKey))
			require.NoError(t, err)
			require.Equal(t, event.Data.ResourceID, p.ID, "a payment without its stored response")
		}
	}
}
