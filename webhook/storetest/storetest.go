package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

// Open returns an empty store. now is the clock for claims and marks, and the tests
// advance it.
type Open func(t *testing.T, now func() time.Time) webhook.Store

const lease = time.Minute

// Run tests the guarantees of webhook.Store. The tests run one after another, each with
// its own store. A method Forget(context.Context, string) error, as the stores of this
// module have, is tested if it exists.
func Run(t *testing.T, open Open) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(*subject)
	}{
		{"one claim at a time", oneClaim},
		{"done is done", doneIsDone},
		{"released is free", releasedIsFree},
		{"nothing to finish", nothingToFinish},
		{"an expired claim is anybody's", expiredClaim},
		{"an expired claim that nobody took can be finished", lateDone},
		{"a mark is kept for a week", keptForAWeek},
		{"ids are compared byte for byte", exactIDs},
		{"of many at once one gets it", manyAtOnce},
		{"of many at once one takes over", manyTakeOver},
		{"a claim requires an ID and a lease", badClaims},
		{"a context that has ended stops everything", endedContext},
		{"what is forgotten is free, what is claimed is not forgotten", forgotten},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &subject{T: t, clock: &clock{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}}
			s.store = open(t, s.clock.Now)
			test.run(s)
		})
	}
}

// subject is a store under test.
type subject struct {
	*testing.T
	store webhook.Store
	clock *clock
}

// claim claims the event and checks the state.
func (s *subject) claim(id string, want webhook.ClaimState) webhook.Claim {
	s.Helper()
	c, err := s.store.Claim(s.Context(), id, lease)
	if err != nil {
		s.Fatalf("Claim(%q) failed: %v", id, err)
	}
	if c.State != want {
		s.Fatalf("Claim(%q) is %s, want %s", id, c.State, want)
	}
	if c.EventID != id {
		s.Fatalf("Claim(%q) is a claim of %q", id, c.EventID)
	}
	if (c.Token != "") != (want == webhook.Claimed) {
		s.Fatalf("Claim(%q) is %s with the token %q: a token is for the owner alone", id, want, c.Token)
	}
	return c
}

// want checks an error.
func (s *subject) want(what string, err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Fatalf("%s: got the error %v, want %v", what, err, want)
	}
}

func (s *subject) done(c webhook.Claim, want error) {
	s.Helper()
	s.want("Done", s.store.Done(s.Context(), c), want)
}

func (s *subject) release(c webhook.Claim, want error) {
	s.Helper()
	s.want("Release", s.store.Release(s.Context(), c), want)
}

func oneClaim(s *subject) {
	first := s.claim("evt_1", webhook.Claimed)
	busy := s.claim("evt_1", webhook.Busy)
	if busy.Wait <= 0 || busy.Wait > lease {
		s.Fatalf("a claim of %s is to be waited for for %s", lease, busy.Wait)
	}
	s.clock.Advance(lease - time.Second)
	if busy = s.claim("evt_1", webhook.Busy); busy.Wait > time.Second {
		s.Fatalf("a second before it expires a claim is to be waited for for %s", busy.Wait)
	}
	if other := s.claim("evt_2", webhook.Claimed); other.Token == first.Token {
		s.Fatalf("two claims have the token %q", first.Token)
	}
}

func doneIsDone(s *subject) {
	c := s.claim("evt_1", webhook.Claimed)
	s.done(c, nil)
	s.claim("evt_1", webhook.AlreadyDone)
	s.done(c, nil)
	s.clock.Advance(2 * lease)
	s.claim("evt_1", webhook.AlreadyDone)
	s.release(c, webhook.ErrClaimLost)
	s.claim("evt_1", webhook.AlreadyDone)
}

func releasedIsFree(s *subject) {
	first := s.claim("evt_1", webhook.Claimed)
	s.release(first, nil)
	s.release(first, webhook.ErrClaimLost)
	s.done(first, webhook.ErrClaimLost)
	second := s.claim("evt_1", webhook.Claimed)
	s.release(first, webhook.ErrClaimLost)
	s.done(first, webhook.ErrClaimLost)
	s.claim("evt_1", webhook.Busy)
	s.done(second, nil)
	s.claim("evt_1", webhook.AlreadyDone)
}

func nothingToFinish(s *subject) {
	never := webhook.Claim{EventID: "evt_1", State: webhook.Claimed, Token: "made up"}
	s.done(never, webhook.ErrClaimLost)
	s.release(never, webhook.ErrClaimLost)
	s.claim("evt_1", webhook.Claimed)
	s.done(never, webhook.ErrClaimLost)
	s.release(never, webhook.ErrClaimLost)
	s.claim("evt_1", webhook.Busy)
}

func expiredClaim(s *subject) {
	first := s.claim("evt_1", webhook.Claimed)
	s.clock.Advance(lease - time.Millisecond)
	s.claim("evt_1", webhook.Busy)
	s.clock.Advance(time.Millisecond)
	second := s.claim("evt_1", webhook.Claimed)
	if second.Token == first.Token {
		s.Fatalf("the next owner has the token of the former one")
	}
	s.done(first, webhook.ErrClaimLost)
	s.release(first, webhook.ErrClaimLost)
	s.claim("evt_1", webhook.Busy)
	s.done(second, nil)
	s.done(first, webhook.ErrClaimLost)
	s.release(first, webhook.ErrClaimLost)
	s.claim("evt_1", webhook.AlreadyDone)
}

func lateDone(s *subject) {
	c := s.claim("evt_1", webhook.Claimed)
	s.clock.Advance(2 * lease)
	s.done(c, nil)
	s.claim("evt_1", webhook.AlreadyDone)
}

func keptForAWeek(s *subject) {
	s.done(s.claim("evt_1", webhook.Claimed), nil)
	s.clock.Advance(webhook.DefaultRemember - time.Second)
	s.claim("evt_1", webhook.AlreadyDone)
}

func exactIDs(s *subject) {
	long := make([]byte, 255)
	for i := range long {
		long[i] = 'x'
	}
	for _, id := range []string{"evt_a", "evt_A", "evt_a ", "evt_á", "évt_a", "evt_a'", `evt_"a`, "evt_%", "evt__", string(long), string(long[:254])} {
		s.done(s.claim(id, webhook.Claimed), nil)
		s.claim(id, webhook.AlreadyDone)
	}
}

func badClaims(s *subject) {
	for name, c := range map[string]struct {
		id    string
		lease time.Duration
	}{"without id": {"", lease}, "without lease": {"evt_1", 0}, "with a negative lease": {"evt_1", -lease}} {
		if got, err := s.store.Claim(s.Context(), c.id, c.lease); err == nil {
			s.Fatalf("a claim %s is %s, want an error", name, got.State)
		}
	}
	s.claim("evt_1", webhook.Claimed)
}

func forgotten(s *subject) {
	store, ok := s.store.(interface {
		Forget(ctx context.Context, eventID string) error
	})
	if !ok {
		return
	}
	forget := func(id string, want error) {
		s.Helper()
		s.want("Forget", store.Forget(s.Context(), id), want)
	}
	forget("evt_1", nil)
	first := s.claim("evt_1", webhook.Claimed)
	s.done(s.claim("evt_2", webhook.Claimed), nil)
	forget("evt_1", webhook.ErrBusy)
	s.claim("evt_1", webhook.Busy)
	s.done(first, nil)
	forget("evt_1", nil)
	s.claim("evt_2", webhook.AlreadyDone)

	again := s.claim("evt_1", webhook.Claimed)
	s.done(first, webhook.ErrClaimLost)
	s.clock.Advance(lease)
	forget("evt_1", nil)
	s.done(again, webhook.ErrClaimLost)
	s.done(s.claim("evt_1", webhook.Claimed), nil)
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	s.want("Forget", store.Forget(ctx, "evt_1"), context.Canceled)
	s.claim("evt_1", webhook.AlreadyDone)
}

func endedContext(s *subject) {
	c := s.claim("evt_1", webhook.Claimed)
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	_, err := s.store.Claim(ctx, "evt_2", lease)
	s.want("Claim", err, context.Canceled)
	s.want("Done", s.store.Done(ctx, c), context.Canceled)
	s.want("Release", s.store.Release(ctx, c), context.Canceled)
	s.claim("evt_1", webhook.Busy)
	s.claim("evt_2", webhook.Claimed)
}
