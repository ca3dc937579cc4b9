package stateset_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/journal"
)

// tenantOf is the context key of a tenant's number.
type tenantOf struct{}

// rotating is a key source that returns another key for each call.
type rotating struct {
	mu   sync.Mutex
	n    int
	fail error
	keys func(n int) string
}

func (r *rotating) key(context.Context) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	if r.fail != nil {
		return "", r.fail
	}
	if r.keys != nil {
		return r.keys(r.n), nil
	}
	return tenantKey(r.n), nil
}

// sourced returns a client without its own key.
func sourced(t testing.TB, s *wiretest.Recorder, source *rotating, opts ...stateset.Option) *stateset.Client {
	t.Helper()
	client, err := stateset.New("", append([]stateset.Option{
		stateset.WithHTTPClient(&http.Client{Transport: s}), stateset.WithKeySource(source.key),
	}, opts...)...)
	require.NoError(t, err)
	return client
}

// keysSent returns the tenants whose keys were sent, in order.
func keysSent(s *wiretest.Recorder) (tenants []string) {
	for _, r := range s.Requests() {
		tenants = append(tenants, strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer sk_test_tenant"), "Zq8sentinel"))
	}
	return tenants
}

// A source is called once per call. All attempts of a call use the same key, the next
// call uses the next key.
func TestKeySourceIsAskedOncePerCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		list := `{"data":[{"id":"pay_1","amount":1,"currency":"USD","status":"succeeded"}],"has_more":true}`
		s := wiretest.New(wiretest.Respond(503, ""), wiretest.Respond(503, ""), wiretest.Respond(200, payment), wiretest.Respond(200, payment),
			wiretest.Respond(200, list), wiretest.Respond(200, strings.Replace(list, "true", "false", 1)))
		source := &rotating{}
		client := sourced(t, s, source)
		for range 2 {
			_, err := client.Payments.Get(t.Context(), "pay_1")
			require.NoError(t, err)
		}
		_, err := client.Payments.Get(t.Context(), "") // is rejected and requires no key
		require.Error(t, err)
		for _, err := range client.Payments.All(t.Context(), nil) { // each page is a call
			require.NoError(t, err)
		}
		require.Equal(t, []string{"0001", "0001", "0001", "0002", "0003", "0004"}, keysSent(s))
		require.Equal(t, 4, source.n)
	})
}

// Resolve repeats a write with the key of the original call.
func TestResolveUsesTheKeyOfTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(500, ""), wiretest.Respond(200, payment))
		source := &rotating{}
		client := sourced(t, s, source, stateset.WithMaxAttempts(1))
		_, unknown := client.Payments.Cancel(t.Context(), "pay_1")
		require.ErrorIs(t, unknown, stateset.ErrOutcomeUnknown)
		_, err := client.Payments.Get(t.Context(), "pay_1")
		require.NoError(t, err)
		time.Sleep(time.Hour) // does not count against the timeout of Resolve
		_, err = derive(t, client, stateset.WithAccount("acct_1")).Resolve(t.Context(), unknown)
		require.NoError(t, err)
		require.Equal(t, []string{"0001", "0002", "0001"}, keysSent(s))
		require.Equal(t, 2, source.n)

		fixed := s.Client(t, stateset.WithKey(tenantKey(1)))
		_, err = fixed.Resolve(t.Context(), unknown)
		require.NoError(t, err, "a client with that key")
		for _, other := range []*stateset.Client{s.Client(t), sourced(t, s, source)} {
			_, err = other.Resolve(t.Context(), unknown)
			require.ErrorContains(t, err, "the error belongs to a client with another key or address")
		}
	})
}

// A source that fails or returns an invalid key ends the call. Nothing is sent or stored.
func TestKeySourceFails(t *testing.T) {
	t.Parallel()
	errVault := errors.New("vault is sealed, had " + wiretest.Key)
	one := func(key string) *rotating { return &rotating{keys: func(int) string { return key }} }
	for name, tt := range map[string]struct {
		source *rotating
		opts   []stateset.Option
		want   string
	}{
		"fails":   {&rotating{fail: errVault}, nil, "WithKeySource: vault is sealed, had sk_test_…"},
		"empty":   {one(""), nil, "WithKeySource: returned an empty key"},
		"newline": {one(wiretest.Key + "\n"), nil, "WithKeySource: API key contains a newline at character 30: trim it"},
		"another mode than the client's key": {one(wiretest.LiveKey), []stateset.Option{stateset.WithKey(tenantKey(1)), stateset.WithKeySource(one(wiretest.LiveKey).key)},
			"WithKeySource: returned a live key, the client is in test mode: create a client for each mode"},
		"live to another host": {one(wiretest.LiveKey), []stateset.Option{stateset.WithBaseURL("https://example.com")},
			`WithBaseURL: a live key is not sent to "example.com", which is not StateSet's: allow it with WithLiveKeyHost("example.com")`},
		"live over http": {one(wiretest.LiveKey), []stateset.Option{stateset.WithBaseURL("http://mock:8420"), stateset.WithPlainHTTP()},
			`WithBaseURL: a live key is never sent over http: use https for "mock"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := wiretest.New(wiretest.Respond(200, payment))
			store := &spyStore{Store: journal.NewMemoryStore(nil)}
			client := sourced(t, s, tt.source, append(tt.opts, stateset.WithJournal(store, "scope"))...)
			_, err := client.Payments.Cancel(t.Context(), "pay_1")
			e := failed(t, err)
			require.EqualError(t, err, "stateset: POST /v1/payments/{id}/cancel: "+tt.want+" (the key source failed)")
			require.Equal(t, stateset.OutcomeNotSent, e.Outcome)
			require.Equal(t, stateset.StopKeySource, e.StopReason)
			require.Empty(t, e.Attempts)
			require.Equal(t, tt.source.fail != nil, errors.Is(err, errVault))
			require.NotContains(t, fmt.Sprintf("%+v %#v", e, e), wiretest.Sentinel)
			_, err = client.Resolve(t.Context(), err)
			require.ErrorContains(t, err, "the outcome is known (not sent)")
			_, err = client.Recover(t.Context())
			require.ErrorContains(t, err, "stateset: Recover: "+tt.want)
			require.Empty(t, s.Requests())
			require.Empty(t, store.calls)
		})
	}
}

// The first key sets the mode of a client without one.
func TestKeySourceKeepsItsMode(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"object":"balance","available":[],"pending":[]}`))
	client := sourced(t, s, &rotating{keys: func(n int) string { return []string{wiretest.LiveKey, "sk_live_rotated", wiretest.Key}[n-1] }})
	for range 2 {
		balance, err := client.Balance(t.Context())
		require.NoError(t, err)
		require.True(t, balance.Livemode)
	}
	_, err := client.Balance(t.Context())
	require.ErrorContains(t, err, "returned a test key, the client is in live mode")
	require.Len(t, s.Requests(), 2)
}

// A key that the client rejects does not set the mode.
func TestRejectedKeyDoesNotSetTheMode(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment))
	source := &rotating{keys: func(n int) string { return []string{wiretest.LiveKey, "", wiretest.Key, wiretest.LiveKey}[n-1] }}
	client := sourced(t, s, source, stateset.WithBaseURL("https://example.com"))
	for _, want := range []string{"a live key is not sent to", "returned an empty key", "", "returned a live key, the client is in test mode"} {
		_, err := client.Payments.Get(t.Context(), "pay_1")
		if want == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, want)
	}
	require.Len(t, s.Requests(), 1)
}

// A panic of a source reaches the caller, also from the request for the next page.
func TestPanickingKeySource(t *testing.T) {
	t.Parallel()
	page := `{"data":[{"id":"pay_1","amount":1,"currency":"USD","status":"succeeded"}],"has_more":true}`
	source := &rotating{keys: func(n int) string {
		if n > 1 {
			panic("vault is gone")
		}
		return tenantKey(n)
	}}
	client := sourced(t, wiretest.New(wiretest.Respond(200, page)), source)
	require.PanicsWithValue(t, "vault is gone", func() {
		for _, err := range client.Payments.All(t.Context(), nil, stateset.WithPrefetch()) {
			require.NoError(t, err)
		}
	})
	require.PanicsWithValue(t, "vault is gone", func() { _, _ = client.Payments.Get(t.Context(), "pay_1") })
}

// A source receives the context of the call and its remaining time.
func TestKeySourceAndContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, ""))
		client, err := stateset.New("", stateset.WithHTTPClient(&http.Client{Transport: s}), stateset.WithTimeout(10*time.Second),
			stateset.WithKeySource(func(ctx context.Context) (string, error) {
				n, ok := ctx.Value(tenantOf{}).(int)
				if !ok {
					<-ctx.Done()
					return "", ctx.Err()
				}
				time.Sleep(9900 * time.Millisecond)
				return tenantKey(n), nil
			}))
		require.NoError(t, err)
		started := time.Now()
		_, err = client.Payments.Get(t.Context(), "pay_1")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 10*time.Second, time.Since(started))

		_, err = client.Payments.Get(context.WithValue(t.Context(), tenantOf{}, 7), "pay_1")
		e := failed(t, err)
		require.Equal(t, stateset.StopDeadline, e.StopReason, "too little time is left")
		require.Less(t, time.Since(started), 20*time.Second)
		require.Equal(t, "0007", keysSent(s)[0])

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = client.Payments.Get(ctx, "pay_1")
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, stateset.StopContext, failed(t, err).StopReason)
	})
}

// Recover requests a key for each entry, and sends entries of an old key with the new
// key.
func TestRecoverWithAKeySource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := newJournalTest(t)
		s := wiretest.New(wiretest.Respond(500, ""), wiretest.Respond(500, ""), wiretest.Respond(200, payment))
		source := &rotating{}
		client := sourced(t, s, source, stateset.WithMaxAttempts(1), stateset.WithJournal(j.store, "scope"))
		for range 2 {
			require.ErrorIs(t, create(t, client), stateset.ErrOutcomeUnknown)
		}
		j.clock.advance(10 * time.Minute)
		restarted := sourced(t, s, source, stateset.WithJournal(j.store, "scope"))
		report, err := restarted.Recover(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, report.Succeeded, report)
		require.Equal(t, []string{"0001", "0002", "0003", "0004"}, keysSent(s))

		queued, ok := errors.AsType[*journal.QueuedError](create(t, restarted.Enqueue(nil)))
		require.True(t, ok)
		_, err = restarted.Send(t.Context(), queued.Entry)
		require.NoError(t, err)
	})
}

func create(t *testing.T, client *stateset.Client) error {
	t.Helper()
	_, err := client.Payments.Create(t.Context(), tenDollars)
	return err
}

func TestKeySourcePrintsNoKey(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	s := wiretest.New(wiretest.Respond(401, `{"error":{"code":"unauthorized","message":"bad key `+tenantKey(1)+`"}}`, "X-Request-Id", tenantKey(1)))
	client := sourced(t, s, &rotating{keys: func(int) string { return tenantKey(1) }}, stateset.WithLogger(debugLogger(&log)))
	_, err := client.Payments.Get(t.Context(), "pay_1")
	require.Error(t, err)
	e := failed(t, err)
	require.Equal(t, "stateset.Client(https://api.stateset.com/v1, key source)", fmt.Sprint(client))
	for _, text := range []string{fmt.Sprintf("%v %+v %#v %+v", client, client, client, e), fmt.Sprintf("%+v", e.Response), fmt.Sprintf("%#v", *client), log.String()} {
		require.NotContains(t, text, "tenant0001")
	}
	require.NotEmpty(t, log.String())
}

// Many goroutines use one client with a source. Each call sends the key of its tenant.
func TestKeySourceIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	s := wiretest.New(func(r *http.Request) (*http.Response, error) {
		want := "Bearer " + tenantKey(r.Context().Value(tenantOf{}).(int))
		if got := r.Header.Get("Authorization"); got != want {
			return nil, fmt.Errorf("key of another tenant: %s", got)
		}
		return wiretest.Respond(200, payment, "X-RateLimit-Limit", "7")(r)
	})
	client, err := stateset.New("", stateset.WithHTTPClient(&http.Client{Transport: s}), stateset.WithMaxAttempts(1),
		stateset.WithLimiterPerKey(func() stateset.Limiter { return new(countingLimiter) }),
		stateset.WithKeySource(func(ctx context.Context) (string, error) { return tenantKey(ctx.Value(tenantOf{}).(int)), nil }))
	require.NoError(t, err)
	var group sync.WaitGroup
	for n := range 64 {
		group.Go(func() {
			for range 10 {
				if _, err := client.Payments.Get(context.WithValue(context.Background(), tenantOf{}, n), "pay_1"); err != nil {
					t.Error(err)
				}
				_, _ = client.RateLimit()
				_ = client.Stats()
			}
		})
	}
	group.Wait()
	sent := keysSent(s)
	slices.Sort(sent)
	require.Len(t, slices.Compact(sent), 64)
}

// The environment does not require a key if a source supplies keys.
func TestKeySourceAndEnvironment(t *testing.T) {
	t.Setenv("STATESET_API_KEY", "")
	s := wiretest.New(wiretest.Respond(200, payment))
	client, err := stateset.NewFromEnv(stateset.WithHTTPClient(&http.Client{Transport: s}), stateset.WithKeySource((&rotating{}).key))
	require.NoError(t, err)
	_, err = client.Payments.Get(t.Context(), "pay_1")
	require.NoError(t, err)
	require.Equal(t, []string{"0001"}, keysSent(s))

	t.Setenv("STATESET_API_KEY", wiretest.LiveKey)
	client, err = stateset.NewFromEnv(stateset.WithHTTPClient(&http.Client{Transport: s}), stateset.WithKeySource((&rotating{}).key))
	require.NoError(t, err)
	_, err = client.Payments.Get(t.Context(), "pay_1")
	require.ErrorContains(t, err, "returned a test key, the client is in live mode")
}
