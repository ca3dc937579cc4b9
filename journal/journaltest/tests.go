package journaltest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/journal"
)

func comesBack(s *subject) {
	e := entry(1)
	e.Live, e.Sealed = true, true
	s.begin(e)
	s.advance(90 * time.Second)
	f := everything
	f.Live = true
	got := s.claim(f, 10, 1)[0].Entry
	want := e
	want.State, want.Waited, want.Claims, want.Age, want.KeyAge = journal.Sending, true, 2, 90*time.Second, 90*time.Second
	if !reflect.DeepEqual(got, want) {
		s.Fatalf("Claim returned\n%#v, want\n%#v", fields(got), fields(want))
	}
	bare := journal.Entry{ID: entry(2).ID, Version: 1, Scope: scope, Host: host, Method: "DELETE", Template: "/v1/x", Path: "/v1/x", Key: "k"}
	s.begin(bare)
	if e := s.get(2, journal.Sending); len(e.Body) != 0 || len(e.Header) != 0 || e.Query != "" {
		s.Fatalf("an entry without a body came back as %#v", fields(e))
	}
	_, err := s.store.Get(s.Context(), "tenant-2", e.ID)
	if !errors.Is(err, journal.ErrNotFound) {
		s.Fatalf("Get of another scope returned %v, want ErrNotFound", err)
	}
}

// fields returns an entry in a form that prints its body.
func fields(e journal.Entry) any {
	type plain journal.Entry
	return plain(e)
}

func beginTwice(s *subject) {
	first := s.begin(entry(1))
	if again := s.begin(entry(1)); again.Token != first.Token {
		s.Fatalf("the second Begin returned another lease")
	}
	s.settle(first, journal.Succeeded, nil)
}

func leaseExcludes(s *subject) {
	s.begin(entry(1))
	s.enqueue(entry(2))
	s.advance(lease - time.Millisecond)
	s.claim(everything, 10, 2)
	s.advance(time.Millisecond)
	s.claim(everything, 10, 1)
	s.claim(everything, 10)
	s.advance(lease)
	s.claim(everything, 10, 1, 2)
}

func extended(s *subject) {
	l := s.begin(entry(1))
	for range 3 {
		s.advance(lease / 2)
		s.none("Extend", s.store.Extend(s.Context(), l, lease))
	}
	s.claim(everything, 10)
	s.advance(lease)
	s.claim(everything, 10, 1)
}

func lostLease(s *subject) {
	l := s.begin(entry(1))
	s.advance(lease)
	taken := s.claim(everything, 10, 1)[0].Lease()
	lost := func(l journal.Lease) {
		s.Helper()
		if err := s.store.Extend(s.Context(), l, lease); !errors.Is(err, journal.ErrLeaseLost) {
			s.Fatalf("Extend returned %v, want ErrLeaseLost", err)
		}
	}
	lost(l)
	s.none("Extend", s.store.Extend(s.Context(), taken, lease))
	s.settle(taken, journal.Succeeded, nil)
	lost(taken)
	lost(journal.Lease{ID: entry(9).ID, Token: "x"})
}

func finalStates(s *subject) {
	for n, state := range []journal.State{journal.Succeeded, journal.Rejected} {
		l := s.begin(entry(n))
		s.settle(l, state, nil)
		for _, other := range states() {
			s.settle(l, other, nil)
			s.settle(journal.Lease{ID: l.ID}, other, nil)
		}
		if e := s.get(n, state); e.Status != 201 || e.RequestID != "req_1" || e.Note != "note" {
			s.Fatalf("Settle stored %d, %q, %q", e.Status, e.RequestID, e.Note)
		}
	}
	s.claim(everything, 10)
	s.settle(journal.Lease{ID: entry(9).ID}, journal.Succeeded, journal.ErrNotFound)
}

func states() []journal.State { return journal.State("").Values() }

func unknownOutcome(s *subject) {
	l := s.begin(entry(1))
	s.settle(l, journal.Sending, nil)
	s.get(1, journal.Sending)
	s.claim(everything, 10, 1)
}

func requireLease(s *subject) {
	old := s.begin(entry(1))
	s.advance(lease)
	s.claim(everything, 10, 1)
	for _, state := range []journal.State{journal.Queued, journal.Sending, journal.Abandoned, journal.Expired} {
		s.settle(old, state, journal.ErrLeaseLost)
		s.settle(journal.Lease{ID: old.ID}, state, journal.ErrLeaseLost)
		s.settle(journal.Lease{ID: entry(9).ID, Token: "x"}, state, journal.ErrNotFound)
	}
	s.claim(everything, 10) // the lease still belongs to the other
	s.settle(old, journal.Succeeded, nil)
	s.get(1, journal.Succeeded)
}

func finalReplaces(s *subject) {
	for n, state := range []journal.State{journal.Abandoned, journal.Expired} {
		l := s.begin(entry(n))
		s.settle(l, state, nil)
		s.settle(l, state, nil)
		s.get(n, state)
		s.settle(l, journal.Sending, journal.ErrLeaseLost)
		s.settle(l, journal.Succeeded, nil)
		s.get(n, journal.Succeeded)
	}
}

func noBody(s *subject) {
	for n, state := range []journal.State{journal.Succeeded, journal.Rejected, journal.Abandoned, journal.Expired} {
		s.settle(s.begin(entry(n)), state, nil)
		if e := s.get(n, state); len(e.Body) != 0 {
			s.Fatalf("the %s entry has still a body", state)
		}
	}
}

func queuedAge(s *subject) {
	s.enqueue(entry(1))
	s.advance(48 * time.Hour)
	if e := s.get(1, journal.Queued); e.KeyAge != 0 || e.Age != 48*time.Hour || e.Waited || e.Claims != 0 {
		s.Fatalf("a queued entry has %#v", fields(e))
	}
	if c := s.claim(everything, 10, 1)[0]; c.KeyAge != 0 || c.Claims != 1 || c.Waited {
		s.Fatalf("a claimed entry has %#v", fields(c.Entry))
	}
	s.advance(lease)
	if c := s.claim(everything, 10, 1)[0]; c.KeyAge != lease || c.Claims != 2 {
		s.Fatalf("an entry that is claimed again has %#v", fields(c.Entry))
	}
}

func queuedAgain(s *subject) {
	s.enqueue(entry(1))
	c := s.claim(everything, 10, 1)[0]
	s.advance(time.Second)
	s.settle(c.Lease(), journal.Queued, nil)
	if e := s.get(1, journal.Queued); e.KeyAge != 0 || len(e.Body) == 0 {
		s.Fatalf("the entry has %#v", fields(e))
	}
	if c := s.claim(everything, 10, 1)[0]; c.Claims != 1 || c.KeyAge != 0 {
		s.Fatalf("the entry was claimed %d times, its key is %s old", c.Claims, c.KeyAge)
	}
}

func firstUse(s *subject) {
	first := s.begin(entry(1))
	s.settle(first, journal.Succeeded, nil)
	s.advance(20 * time.Hour)
	again := entry(2)
	again.Key = entry(1).Key
	if l := s.begin(again); l.KeyAge != 20*time.Hour {
		s.Fatalf("the key is %s old, want 20h", l.KeyAge)
	}
	for n, change := range []func(*journal.Entry){
		func(e *journal.Entry) { e.Scope = "tenant-2" }, func(e *journal.Entry) { e.Live = true },
		func(e *journal.Entry) { e.Host = "http://localhost" }, func(e *journal.Entry) { e.Account = "" },
		func(e *journal.Entry) { e.Key = "another" },
	} {
		other := entry(3 + n)
		other.Key = entry(1).Key
		change(&other)
		if l := s.begin(other); l.KeyAge != 0 {
			s.Fatalf("change %d: the key is %s old, want 0", n, l.KeyAge)
		}
	}
}

func filters(s *subject) {
	other, live, elsewhere, network := entry(1), entry(2), entry(3), entry(4)
	other.Scope, live.Live, elsewhere.Host, network.Host = "tenant-2", true, "http://localhost", "https://api.stateset.network"
	for _, e := range []journal.Entry{other, live, elsewhere, network} {
		s.enqueue(e)
	}
	s.claim(everything, 10, 4)
	f := everything
	f.Scope = "TENANT-2"
	s.claim(f, 10)
	f.Scope = "tenant-2"
	s.claim(f, 10, 1)
	f = everything
	f.Live = true
	s.claim(f, 10, 2)
}

func order(s *subject) {
	for _, n := range []int{3, 1, 5, 2, 4} {
		s.enqueue(entry(n))
	}
	f := everything
	f.ID = entry(4).ID
	s.claim(f, 10, 4)
	f = everything
	f.After = entry(1).ID
	s.claim(f, 2, 2, 3)
	s.claim(everything, 1, 1)
	s.claim(everything, 10, 5)
}

func manyAtOnce(s *subject) {
	const entries, workers = 20, 8
	for n := range entries {
		s.enqueue(entry(n))
	}
	var got [entries]atomic.Int64
	var all sync.WaitGroup
	failed := make(chan error, workers)
	for range workers {
		all.Go(func() {
			for {
				claimed, err := s.store.Claim(s.Context(), everything, 1, lease)
				if err != nil {
					failed <- err
					return
				}
				if len(claimed) == 0 {
					return
				}
				for n := range entries {
					if claimed[0].ID == entry(n).ID {
						got[n].Add(1)
					}
				}
			}
		})
	}
	all.Wait()
	close(failed)
	s.none("Claim", <-failed)
	for n := range entries {
		if c := got[n].Load(); c != 1 {
			s.Errorf("entry %d was claimed %d times", n, c)
		}
	}
}

func prune(s *subject) {
	s.settle(s.begin(entry(1)), journal.Succeeded, nil)
	s.begin(entry(2))
	s.enqueue(entry(3))
	pruned := func(age time.Duration, want int64) {
		s.Helper()
		n, err := s.store.Prune(s.Context(), age)
		s.none("Prune", err)
		if n != want {
			s.Fatalf("Prune(%s) deleted %d entries, want %d", age, n, want)
		}
	}
	s.advance(journal.MinPruneAge - time.Millisecond)
	pruned(0, 0)
	s.advance(time.Millisecond)
	pruned(journal.MinPruneAge+time.Hour, 0)
	pruned(0, 1)
	s.get(2, journal.Sending)
	s.get(3, journal.Queued)
	if _, err := s.store.Get(s.Context(), scope, entry(1).ID); !errors.Is(err, journal.ErrNotFound) {
		s.Fatalf("Get returned %v, want ErrNotFound", err)
	}
}

func endedContext(s *subject) {
	l := s.begin(entry(1))
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	_, begin := s.store.Begin(ctx, entry(2), lease)
	_, claim := s.store.Claim(ctx, everything, 1, lease)
	_, get := s.store.Get(ctx, scope, l.ID)
	_, prune := s.store.Prune(ctx, 0)
	for what, err := range map[string]error{
		"Begin": begin, "Claim": claim, "Get": get, "Prune": prune, "Extend": s.store.Extend(ctx, l, lease),
		"Settle": s.store.Settle(ctx, journal.Settlement{Lease: l, State: journal.Succeeded}),
	} {
		if !errors.Is(err, context.Canceled) {
			s.Errorf("%s returned %v, want context.Canceled", what, err)
		}
	}
	if !errors.Is(begin, journal.ErrNotStored) {
		s.Errorf("Begin returned %v, want ErrNotStored", begin)
	}
	s.get(1, journal.Sending)
}
