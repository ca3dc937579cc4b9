package stateset_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/payments"
)

// testClock is a clock that a test advances.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// journalTest is a store and the clients that share it.
type journalTest struct {
	*testing.T
	clock *testClock
	store *spyStore
}

func newJournalTest(t *testing.T) *journalTest {
	clock := &testClock{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	return &journalTest{t, clock, &spyStore{Store: journal.NewMemoryStore(clock.Now), fail: map[string]error{}}}
}

// spyStore counts the operations of a store, records entries, and fails on demand.
type spyStore struct {
	journal.Store
	mu    sync.Mutex
	ids   []string
	calls map[string]int
	fail  map[string]error
}

func (s *spyStore) note(operation string, ids ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.calls == nil {
		s.calls = map[string]int{}
	}
	s.calls[operation]++
	s.ids = append(s.ids, ids...)
	return s.fail[operation]
}

func (s *spyStore) Begin(ctx context.Context, e journal.Entry, lease time.Duration) (journal.Lease, error) {
	if err := s.note("begin", e.ID); err != nil {
		return journal.Lease{}, err
	}
	return s.Store.Begin(ctx, e, lease)
}

func (s *spyStore) Enqueue(ctx context.Context, tx journal.Tx, e journal.Entry) error {
	if err := s.note("enqueue", e.ID); err != nil {
		return err
	}
	return s.Store.Enqueue(ctx, tx, e)
}

func (s *spyStore) Claim(ctx context.Context, f journal.Filter, limit int, lease time.Duration) ([]journal.Claimed, error) {
	if err := s.note("claim"); err != nil {
		return nil, err
	}
	return s.Store.Claim(ctx, f, limit, lease)
}

func (s *spyStore) Extend(ctx context.Context, l journal.Lease, lease time.Duration) error {
	if err := s.note("extend"); err != nil {
		return err
	}
	return s.Store.Extend(ctx, l, lease)
}

func (s *spyStore) Settle(ctx context.Context, to journal.Settlement) error {
	if err := s.note("settle"); err != nil {
		return err
	}
	return s.Store.Settle(ctx, to)
}

// last returns the entry that was stored last and checks its state.
func (j *journalTest) last(want journal.State) journal.Entry {
	j.Helper()
	require.NotEmpty(j, j.store.ids, "no entry was stored")
	e, err := j.store.Get(j.Context(), "tenant-1", j.store.ids[len(j.store.ids)-1])
	require.NoError(j, err)
	require.Equal(j, want, e.State)
	return e
}

func (j *journalTest) client(s *wiretest.Recorder, opts ...stateset.Option) *stateset.Client {
	j.Helper()
	return s.Client(j.T, append([]stateset.Option{stateset.WithJournal(j.store, "tenant-1"), stateset.WithMaxAttempts(1)}, opts...)...)
}

// recover recovers all entries whose lease has expired and checks the counters.
func (j *journalTest) recover(client *stateset.Client, want string, opts ...journal.RecoverOption) (*journal.Report, error) {
	j.Helper()
	report, err := client.Recover(j.Context(), opts...)
	require.Equal(j, cmp.Or(want, "nothing to recover"), report.String())
	return report, err
}

var tenDollars = &payments.CreateParams{
	Amount: stateset.USD("10.00"), CustomerID: "cust_1",
	PaymentMethod: &payments.MethodParams{Card: &payments.CardParams{Token: "tok_visa"}},
}

func TestJournaledCallIsStoredBeforeItIsSent(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	var seen journal.Entry
	var sent []byte
	s := wiretest.New(func(r *http.Request) (*http.Response, error) {
		if r.Method == "GET" {
			return wiretest.Respond(200, `{}`)(r)
		}
		seen = j.last(journal.Sending)
		return wiretest.Respond(201, payment, "X-Request-Id", "req_1")(r)
	})
	client := j.client(s, stateset.WithAccount("acct_1"), stateset.WithHeader("X-Client", "c"))
	_, err := client.Payments.Create(t.Context(), tenDollars, stateset.WithHeader("X-Trace", "t"), stateset.WithExpand("customer"), stateset.WithIdempotencyKey("order-1"))
	require.NoError(t, err)
	sent = []byte(s.Only(t).Body)
	require.Equal(t, sent, seen.Body)
	require.Len(t, seen.ID, 26)
	seen.ID, seen.Body = "", nil
	require.EqualExportedValues(t, journal.Entry{
		Version: 1, Scope: "tenant-1", Host: "https://api.stateset.com", Operation: "Payments.Create", Method: "POST",
		Template: "/v1/payments", Path: "/v1/payments", Query: "expand%5B%5D=customer", Account: "acct_1",
		Header: http.Header{"X-Trace": {"t"}}, Key: "order-1", State: journal.Sending, Waited: true, Claims: 1,
	}, seen)
	e := j.last(journal.Succeeded)
	require.Nil(t, e.Body)
	require.Equal(t, map[string]int{"begin": 1, "settle": 1}, j.store.calls)

	_, err = client.Payments.List(t.Context(), nil)
	require.Error(t, err, "the response is no list")
	require.Len(t, j.store.ids, 1, "reads are not stored")
}

func TestJournaledOutcomes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond wiretest.Response
		state   journal.State
		outcome stateset.Outcome
	}{
		"success":           {wiretest.Respond(201, payment), journal.Succeeded, ""},
		"unreadable":        {wiretest.Respond(201, `{"id":`), journal.Succeeded, stateset.OutcomeSucceeded},
		"declined":          {wiretest.Respond(402, `{"error":{"code":"card_declined"}}`), journal.Rejected, stateset.OutcomeRejected},
		"key refused":       {wiretest.Respond(401, ""), journal.Rejected, stateset.OutcomeRejected},
		"lost response":     {wiretest.Reset, journal.Sending, stateset.OutcomeUnknown},
		"server error":      {wiretest.Respond(500, ""), journal.Sending, stateset.OutcomeUnknown},
		"no connection":     {wiretest.Refuse, journal.Abandoned, stateset.OutcomeNotSent},
		"key in use":        {wiretest.Respond(409, `{"error":{"code":"idempotency_key_in_use"}}`), journal.Sending, stateset.OutcomeUnknown},
		"another's payment": {wiretest.Respond(201, `{}`), journal.Succeeded, stateset.OutcomeSucceeded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJournalTest(t)
			_, err := j.client(wiretest.New(test.respond)).Payments.Create(t.Context(), tenDollars)
			e := j.last(test.state)
			require.Equal(t, test.state == journal.Sending, e.Body != nil)
			if test.outcome == "" {
				require.NoError(t, err)
				return
			}
			require.Equal(t, test.outcome, failed(t, err).Outcome)
			require.Equal(t, failed(t, err).Status, e.Status)
		})
	}
}

// crash simulates a process that died after its request was sent and before the response.
func (j *journalTest) crash(opts ...stateset.RequestOption) *wiretest.Request {
	j.Helper()
	s := wiretest.New(wiretest.Reset)
	j.store.fail["settle"] = errors.New("the process died")
	_, err := j.client(s).Payments.Create(j.Context(), tenDollars, opts...)
	require.ErrorIs(j, err, stateset.ErrOutcomeUnknown)
	delete(j.store.fail, "settle")
	j.last(journal.Sending)
	return s.Only(j.T)
}

func TestRecoverRepeatsTheRequest(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	first := j.crash(stateset.WithAccount("acct_1"), stateset.WithHeader("X-Trace", "t"), stateset.WithQuery("a", "b c"))
	s := wiretest.New(wiretest.Respond(201, payment))
	client := j.client(s, stateset.WithAccount("acct_of_the_recovering_client"))
	j.recover(client, "")
	require.Empty(t, s.Requests(), "the lease of the first process")

	j.clock.advance(3 * time.Minute)
	report, err := j.recover(client, "1 succeeded")
	require.NoError(t, err)
	again := s.Only(t)
	delete(first.Header, "X-Client-Request-Id")
	delete(again.Header, "X-Client-Request-Id")
	require.Equal(t, first, again, "method, URL, headers and body")
	require.NotEmpty(t, again.Key())
	require.Nil(t, report.Entries[0].Entry.Body)
	j.last(journal.Succeeded)
	j.recover(client, "")
}

// The client's own account does not replace that of an entry without an account.
func TestRecoverKeepsTheAccount(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	j.crash()
	j.clock.advance(3 * time.Minute)
	s := wiretest.New(wiretest.Respond(201, payment))
	j.recover(j.client(s, stateset.WithAccount("acct_1")), "1 succeeded")
	require.NotContains(t, s.Only(t).Header, "X-Account-Id")
}

func TestResponsesThatSettleNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond wiretest.Response
		report  string
		stops   bool
	}{
		"401":           {wiretest.Respond(401, ""), "1 unknown", true},
		"403":           {wiretest.Respond(403, ""), "1 unknown", false},
		"429":           {wiretest.Respond(429, ""), "1 unknown", true},
		"in use":        {wiretest.Respond(409, `{"error":{"code":"idempotency_key_in_use"}}`), "1 unknown", false},
		"500":           {wiretest.Respond(500, ""), "1 unknown", false},
		"lost":          {wiretest.Reset, "1 unknown", false},
		"no connection": {wiretest.Refuse, "1 unknown", true},
		"redirect":      {wiretest.Respond(302, "", "Location", "/x"), "1 unknown", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJournalTest(t)
			j.crash()
			j.clock.advance(3 * time.Minute)
			report, err := j.recover(j.client(wiretest.New(test.respond)), test.report)
			require.Equal(t, test.stops, err != nil, err)
			require.ErrorIs(t, report.Entries[0].Err, stateset.ErrOutcomeUnknown)
			require.NotNil(t, j.last(journal.Sending).Body)
			j.recover(j.client(wiretest.New(wiretest.Respond(402, ""))), "1 rejected")
			j.last(journal.Rejected)
		})
	}
}

func TestScopesDoNotCross(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	reset := wiretest.New(wiretest.Reset)
	tenant := func(s *wiretest.Recorder, scope string, key string, opts ...stateset.Option) *stateset.Client {
		opts = append(opts, stateset.WithJournal(j.store, journal.Scope(scope)), stateset.WithMaxAttempts(1), stateset.WithHTTPClient(&http.Client{Transport: s}))
		client, err := stateset.New(key, opts...)
		require.NoError(t, err)
		return client
	}
	sandbox := stateset.WithBaseURL("http://127.0.0.1:8420")
	for _, c := range []*stateset.Client{tenant(reset, "a", wiretest.Key), tenant(reset, "b", wiretest.Key), tenant(reset, "a", wiretest.LiveKey), tenant(reset, "a", wiretest.Key, sandbox)} {
		_, err := c.Payments.Create(t.Context(), tenDollars)
		require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	}
	s := wiretest.New(wiretest.Respond(201, payment))
	sent := reset.Requests()
	for i, c := range []*stateset.Client{tenant(s, "a", wiretest.Key), tenant(s, "b", wiretest.Key), tenant(s, "a", wiretest.LiveKey), tenant(s, "a", wiretest.Key, sandbox)} {
		j.recover(c, "1 succeeded")
		require.Equal(t, sent[i].Key(), s.Last(t).Key())
		require.Equal(t, sent[i].Host, s.Last(t).Host)
		require.Equal(t, sent[i].Header["Authorization"], s.Last(t).Header["Authorization"])
	}
	require.Len(t, s.Requests(), 4)
}

func TestRecoverSkipsWhatIsTooOld(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		age    time.Duration
		opts   []journal.RecoverOption
		report string
		state  journal.State
	}{
		"an hour":        {time.Hour, nil, "1 succeeded", journal.Succeeded},
		"above an hour":  {time.Hour + time.Second, nil, "1 skipped", journal.Sending},
		"a longer limit": {20 * time.Hour, []journal.RecoverOption{journal.MaxAge(20 * time.Hour), nil}, "1 succeeded", journal.Succeeded},
		"send":           {2 * time.Hour, []journal.RecoverOption{decideTo(journal.Send)}, "1 succeeded", journal.Succeeded},
		"skip":           {2 * time.Hour, []journal.RecoverOption{decideTo(journal.Skip)}, "1 skipped", journal.Sending},
		"abandon":        {2 * time.Hour, []journal.RecoverOption{decideTo(journal.Abandon)}, "1 abandoned", journal.Abandoned},
		"23 hours":       {23 * time.Hour, []journal.RecoverOption{decideTo(journal.Send)}, "1 expired", journal.Expired},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJournalTest(t)
			j.crash()
			j.clock.advance(test.age)
			s := wiretest.New(wiretest.Respond(201, payment))
			report, err := j.recover(j.client(s), test.report, test.opts...)
			require.NoError(t, err)
			require.Equal(t, test.state, report.Entries[0].State)
			j.last(test.state)
			require.Equal(t, test.state == journal.Succeeded, len(s.Requests()) == 1)
		})
	}
}

func decideTo(d journal.Decision) journal.RecoverOption {
	return journal.Decide(func(e journal.Entry) journal.Decision {
		if e.Body != nil {
			return journal.Skip
		}
		return d
	})
}

func TestOnSuccessReceivesTheObject(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	j.crash()
	j.clock.advance(3 * time.Minute)
	s := wiretest.New(wiretest.Respond(201, payment))
	fault := errors.New("books are closed")
	var got []string
	on := journal.OnSuccess("Payments.Create", func(_ context.Context, e journal.Entry, p *payments.Payment) error {
		got = append(got, e.Operation+" "+p.ID)
		if len(got) == 1 {
			return fault
		}
		return nil
	})
	report, err := j.recover(j.client(s), "1 unknown", on)
	require.NoError(t, err)
	require.ErrorIs(t, report.Entries[0].Err, fault)
	j.last(journal.Sending)
	j.recover(j.client(s), "1 succeeded", on)
	require.Equal(t, []string{"Payments.Create pay_1", "Payments.Create pay_1"}, got)
	require.Equal(t, s.Requests()[0].Key(), s.Requests()[1].Key())
}

// If the settled state of a write cannot be stored, the recovery reports the write as
// open.
func TestRecoverReportsAFailedStore(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	j.crash()
	j.clock.advance(3 * time.Minute)
	broken := errors.New("disk full")
	j.store.fail["settle"] = broken
	report, err := j.recover(j.client(wiretest.New(wiretest.Respond(201, payment))), "1 unknown")
	require.NoError(t, err)
	require.ErrorIs(t, report.Entries[0].Err, broken)
	j.store.fail["claim"] = broken
	report, err = j.recover(j.client(wiretest.New()), "")
	require.ErrorIs(t, err, broken)
	require.NotNil(t, report)
}

func TestLeaseIsExtendedBeforeAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &spyStore{Store: journal.NewMemoryStore(nil)}
		slow := func(r *http.Request) (*http.Response, error) {
			time.Sleep(20 * time.Second)
			return wiretest.Reset(r)
		}
		s := wiretest.New(slow, slow, func(r *http.Request) (*http.Response, error) {
			time.Sleep(20 * time.Second)
			return wiretest.Respond(201, payment)(r)
		})
		client := s.Client(t, stateset.WithJournal(store, "tenant-1", journal.LeaseMargin(time.Second)), stateset.WithRetryPolicy(stateset.RetryPolicy{
			AttemptTimeout: 25 * time.Second, MaxRetryAfter: 5 * time.Second, MaxDelay: 5 * time.Second,
		}))
		other := wiretest.New().Client(t, stateset.WithJournal(store, "tenant-1"))
		done := make(chan error)
		go func() {
			_, err := client.Payments.Create(t.Context(), tenDollars)
			done <- err
		}()
		for range 55 {
			time.Sleep(time.Second)
			report, err := other.Recover(t.Context())
			require.NoError(t, err)
			require.Empty(t, report.Entries, "the call has the lease")
		}
		require.NoError(t, <-done)
		require.Equal(t, 2, store.calls["extend"])
	})
}

// The age of a key starts at its first use, in any process.
func TestKeysExpireByTheStoresClock(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	s := wiretest.New(wiretest.Respond(201, payment))
	create := func() error {
		_, err := j.client(s).Payments.Create(t.Context(), tenDollars, stateset.WithIdempotencyKey("order-1"))
		return err
	}
	require.NoError(t, create())
	j.clock.advance(22 * time.Hour)
	require.NoError(t, create())
	j.clock.advance(time.Hour + time.Minute)
	require.ErrorIs(t, create(), stateset.ErrIdempotencyKeyExpired)
	require.Len(t, s.Requests(), 2)
	j.last(journal.Abandoned)
}

func TestResolveSettlesTheEntry(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		respond wiretest.Response
		state   journal.State
	}{
		{wiretest.Respond(201, payment), journal.Succeeded}, {wiretest.Respond(402, ""), journal.Rejected}, {wiretest.Respond(401, ""), journal.Sending},
	} {
		j := newJournalTest(t)
		client := j.client(wiretest.New(wiretest.Reset, test.respond))
		_, err := client.Payments.Create(t.Context(), tenDollars)
		_, err = client.Resolve(t.Context(), err)
		require.Equal(t, test.state == journal.Succeeded, err == nil, fmt.Sprint(err))
		j.last(test.state)
		require.Equal(t, 1, j.store.calls["begin"])
	}
}
