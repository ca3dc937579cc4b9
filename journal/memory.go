package journal

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// MemoryStore is a [Store] in memory, for tests. It does not survive a crash. Enqueue
// ignores its transaction and stores immediately.
type MemoryStore struct {
	now     func() time.Time
	mu      sync.Mutex
	entries map[string]*memoryEntry
}

type memoryEntry struct {
	Entry
	token   string
	lease   time.Time // when the lease expires
	stored  time.Time
	sending time.Time // zero in the state Queued
	settled time.Time
}

// NewMemoryStore returns an empty store. now is its clock. Default: time.Now.
func NewMemoryStore(now func() time.Time) *MemoryStore {
	if now == nil {
		now = time.Now
	}
	return &MemoryStore{now: now, entries: map[string]*memoryEntry{}}
}

// Begin implements [Store].
func (s *MemoryStore) Begin(ctx context.Context, e Entry, lease time.Duration) (Lease, error) {
	if err := ctx.Err(); err != nil {
		return Lease{}, fmt.Errorf("%w: %w", ErrNotStored, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	m, known := s.entries[e.ID]
	if !known {
		m = s.add(e, Sending)
		m.token, m.lease, m.sending, m.Waited, m.Claims = rand.Text(), now.Add(lease), now, true, 1
		for _, other := range s.entries {
			if sameKey(&other.Entry, &e) && !other.sending.IsZero() && other.sending.Before(m.sending) {
				m.sending = other.sending
			}
		}
	}
	return Lease{ID: e.ID, Token: m.token, KeyAge: now.Sub(m.sending)}, nil
}

func sameKey(a, b *Entry) bool {
	return a.Key == b.Key && a.Scope == b.Scope && a.Live == b.Live && a.Host == b.Host && a.Account == b.Account
}

func (s *MemoryStore) add(e Entry, state State) *memoryEntry {
	e.State, e.Body, e.Header, e.Waited, e.Claims = state, slices.Clone(e.Body), e.Header.Clone(), false, 0
	m := &memoryEntry{Entry: e, stored: s.now()}
	s.entries[e.ID] = m
	return m
}

// Enqueue implements [Store].
func (s *MemoryStore) Enqueue(ctx context.Context, _ Tx, e Entry) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrNotStored, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(e, Queued)
	return nil
}

// Claim implements [Store].
func (s *MemoryStore) Claim(ctx context.Context, f Filter, limit int, lease time.Duration) ([]Claimed, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	var claimed []Claimed
	for _, id := range slices.Sorted(maps.Keys(s.entries)) {
		m := s.entries[id]
		if len(claimed) == limit || !m.State.Open() || m.lease.After(now) || !f.selects(&m.Entry) {
			continue
		}
		if m.State == Queued {
			m.State, m.sending = Sending, now
		}
		m.token, m.lease = rand.Text(), now.Add(lease)
		m.Claims++
		claimed = append(claimed, Claimed{Entry: m.view(now), Token: m.token})
	}
	return claimed, nil
}

func (f Filter) selects(e *Entry) bool {
	return e.Scope == f.Scope && e.Live == f.Live && slices.Contains(f.Hosts[:], e.Host) &&
		e.ID > f.After && (f.ID == "" || f.ID == e.ID)
}

// view returns a copy of the entry with its ages.
func (m *memoryEntry) view(now time.Time) Entry {
	e := m.Entry
	e.Body, e.Header = slices.Clone(m.Body), m.Header.Clone()
	e.Age = now.Sub(m.stored)
	if !m.sending.IsZero() {
		e.KeyAge = now.Sub(m.sending)
	}
	return e
}

// Extend implements [Store].
func (s *MemoryStore) Extend(ctx context.Context, l Lease, lease time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.entries[l.ID]
	if !ok || m.token != l.Token || m.State != Sending {
		return ErrLeaseLost
	}
	m.lease = s.now().Add(lease)
	return nil
}

// Settle implements [Store].
func (s *MemoryStore) Settle(ctx context.Context, to Settlement) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.entries[to.Lease.ID]
	switch {
	case !ok:
		return ErrNotFound
	case m.State.Final(), m.State == to.State && to.State != Sending:
		return nil
	case !to.State.Final() && (m.State != Sending || m.token != to.Lease.Token):
		return ErrLeaseLost
	}
	m.settle(to, s.now())
	return nil
}

func (m *memoryEntry) settle(to Settlement, now time.Time) {
	m.State, m.Status, m.RequestID, m.Note = to.State, to.Status, to.RequestID, to.Note
	m.token, m.lease = "", time.Time{}
	switch {
	case to.State == Queued:
		m.sending, m.Claims = time.Time{}, 0
	case to.State != Sending:
		m.Body, m.settled = nil, now
	}
}

// Get implements [Store].
func (s *MemoryStore) Get(ctx context.Context, scope, id string) (Entry, error) {
	if err := ctx.Err(); err != nil {
		return Entry{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.entries[id]
	if !ok || m.Scope != scope {
		return Entry{}, ErrNotFound
	}
	return m.view(s.now()), nil
}

// Prune implements [Store].
func (s *MemoryStore) Prune(ctx context.Context, age time.Duration) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before, deleted := s.now().Add(-max(age, MinPruneAge)), int64(0)
	for id, m := range s.entries {
		if !m.State.Open() && !m.settled.After(before) {
			delete(s.entries, id)
			deleted++
		}
	}
	return deleted, nil
}
