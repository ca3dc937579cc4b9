package engine

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/webhook"
)

// letRun yields until other goroutines are blocked.
func letRun() {
	for range 1000 {
		runtime.Gosched()
	}
}

// resetMidway resets the engine and calls meanwhile while the reset waits for the
// transaction of an account.
func resetMidway(e *Engine, waitedFor *Account, meanwhile func()) {
	var reset sync.WaitGroup
	waitedFor.mu.Lock()
	reset.Go(func() { _ = e.Reset(false, Population{}) }) // an empty population cannot fail
	for e.mu.TryLock() {                                  // until the reset holds the lock
		e.mu.Unlock()
		runtime.Gosched()
	}
	meanwhile()
	letRun()
	waitedFor.mu.Unlock()
	reset.Wait()
}

// An account that is created during a reset keeps its jobs, or is removed with them.
func TestAccountMadeDuringReset(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	old := e.Account(AccountKey{Name: "old"})
	key := AccountKey{Name: "young"}
	scheduled := func(a *Account) {
		_ = a.Update(func(tx *Tx) error { // it does not fail
			tx.schedule(expiryJob("ord_123"), birth.Add(time.Hour))
			return nil
		})
	}
	var young *Account
	var making sync.WaitGroup
	resetMidway(e, old, func() {
		making.Go(func() {
			young = e.Account(key)
			scheduled(young)
		})
	})
	making.Wait()
	require.Same(t, young, e.Account(key))
	require.Contains(t, young.timers, expiryJob("ord_123"))
	require.True(t, young.clock.Cancel(young.timers[expiryJob("ord_123")]), "the clock has the job, too")
}

// straySender holds the first shipment to each endpoint until it is canceled, and counts
// later shipments.
type straySender struct {
	mu    sync.Mutex
	seen  map[string]bool
	first sync.WaitGroup
	stray atomic.Int32
}

func (s *straySender) Send(ctx context.Context, shipment *Shipment) Outcome {
	s.mu.Lock()
	first := !s.seen[shipment.EndpointID]
	s.seen[shipment.EndpointID] = true
	s.mu.Unlock()
	switch {
	case first:
		s.first.Done()
		<-ctx.Done()
	case ctx.Err() == nil:
		s.stray.Add(1)
	}
	return Outcome{StatusCode: 200, Succeeded: true}
}

// After a reset, a delivery that waited behind a canceled one is not sent.
func TestNothingIsSentDuringReset(t *testing.T) {
	t.Parallel()
	const accounts = 24
	sender := &straySender{seen: map[string]bool{}}
	e := New(Options{Clock: clock.NewFrozen(birth), Sender: sender})
	defer e.Close()
	sender.first.Add(accounts)
	var all []*Account
	for i := range accounts {
		a := e.Account(AccountKey{Name: fmt.Sprint("shop", i)})
		endpoint, err := a.AddEndpoint(webhook.CreateParams{URL: "https://example.com/", Events: []webhook.Type{webhook.AllTypes}}, webhook.NewSecret("whsec_0123456789abcdef0123456789abcdef"))
		require.NoError(t, err)
		for range 2 {
			require.NoError(t, a.Update(func(tx *Tx) error {
				_, err := tx.SendTest(endpoint.ID, nil)
				return err
			}))
		}
		all = append(all, a)
	}
	e.RunDue()
	sender.first.Wait()
	resetMidway(e, all[0], func() {})
	require.NoError(t, e.Settle(t.Context()))
	require.Zero(t, sender.stray.Load())
}
