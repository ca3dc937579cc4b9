package stateset_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func TestNewSetsEveryService(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"sk_test_a", "sk_live_a", "pk_test_a", "pk_live_a", "rk_test_a", "rk_live_a"} {
		client, err := stateset.New(key)
		require.NoError(t, err, key)
		require.NotNil(t, client.Payments)
		require.NotNil(t, client.Orders)
	}
}

// New makes no request and does not read the environment.
func TestNewReadsNoEnvironment(t *testing.T) {
	t.Setenv("STATESET_API_KEY", "bad key")
	t.Setenv("STATESET_BASE_URL", "bad URL")
	t.Setenv("STATESET_ACCOUNT_ID", "bad account")
	t.Setenv("STATESET_MAX_RETRIES", "bad number")
	s := wiretest.New(wiretest.Respond(200, payment))
	client := s.Client(t)
	require.Empty(t, s.Requests())
	_, err := client.Payments.Get(t.Context(), "pay_1")
	require.NoError(t, err)
	require.Equal(t, "https://api.stateset.com/v1/payments/pay_1", s.Last(t).URL)
	require.NotContains(t, s.Last(t).Header, "X-Account-Id")
}

func TestNewFromEnv(t *testing.T) {
	s := wiretest.New(wiretest.Respond(503, ""))
	httpClient := stateset.WithHTTPClient(&http.Client{Transport: s})
	t.Setenv("STATESET_API_KEY", wiretest.Key)
	t.Setenv("STATESET_BASE_URL", "http://127.0.0.1:8420")
	t.Setenv("STATESET_ACCOUNT_ID", "acct_1")
	t.Setenv("STATESET_MAX_RETRIES", "0")
	t.Setenv("HTTPS_PROXY", "proxy.example.com:3128") // without a scheme; net/http accepts it
	client, err := stateset.NewFromEnv(httpClient)
	require.NoError(t, err)
	_, err = client.Payments.Get(t.Context(), "pay_1")
	require.ErrorIs(t, err, stateset.ErrServer)
	require.Len(t, s.Requests(), 1, "no retries")
	require.Equal(t, "http://127.0.0.1:8420/v1/payments/pay_1", s.Last(t).URL)
	require.Equal(t, "acct_1", s.Last(t).Header.Get("X-Account-Id"))

	// Options are applied after the environment.
	client, err = stateset.NewFromEnv(httpClient, stateset.WithBaseURL("http://localhost/base"), stateset.WithAccount("acct_2"))
	require.NoError(t, err)
	_, err = client.Orders.Get(t.Context(), "ord_1")
	require.Error(t, err)
	require.Equal(t, "http://localhost/base/orders/ord_1", s.Last(t).URL)
	require.Equal(t, "acct_2", s.Last(t).Header.Get("X-Account-Id"))

	for _, name := range []string{"STATESET_BASE_URL", "STATESET_ACCOUNT_ID", "STATESET_MAX_RETRIES", "HTTPS_PROXY"} {
		require.NoError(t, os.Unsetenv(name))
	}
	client, err = stateset.NewFromEnv(httpClient, stateset.WithMaxAttempts(1))
	require.NoError(t, err)
	_, err = client.Payments.Get(t.Context(), "pay_1")
	require.Error(t, err)
	require.Equal(t, "https://api.stateset.com/v1/payments/pay_1", s.Last(t).URL)
}

func TestRetriesOfTheEnvironment(t *testing.T) {
	t.Setenv("STATESET_API_KEY", wiretest.Key)
	t.Setenv("STATESET_MAX_RETRIES", "4")
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, ""))
		client, err := stateset.NewFromEnv(stateset.WithHTTPClient(&http.Client{Transport: s}))
		require.NoError(t, err)
		_, err = client.Payments.Get(t.Context(), "pay_1")
		require.Error(t, err)
		require.Len(t, s.Requests(), 5)
	})
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	call := func(t *testing.T, key string, opts ...stateset.Option) (api, network string) {
		s := wiretest.New(wiretest.Respond(200, payment), wiretest.Respond(200, `{"success":true,"payment":{"payment_id":"pay_2","order_id":"ord_1"}}`))
		client, err := stateset.New(key, append(opts, stateset.WithHTTPClient(&http.Client{Transport: s}))...)
		require.NoError(t, err)
		_, err = client.Payments.Get(t.Context(), "pay_1")
		require.NoError(t, err)
		_, err = client.Orders.Pay(t.Context(), &orders.PayParams{OrderID: "ord_1", PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: stateset.SSUSD("1")}})
		require.NoError(t, err)
		log := s.Requests()
		return strings.TrimSuffix(log[0].URL, "/payments/pay_1"), strings.TrimSuffix(log[1].URL, "/order/pay")
	}
	base, network := stateset.WithBaseURL, stateset.WithNetworkURL
	for _, tt := range []struct {
		name         string
		key          string
		opts         []stateset.Option
		api, network string
	}{
		{"default", wiretest.Key, nil, "https://api.stateset.com/v1", "https://api.stateset.network/v1"},
		{"default, live", wiretest.LiveKey, nil, "https://api.stateset.com/v1", "https://api.stateset.network/v1"},
		{"sandbox", wiretest.Key, []stateset.Option{base(stateset.SandboxURL)}, "https://api.sandbox.stateset.com/v1", "https://api.sandbox.stateset.com/v1"},
		{"without a path", wiretest.Key, []stateset.Option{base("http://127.0.0.1:8420")}, "http://127.0.0.1:8420/v1", "http://127.0.0.1:8420/v1"},
		{"a slash alone", wiretest.Key, []stateset.Option{base("http://[::1]:8420/")}, "http://[::1]:8420/v1", "http://[::1]:8420/v1"},
		{"with a path", wiretest.Key, []stateset.Option{base("https://gateway.example.com/stateset/v1/")}, "https://gateway.example.com/stateset/v1", "https://gateway.example.com/stateset/v1"},
		{"network alone", wiretest.Key, []stateset.Option{network("http://localhost")}, "https://api.stateset.com/v1", "http://localhost/v1"},
		{"base and then network", wiretest.Key, []stateset.Option{base("http://localhost:1"), network("http://localhost:2")}, "http://localhost:1/v1", "http://localhost:2/v1"},
		{"network and then base", wiretest.Key, []stateset.Option{network("http://localhost:2"), base("http://localhost:1")}, "http://localhost:1/v1", "http://localhost:2/v1"},
		{"the last base counts", wiretest.Key, []stateset.Option{base("http://localhost:1"), base("https://b.example.com")}, "https://b.example.com/v1", "https://b.example.com/v1"},
		{"a live key where it is allowed", wiretest.LiveKey, []stateset.Option{base("https://Proxy.example.com"), stateset.WithLiveKeyHost("proxy.example.com")}, "https://Proxy.example.com/v1", "https://Proxy.example.com/v1"},
		{"a live key at a subdomain", wiretest.LiveKey, []stateset.Option{base("https://eu.API.stateset.com")}, "https://eu.API.stateset.com/v1", "https://eu.API.stateset.com/v1"},
		{"a test key that speaks of live", "sk_test_a_live_shop", []stateset.Option{base("http://localhost:8420")}, "http://localhost:8420/v1", "http://localhost:8420/v1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			api, network := call(t, tt.key, tt.opts...)
			require.Equal(t, tt.api, api)
			require.Equal(t, tt.network, network)
		})
	}
}

func TestBalance(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"object":"balance","available":[{"value":"5.00","denom":"ssusd"}],"pending":[],"livemode":false}`))
	got, err := s.Client(t).Balance(t.Context())
	require.NoError(t, err)
	require.True(t, got.Available[0].Equal(stateset.SSUSD("5")))
	require.Equal(t, "/v1/account/balance", s.Last(t).Path)
}

// Data of the other mode is not returned as data of the key's mode.
func TestBalanceOfTheOtherMode(t *testing.T) {
	t.Parallel()
	other := strings.Replace(balance, "false", "true", 1)
	for _, test := range []struct{ key, answer, says string }{{wiretest.Key, other, "true"}, {wiretest.LiveKey, balance, "false"}} {
		client, err := stateset.New(test.key, stateset.WithHTTPClient(&http.Client{Transport: wiretest.Respond(200, test.answer)}))
		require.NoError(t, err)
		got, err := client.Balance(t.Context())
		require.Nil(t, got)
		require.ErrorIs(t, err, stateset.ErrLivemodeMismatch)
		require.EqualError(t, err, "stateset: GET /v1/account/balance: 200: the response has the other mode than the key: livemode is "+test.says+" (answer is wrong)")
		var e *stateset.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, "Balance", e.Operation)
		require.Equal(t, test.answer, string(e.RawBody()))
	}
}

func TestBalanceWithoutAMode(t *testing.T) {
	t.Parallel()
	for key, live := range map[string]bool{wiretest.Key: false, wiretest.LiveKey: true} {
		for _, answer := range []string{`{"object":"balance","available":[],"pending":[]}`, `{"object":"balance","available":[],"pending":[],"livemode":null}`} {
			client, err := stateset.New(key, stateset.WithHTTPClient(&http.Client{Transport: wiretest.Respond(200, answer)}))
			require.NoError(t, err)
			got, err := client.Balance(t.Context())
			require.NoError(t, err)
			require.Equal(t, &stateset.Balance{Object: "balance", Available: []stateset.Money{}, Pending: []stateset.Money{}, Livemode: live}, got)
		}
	}
}

func TestDoReachesNewEndpoints(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, ""), wiretest.Respond(200, `{"id":"x"}`))
		var out struct{ ID string }
		err := s.Client(t).Do(t.Context(), "POST", "/payments/pay_1/void", map[string]string{"a": "b"}, &out, stateset.WithIdempotencyKey("k"))
		require.NoError(t, err)
		require.Equal(t, "x", out.ID)
		require.Len(t, s.Requests(), 2)
		require.Equal(t, "/v1/payments/pay_1/void", s.Last(t).Path)
		require.Equal(t, "k", s.Last(t).Header.Get("Idempotency-Key"))
		require.Equal(t, `{"a":"b"}`, s.Last(t).Body)
	})
}

func TestResolve(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Reset, wiretest.Respond(201, payment, "Idempotent-Replayed", "true"))
	client := s.Client(t, stateset.WithMaxAttempts(1))
	_, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet})
	require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	derived, withErr := client.With(stateset.WithMaxAttempts(2))
	require.NoError(t, withErr)
	response, err := derived.Resolve(t.Context(), err) // by a client of the same key and address
	require.NoError(t, err)
	var got payments.Payment
	require.NoError(t, response.Decode(&got))
	require.Equal(t, "pay_1", got.ID)
	log := s.Requests()
	require.Equal(t, log[0].Body, log[1].Body)
	require.Equal(t, log[0].Header["Idempotency-Key"], log[1].Header["Idempotency-Key"])
}

// A derived client shares connections and statistics, and does not change its parent.
func TestWithShares(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, "", "X-RateLimit-Limit", "5"))
		waits := new(countingLimiter)
		parent := s.Client(t, stateset.WithLimiter(waits), stateset.WithMaxAttempts(2), stateset.WithHeader("X-A", "parent"))
		child, err := parent.With(stateset.WithAccount("acct_child"), stateset.WithMaxAttempts(3), stateset.WithHeader("X-A", "child"), nil)
		require.NoError(t, err)
		grandchild, err := child.With()
		require.NoError(t, err)

		_, err = child.Payments.Get(t.Context(), "pay_1")
		require.Len(t, failed(t, err).Attempts, 3)
		require.Equal(t, "acct_child", s.Last(t).Header.Get("X-Account-Id"))
		require.Equal(t, []string{"child"}, s.Last(t).Header["X-A"])
		_, err = grandchild.Payments.Get(t.Context(), "pay_1")
		require.Len(t, failed(t, err).Attempts, 3)
		require.Equal(t, "acct_child", s.Last(t).Header.Get("X-Account-Id"))
		_, err = parent.Payments.Get(t.Context(), "pay_1")
		require.Len(t, failed(t, err).Attempts, 2)
		require.NotContains(t, s.Last(t).Header, "X-Account-Id")
		require.Equal(t, []string{"parent"}, s.Last(t).Header["X-A"])

		want := stateset.Stats{Calls: 3, Attempts: 8, Retries: 5, Failures: 3, BudgetLeft: 500 - 5*14}
		require.Equal(t, want, parent.Stats())
		require.Equal(t, want, child.Stats())
		require.Equal(t, int64(8), waits.n.Load())
	})
}

type countingLimiter struct{ n atomic.Int64 }

func (l *countingLimiter) Wait(context.Context) error { l.n.Add(1); return nil }

// A derived client shares the connections and does not dial again.
func TestWithSharesConnections(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(payment)) }))
	t.Cleanup(srv.Close)
	parent, err := stateset.New(wiretest.Key, stateset.WithBaseURL(srv.URL))
	require.NoError(t, err)
	child, err := parent.With(stateset.WithAccount("acct_1"))
	require.NoError(t, err)
	var reused []bool
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { reused = append(reused, info.Reused) }})
	for _, client := range []*stateset.Client{parent, child, parent} {
		_, err = client.Payments.Get(ctx, "pay_1")
		require.NoError(t, err)
	}
	require.Equal(t, []bool{false, true, true}, reused)
}

func TestWithRefusesBadOptions(t *testing.T) {
	t.Parallel()
	parent := wiretest.NewClient(t, wiretest.Respond(200, payment))
	child, err := parent.With(stateset.WithMaxAttempts(99))
	require.EqualError(t, err, "stateset: WithMaxAttempts: must be 1..10, got 99")
	require.Nil(t, child)
}

// Many goroutines use one client and derive clients from it at the same time.
func TestClientIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment, "X-RateLimit-Limit", "7"))
	client := s.Client(t, stateset.WithHeader("X-A", "a"))
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			account := fmt.Sprintf("acct_%d", i)
			child, err := client.With(stateset.WithAccount(account), stateset.WithHeader("X-A", account))
			if err != nil {
				t.Error(err)
				return
			}
			for _, c := range []*stateset.Client{client, child} {
				if _, err := c.Payments.Get(t.Context(), "pay_1"); err != nil {
					t.Error(err)
				}
				_, _ = c.RateLimit()
				_ = c.Stats()
			}
		})
	}
	group.Wait()
	require.Equal(t, int64(128), client.Stats().Calls)
	for _, r := range s.Requests() {
		if account := r.Header.Get("X-Account-Id"); account != "" {
			require.Equal(t, []string{account}, r.Header["X-A"])
		} else {
			require.Equal(t, []string{"a"}, r.Header["X-A"])
		}
	}
}

func TestRateLimitOfAClient(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(200, payment, "X-RateLimit-Limit", "100", "X-RateLimit-Remaining", "42", "X-RateLimit-Reset", "1700000000"))
	_, ok := client.RateLimit()
	require.False(t, ok)
	_, err := client.Payments.Get(t.Context(), "pay_1")
	require.NoError(t, err)
	limit, ok := client.RateLimit()
	require.True(t, ok)
	require.Equal(t, stateset.RateLimit{Limit: 100, Remaining: 42, Reset: time.Unix(1700000000, 0).UTC()}, limit)
	child, err := client.With(stateset.WithAccount("acct_1"))
	require.NoError(t, err)
	_, ok = child.RateLimit()
	require.False(t, ok, "another account has a limit of its own")
}

// A nil or empty client returns an error and does not panic.
func TestNoClient(t *testing.T) {
	t.Parallel()
	for _, client := range []*stateset.Client{nil, {}} {
		_, ok := client.RateLimit()
		require.False(t, ok)
		require.Zero(t, client.Stats())
		require.Equal(t, "stateset.Client(nil)", fmt.Sprint(client))
		text, err := client.MarshalText()
		require.NoError(t, err)
		require.Equal(t, "stateset.Client(nil)", string(text))
	}
}

func TestClientPrints(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(200, payment))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
		require.Equal(t, "stateset.Client(https://api.stateset.com/v1, sk_test_…mKp9)", fmt.Sprintf(verb, client))
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(200, `{"data":[{"id":"pay_1","amount":1,"currency":"USD"},{"id":"pay_2","amount":1,"currency":"USD"}],"has_more":false}`))
	rows, err := stateset.Collect(client.Payments.All(t.Context(), nil), 10)
	require.NoError(t, err)
	require.Len(t, rows, 2)
	rows, err = stateset.Collect(client.Payments.All(t.Context(), nil), 1)
	require.ErrorIs(t, err, stateset.ErrTooMany)
	require.Len(t, rows, 1)
}

func TestCodesOfPackages(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(409, `{"error":{"code":"ORDER_ALREADY_PAID","message":"paid"}}`))
	_, err := client.Orders.Get(t.Context(), "ord_1")
	require.ErrorIs(t, err, orders.ErrAlreadyPaid)
	require.ErrorIs(t, err, stateset.ErrConflict)
	require.False(t, errors.Is(err, orders.ErrCancelled))
	require.False(t, errors.Is(err, payments.ErrCardDeclined))
}
