package webhook

import (
	"container/list"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"
)

// DefaultMemoryEvents is the default number of events in a memory store. It is more than
// one event per second during [DefaultRemember]. An event uses about 250 bytes.
const DefaultMemoryEvents = 1_000_000

// errStoreFull is the error of a store with a claim in every slot.
var errStoreFull = errors.New("stateset: the memory store is full of claims: raise its limit with MaxEvents")

// MemoryStore is a [Store] in memory, for a handler in a single process.
//
// A MemoryStore forgets events. After a restart of the process, and after
// [DefaultRemember], an event that is delivered again is handled again. A full store
// removes the event that was done first. With the default limit this happens if more than
// a million events arrive within a week. Raise the limit with [MaxEvents], or use the
// package sqlstore. A store that receives raw deliveries ([AcceptRaw]) must remember as
// many events as arrive within [MaxEventAge], because copies of forgotten events are
// handled again. A claim is never removed before it expires.
//
// Two handlers with different work need two stores, see [WithStore]. The zero value is a
// store without options.
type MemoryStore struct {
	mu       sync.Mutex
	entries  map[string]*memoryEntry
	done     list.List // of *memoryEntry, in the order in which they were done
	max      int
	remember time.Duration
	now      func() time.Time
}

type memoryEntry struct {
	id      string
	token   string
	expires time.Time
	place   *list.Element // in done; nil for a claim
}

// MemoryStoreOption configures a [MemoryStore].
type MemoryStoreOption func(*MemoryStore)

// MaxEvents sets the number of events that the store remembers. Default:
// [DefaultMemoryEvents]. It must be positive.
func MaxEvents(n int) MemoryStoreOption { return func(s *MemoryStore) { s.max = n } }

// Remember sets how long a handled event is remembered. Default: [DefaultRemember]. It
// must be positive.
func Remember(d time.Duration) MemoryStoreOption { return func(s *MemoryStore) { s.remember = d } }

// StoreClock sets the clock for the expiry of claims and marks. Default: time.Now.
func StoreClock(now func() time.Time) MemoryStoreOption { return func(s *MemoryStore) { s.now = now } }

// NewMemoryStore returns an empty store. It panics if an option is invalid.
func NewMemoryStore(opts ...MemoryStoreOption) *MemoryStore {
	s := new(MemoryStore)
	s.setUp()
	for _, opt := range opts {
		opt(s)
	}
	if s.max <= 0 || s.remember <= 0 || s.now == nil {
		panic(fmt.Sprintf("stateset: a memory store needs positive MaxEvents and Remember, and a clock: got %d, %s", s.max, s.remember))
	}
	return s
}

// setUp sets the defaults of a store without options, for the zero value.
func (s *MemoryStore) setUp() {
	if s.entries == nil {
		s.entries, s.max, s.remember, s.now = map[string]*memoryEntry{}, DefaultMemoryEvents, DefaultRemember, time.Now
	}
}

// Claim implements [Store].
func (s *MemoryStore) Claim(ctx context.Context, eventID string, lease time.Duration) (Claim, error) {
	c := Claim{EventID: eventID, State: Claimed, Token: rand.Text()}
	if err := checkClaim(ctx, eventID, lease); err != nil {
		return Claim{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setUp()
	now := s.now()
	if e := s.entries[eventID]; e != nil {
		switch {
		case !e.expires.After(now): // expired
			s.drop(e)
		case e.place != nil:
			return Claim{EventID: eventID, State: AlreadyDone}, nil
		default:
			return Claim{EventID: eventID, State: Busy, Wait: e.expires.Sub(now)}, nil
		}
	}
	if !s.makeRoom(now) {
		return Claim{}, errStoreFull
	}
	s.entries[eventID] = &memoryEntry{id: eventID, token: c.Token, expires: now.Add(lease)}
	return c, nil
}

// checkClaim rejects arguments that no store may accept.
func checkClaim(ctx context.Context, eventID string, lease time.Duration) error {
	switch {
	case eventID == "":
		return errors.New("stateset: the id of the event to claim is empty")
	case lease <= 0:
		return fmt.Errorf("stateset: the lease of a claim must be positive, got %s", lease)
	}
	return ctx.Err()
}

// Done implements [Store].
func (s *MemoryStore) Done(ctx context.Context, c Claim) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.entries[c.EventID]
	if e == nil || e.token != c.Token {
		return ErrClaimLost
	}
	if e.place == nil {
		e.place, e.expires = s.done.PushBack(e), s.now().Add(s.remember)
	}
	return nil
}

// Release implements [Store].
func (s *MemoryStore) Release(ctx context.Context, c Claim) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.entries[c.EventID]
	if e == nil || e.token != c.Token || e.place != nil {
		return ErrClaimLost
	}
	s.drop(e)
	return nil
}

// Forget removes the mark of a handled event, so that its next delivery is handled again.
// Call it before [Service.ReplayEvent] for an event whose work was wrong or was lost. An
// unknown event is not an error. While a delivery of the event is being handled, Forget
// returns [ErrBusy] and changes nothing.
func (s *MemoryStore) Forget(ctx context.Context, eventID string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.entries[eventID]
	switch {
	case e == nil:
		return nil
	case e.place == nil && e.expires.After(s.now()):
		return ErrBusy
	}
	s.drop(e)
	return nil
}

// Len returns the number of events in the store, including claims.
func (s *MemoryStore) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.entries)
}

// makeRoom removes expired entries. If the store is full, it also removes the oldest
// mark.
func (s *MemoryStore) makeRoom(now time.Time) bool {
	for {
		oldest := s.done.Front()
		if oldest == nil {
			break
		}
		e := oldest.Value.(*memoryEntry)
		if len(s.entries) < s.max && e.expires.After(now) {
			break
		}
		s.drop(e)
	}
	if len(s.entries) < s.max {
		return true
	}
	for _, e := range s.entries {
		if !e.expires.After(now) {
			s.drop(e)
		}
	}
	return len(s.entries) < s.max
}

func (s *MemoryStore) drop(e *memoryEntry) {
	delete(s.entries, e.id)
	if e.place != nil {
		s.done.Remove(e.place)
	}
}
