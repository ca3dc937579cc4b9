package journaltest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stateset/stateset-go/journal"
)

// Open returns an empty store. now is the clock for ages and leases, and the tests
// advance it.
type Open func(t *testing.T, now func() time.Time) journal.Store

// Option configures Run.
type Option func(*subject)

// EnqueueWith sets how the tests enqueue an entry in a transaction that is committed.
// Default: Enqueue with a nil transaction.
func EnqueueWith(enqueue func(t *testing.T, s journal.Store, e journal.Entry) error) Option {
	return func(s *subject) { s.enqueueWith = enqueue }
}

const (
	scope = "tenant-1"
	host  = "https://api.stateset.com"
	lease = time.Minute
)

var everything = journal.Filter{Scope: scope, Hosts: [2]string{host, "https://api.stateset.network"}}

// Run tests the guarantees of journal.Store. The tests run one after another, each with
// its own store.
func Run(t *testing.T, open Open, opts ...Option) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(*subject)
	}{
		{"an entry comes back as it was stored", comesBack},
		{"begin may be repeated", beginTwice},
		{"a lease excludes others until it expires", leaseExcludes},
		{"a lease can be extended", extended},
		{"a lost lease cannot be extended", lostLease},
		{"succeeded and rejected are final", finalStates},
		{"an unknown outcome ends the lease", unknownOutcome},
		{"other states require the lease", requireLease},
		{"final states replace abandoned and expired", finalReplaces},
		{"a settled entry has no body", noBody},
		{"queued entries have no key age", queuedAge},
		{"a queued entry can be queued again", queuedAgain},
		{"the age of a key is that of its first use", firstUse},
		{"filters separate scopes, modes and hosts", filters},
		{"claims come in order, after an ID, up to a limit", order},
		{"of many at once one gets the entry", manyAtOnce},
		{"prune keeps what is open or recent", prune},
		{"an ended context changes nothing", endedContext},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &subject{T: t, now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
			s.enqueueWith = func(t *testing.T, store journal.Store, e journal.Entry) error {
				return store.Enqueue(t.Context(), nil, e)
			}
			for _, opt := range opts {
				opt(s)
			}
			s.store = open(t, s.clock)
			test.run(s)
		})
	}
}

// subject is a store under test.
type subject struct {
	*testing.T
	store       journal.Store
	enqueueWith func(*testing.T, journal.Store, journal.Entry) error
	mu          sync.Mutex
	now         time.Time
}

func (s *subject) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *subject) advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// entry returns an entry with the number in its ID and key.
func entry(n int) journal.Entry {
	return journal.Entry{
		ID: fmt.Sprintf("%026d", n), Version: journal.Version, Scope: scope, Host: host,
		Operation: "Payments.Create", Method: "POST", Template: "/v1/payments", Path: "/v1/payments",
		Query: "expand%5B%5D=customer", Account: "acct_1", Header: http.Header{"X-Trace": {"a", "b"}},
		Key: fmt.Sprintf("key-%d", n), Body: []byte("{\"a\":\"é\x00\xff\"}"),
	}
}

func (s *subject) begin(e journal.Entry) journal.Lease {
	s.Helper()
	l, err := s.store.Begin(s.Context(), e, lease)
	s.none("Begin", err)
	if l.ID != e.ID || l.Token == "" {
		s.Fatalf("Begin returned the lease %+v of the entry %s", l, e.ID)
	}
	return l
}

func (s *subject) enqueue(e journal.Entry) {
	s.Helper()
	s.none("Enqueue", s.enqueueWith(s.T, s.store, e))
}

// claim claims entries and checks their numbers.
func (s *subject) claim(f journal.Filter, limit int, want ...int) []journal.Claimed {
	s.Helper()
	claimed, err := s.store.Claim(s.Context(), f, limit, lease)
	s.none("Claim", err)
	var got, ids []string
	for _, c := range claimed {
		got = append(got, c.ID)
		if c.State != journal.Sending || c.Token == "" {
			s.Fatalf("Claim returned the state %q and the token %q", c.State, c.Token)
		}
	}
	for _, n := range want {
		ids = append(ids, entry(n).ID)
	}
	if !slices.Equal(got, ids) {
		s.Fatalf("Claim returned %v, want %v", got, ids)
	}
	return claimed
}

func (s *subject) settle(l journal.Lease, state journal.State, want error) {
	s.Helper()
	err := s.store.Settle(s.Context(), journal.Settlement{Lease: l, State: state, Status: 201, RequestID: "req_1", Note: "note"})
	if !errors.Is(err, want) {
		s.Fatalf("Settle(%s) returned %v, want %v", state, err, want)
	}
}

func (s *subject) get(n int, want journal.State) journal.Entry {
	s.Helper()
	e, err := s.store.Get(s.Context(), scope, entry(n).ID)
	s.none("Get", err)
	if e.State != want {
		s.Fatalf("the entry is %s, want %s", e.State, want)
	}
	return e
}

func (s *subject) none(what string, err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%s failed: %v", what, err)
	}
}
