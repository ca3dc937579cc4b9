package stateset_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/journal"
)

// tenantKey is the key of a tenant.
func tenantKey(n int) string { return fmt.Sprintf("sk_test_tenant%04dZq8sentinel", n) }

// derive returns the client of a key.
func derive(t testing.TB, from *stateset.Client, opts ...stateset.Option) *stateset.Client {
	t.Helper()
	client, err := from.With(opts...)
	require.NoError(t, err)
	return client
}

// meeting returns a function whose first n calls wait for each other.
func meeting(n int64) func() {
	var arrived atomic.Int64
	complete := make(chan struct{})
	return func() {
		switch i := arrived.Add(1); {
		case i == n:
			close(complete)
		case i < n:
			<-complete
		}
	}
}

// 1,000 tenants make 10 calls each, at most 32 concurrently, each with its own key. They
// share the connections of one pool.
func TestThousandTenantsShareAPool(t *testing.T) {
	const tenants, calls, workers = 1000, 10, 32
	var mu sync.Mutex
	closed, open, most, seen := sync.NewCond(&mu), 0, 0, map[string]int{}
	warm := meeting(workers) // then the pool has a connection for each worker, and no call dials
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen[r.Header.Get("Authorization")]++
		mu.Unlock()
		warm()
		_, _ = w.Write([]byte(payment))
	}))
	srv.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		switch state {
		case http.StateNew:
			open++
			most = max(most, open)
		case http.StateClosed:
			open--
			closed.Signal()
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	root, err := stateset.New(wiretest.Key, stateset.WithBaseURL(srv.URL))
	require.NoError(t, err)
	before := runtime.NumGoroutine()
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for n := int(next.Add(1)); n <= tenants; n = int(next.Add(1)) {
				client, err := root.With(stateset.WithKey(tenantKey(n)))
				if n%2 == 0 { // a separate client shares the pool too
					client, err = stateset.New(tenantKey(n), stateset.WithBaseURL(srv.URL))
				}
				for range calls {
					if err == nil {
						_, err = client.Payments.Get(context.Background(), "pay_1")
					}
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	goroutines := runtime.NumGoroutine() - before
	mu.Lock()
	connections := most // the server needs the lock if a check fails
	mu.Unlock()
	t.Logf("connections: %d, goroutines: %d", connections, goroutines)
	require.LessOrEqual(t, connections, 2*workers, "connections") // net/http drops a connection if its writer is late
	require.LessOrEqual(t, goroutines, 4*connections, "goroutines: two of the client and two of the server for each connection")
	require.Len(t, seen, tenants)
	for n := 1; n <= tenants; n++ {
		require.Equal(t, calls, seen["Bearer "+tenantKey(n)], "tenant %d", n)
	}

	root.CloseIdleConnections()
	mu.Lock()
	for open > 0 {
		closed.Wait()
	}
	mu.Unlock()
}

// All clients of a key share its budget and rate limit. Clients of another key have their
// own.
func TestStateBelongsToTheKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, "", "X-RateLimit-Limit", "7"))
		root := s.Client(t)
		one, again := derive(t, root, stateset.WithKey(tenantKey(1))), derive(t, root, stateset.WithKey(tenantKey(1)))
		two := derive(t, one, stateset.WithKey(tenantKey(2)))
		back := derive(t, two, stateset.WithKey(wiretest.Key))
		_, err := one.Payments.Get(t.Context(), "pay_1")
		require.Error(t, err)
		require.Equal(t, "Bearer "+tenantKey(1), s.Last(t).Header.Get("Authorization"))
		for client, left := range map[*stateset.Client]int{root: 500, one: 500 - 2*14, again: 500 - 2*14, two: 500, back: 500} {
			require.Equal(t, stateset.Stats{Calls: 1, Attempts: 3, Retries: 2, Failures: 1, BudgetLeft: left}, client.Stats())
			_, known := client.RateLimit()
			require.Equal(t, client == one || client == again, known)
		}
		_, err = back.Payments.Get(t.Context(), "pay_1")
		require.Error(t, err)
		require.Equal(t, "Bearer "+wiretest.Key, s.Last(t).Header.Get("Authorization"))
		require.Equal(t, 500-2*14, root.Stats().BudgetLeft)
	})
}

// A rate limit belongs to a key and an account. A call for another account does not
// change the client's rate limit.
func TestRateLimitOfAnAccount(t *testing.T) {
	t.Parallel()
	client := wiretest.New(wiretest.Respond(200, payment, "X-RateLimit-Limit", "1"), wiretest.Respond(200, payment, "X-RateLimit-Limit", "2")).Client(t)
	_, err := client.Payments.Get(t.Context(), "pay_1")
	require.NoError(t, err)
	_, err = client.Payments.Get(t.Context(), "pay_1", stateset.WithAccount("acct_2"))
	require.NoError(t, err)
	for want, c := range map[int]*stateset.Client{1: client, 2: derive(t, client, stateset.WithAccount("acct_2"))} {
		limit, ok := c.RateLimit()
		require.True(t, ok)
		require.Equal(t, want, limit.Limit)
	}
}

// A limiter belongs to a key. Derived clients with another key have none, or their own.
func TestLimiterBelongsToTheKey(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment))
	call := func(clients ...*stateset.Client) {
		t.Helper()
		for _, client := range clients {
			_, err := client.Payments.Get(t.Context(), "pay_1")
			require.NoError(t, err)
		}
	}
	one, two := new(countingLimiter), new(countingLimiter)
	root := s.Client(t, stateset.WithLimiter(one))
	call(root, derive(t, root, stateset.WithAccount("acct_1")), derive(t, root, stateset.WithKey(wiretest.Key)))
	require.Equal(t, int64(3), one.n.Load())
	call(derive(t, root, stateset.WithKey(tenantKey(1))))
	call(derive(t, root, stateset.WithLimiter(two), stateset.WithKey(tenantKey(1))))
	require.Equal(t, int64(3), one.n.Load())
	require.Equal(t, int64(1), two.n.Load())

	var made []*countingLimiter
	perKey := s.Client(t, stateset.WithLimiterPerKey(func() stateset.Limiter {
		made = append(made, new(countingLimiter))
		return made[len(made)-1]
	}))
	call(perKey, derive(t, perKey, stateset.WithKey(tenantKey(1))), derive(t, perKey, stateset.WithKey(tenantKey(1))), derive(t, perKey, stateset.WithKey(tenantKey(2))))
	require.Len(t, made, 3)
	require.Equal(t, []int64{1, 2, 1}, []int64{made[0].n.Load(), made[1].n.Load(), made[2].n.Load()})
	call(derive(t, perKey, stateset.WithLimiter(one)))
	require.Equal(t, int64(4), one.n.Load())
	require.Equal(t, int64(1), made[0].n.Load(), "the last option counts")
}

func TestWithKeyRefuses(t *testing.T) {
	t.Parallel()
	root := wiretest.NewClient(t, wiretest.New())
	journaled := wiretest.NewClient(t, wiretest.New(), stateset.WithJournal(journal.NewMemoryStore(nil), "root"))
	source := stateset.WithKeySource(func(context.Context) (string, error) { return tenantKey(1), nil })
	for want, make := range map[string]func() (*stateset.Client, error){
		"stateset: WithKey: key must not be empty": func() (*stateset.Client, error) { return root.With(stateset.WithKey("")) },
		"stateset: WithKey: API key contains a quote at character 9: pass it without quotes": func() (*stateset.Client, error) {
			return root.With(stateset.WithKey(`sk_test_"abc`))
		},
		"stateset: With: a client with another key needs a journal scope of its own: pass WithJournal too": func() (*stateset.Client, error) {
			return journaled.With(stateset.WithKey(tenantKey(1)))
		},
		"stateset: WithKeySource: function must not be nil: leave the option out for a fixed key": func() (*stateset.Client, error) {
			return root.With(stateset.WithKeySource(nil))
		},
		"stateset: WithLimiterPerKey: function must not be nil: leave the option out for none": func() (*stateset.Client, error) {
			return root.With(stateset.WithLimiterPerKey(nil))
		},
		"stateset: NewPublic: must have no WithKey or WithKeySource: use New": func() (*stateset.Client, error) { return stateset.NewPublic(source) },
		"stateset: no API key: pass one or set STATESET_API_KEY":              func() (*stateset.Client, error) { return stateset.New("") },
		`stateset: WithBaseURL: a live key is not sent to "example.com", which is not StateSet's: allow it with WithLiveKeyHost("example.com")`: func() (*stateset.Client, error) {
			return root.With(stateset.WithBaseURL("https://example.com"), stateset.WithKey(wiretest.LiveKey))
		},
	} {
		client, err := make()
		require.EqualError(t, err, want)
		require.Nil(t, client)
	}
	_, err := journaled.With(source)
	require.ErrorContains(t, err, "pass WithJournal too")
	derive(t, journaled, stateset.WithKey(tenantKey(1)), stateset.WithJournal(journal.NewMemoryStore(nil), "tenant1"))
	derive(t, journaled, stateset.WithKey(wiretest.Key))
}

// A client without a key shares its connections with derived clients that have one.
func TestWithKeyOfAPublicClient(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment))
	public, err := stateset.NewPublic(stateset.WithHTTPClient(&http.Client{Transport: s}))
	require.NoError(t, err)
	_, err = derive(t, public, stateset.WithKey(tenantKey(1)), stateset.WithAccount("acct_1")).Payments.Get(t.Context(), "pay_1")
	require.NoError(t, err)
	require.Equal(t, "Bearer "+tenantKey(1), s.Last(t).Header.Get("Authorization"))
	_, err = public.Payments.Get(t.Context(), "pay_1")
	require.ErrorContains(t, err, "key: is required")
}
