package webhook_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

var errDisk = errors.New("the disk is full")

// faulty is a store whose methods can fail.
type faulty struct {
	webhook.Store
	claim, done, release error
}

func (s *faulty) Claim(ctx context.Context, id string, lease time.Duration) (webhook.Claim, error) {
	if s.claim != nil {
		return webhook.Claim{}, s.claim
	}
	return s.Store.Claim(ctx, id, lease)
}

func (s *faulty) Done(ctx context.Context, c webhook.Claim) error {
	if s.done != nil {
		return s.done
	}
	return s.Store.Done(ctx, c)
}

func (s *faulty) Release(ctx context.Context, c webhook.Claim) error {
	if s.release != nil {
		return s.release
	}
	return s.Store.Release(ctx, c)
}

// Without a claim nothing is handled, and the sender must retry.
func TestStoreThatCannotClaim(t *testing.T) {
	t.Parallel()
	var events counting
	s := &faulty{Store: webhook.NewMemoryStore(), claim: errDisk}
	h := newHandler(t, &events, webhook.WithStore(s))
	requireAnswer(t, post(h, stamped(v01), b1), 500, "closed")
	require.ErrorIs(t, h.Process(t.Context(), []byte(b1), stamped(v01)).Err, errDisk)
	require.Zero(t, events.calls.Load())
	s.claim = nil
	requireAnswer(t, post(h, stamped(v01), b1), 200, "open again")
	require.EqualValues(t, 1, events.calls.Load())
}

type stateless struct{ webhook.Store }

func (stateless) Claim(context.Context, string, time.Duration) (webhook.Claim, error) {
	return webhook.Claim{}, nil
}

func TestStoreThatSaysNothing(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events, webhook.WithStore(stateless{}))
	answer := h.Process(t.Context(), []byte(b1), stamped(v01))
	require.Equal(t, 500, answer.Status)
	require.ErrorContains(t, answer.Err, "claim state 0")
	require.Zero(t, events.calls.Load())
}

// The work is done, so another delivery must not repeat it: the claim is kept, and the
// sender must not retry.
func TestStoreThatCannotMark(t *testing.T) {
	t.Parallel()
	var events counting
	var reported []error
	h := newHandler(t, &events, webhook.WithStore(&faulty{Store: webhook.NewMemoryStore(), done: errDisk}),
		webhook.WithErrorHook(func(_ context.Context, _ *webhook.Event, err error) { reported = append(reported, err) }))
	requireAnswer(t, post(h, stamped(v01), b1), 200, "handled")
	require.Len(t, reported, 1)
	require.ErrorIs(t, reported[0], errDisk)
	requireAnswer(t, post(h, stamped(v01), b1), 409, "claimed still")
	require.EqualValues(t, 1, events.calls.Load())
}

// A claim that cannot be released expires.
func TestStoreThatCannotRelease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		events := &counting{answer: func(_ context.Context, call int64) error {
			if call == 1 {
				return errRefused
			}
			return nil
		}}
		h := newHandler(t, events, webhook.WithStore(&faulty{Store: webhook.NewMemoryStore(), release: errDisk}))
		process := func() webhook.Answer { return h.Process(t.Context(), []byte(b1), stamped(v01)) }
		require.ErrorIs(t, process().Err, errRefused, "the handler's failure is the answer's")
		busy := process()
		require.Equal(t, 409, busy.Status)
		require.Equal(t, time.Minute, busy.RetryAfter)
		<-time.After(busy.RetryAfter)
		require.Equal(t, 200, process().Status)
		require.EqualValues(t, 2, events.calls.Load())
	})
}

// A process that crashes between the function and the mark leaves its claim.
func TestCrashBetweenHandlingAndMark(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := webhook.NewMemoryStore() // a store that survives a restart
		_, err := store.Claim(t.Context(), "evt_1", time.Minute)
		require.NoError(t, err)
		var events counting
		h := newHandler(t, &events, webhook.WithStore(store))
		// The attempts of the sender, in order.
		for _, attempt := range []struct {
			after time.Duration
			want  int
		}{{0, 409}, {10 * time.Second, 409}, {time.Minute, 200}, {10 * time.Minute, 200}} {
			<-time.After(attempt.after)
			require.Equal(t, attempt.want, h.Process(t.Context(), []byte(b1), stamped(v01)).Status, attempt.after)
		}
		require.EqualValues(t, 1, events.calls.Load())
	})
}

// An owner whose claim expired can neither mark the event nor release the claim of the
// new owner.
func TestOwnerWhoLostTheClaim(t *testing.T) {
	t.Parallel()
	for name, outcome := range map[string]error{"success": nil, "failure": errRefused} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				store := webhook.NewMemoryStore()
				second := make(chan error)
				events := &counting{answer: func(_ context.Context, call int64) error {
					if call == 2 {
						return <-second
					}
					<-time.After(2 * time.Minute) // ignores its context
					return outcome
				}}
				var lost atomic.Int64
				h := newHandler(t, events, webhook.WithStore(store), webhook.WithErrorHook(func(_ context.Context, _ *webhook.Event, err error) {
					if errors.Is(err, webhook.ErrClaimLost) {
						lost.Add(1)
					}
				}))
				answers := make(chan webhook.Answer, 2)
				process := func() { answers <- h.Process(t.Context(), []byte(b1), stamped(v01)) }
				go process()
				<-time.After(90 * time.Second)
				go process()
				require.ErrorIs(t, (<-answers).Err, map[error]error{nil: webhook.ErrClaimLost, errRefused: errRefused}[outcome])
				require.EqualValues(t, 1, lost.Load())
				c, err := store.Claim(t.Context(), "evt_1", time.Minute)
				require.NoError(t, err)
				require.Equal(t, webhook.Busy, c.State, "the second one's")
				second <- nil
				require.Equal(t, 200, (<-answers).Status)
				require.True(t, h.Process(t.Context(), []byte(b1), stamped(v01)).Duplicate)
			})
		})
	}
}

// slow is a store that returns when its context ends.
type slow struct{ webhook.Store }

func (slow) Claim(ctx context.Context, _ string, _ time.Duration) (webhook.Claim, error) {
	<-ctx.Done()
	return webhook.Claim{}, ctx.Err()
}

func TestStoreThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var events counting
		h := newHandler(t, &events, webhook.WithStore(slow{}), webhook.WithStoreTimeout(2*time.Second))
		begin := time.Now()
		require.Equal(t, 500, h.Process(t.Context(), []byte(b1), stamped(v01)).Status)
		require.Equal(t, 2*time.Second, time.Since(begin))
	})
}

// A function can read its claim, to set the mark in its own transaction.
func TestHandlerSeesItsClaim(t *testing.T) {
	t.Parallel()
	store := webhook.NewMemoryStore()
	h := newHandler(t, webhook.EventFunc(func(ctx context.Context, e *webhook.Event) error {
		c, ok := webhook.ClaimOf(ctx)
		require.True(t, ok)
		require.Equal(t, e.ID, c.EventID)
		return store.Done(ctx, c)
	}), webhook.WithStore(store))
	require.Equal(t, webhook.Answer{Status: 200}, sansEvent(h.Process(t.Context(), []byte(b1), stamped(v01))))
	require.True(t, h.Process(t.Context(), []byte(b1), stamped(v01)).Duplicate)
}

func sansEvent(a webhook.Answer) webhook.Answer {
	a.Event = nil
	return a
}
