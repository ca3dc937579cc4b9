package mockserver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const recipient = "stateset1merchantaddress123"

// payment is a payment in a response.
type payment struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Created int64  `json:"created"`
}

// post sends a payment of 100 ssusd and returns the status and the payment.
func post(t *testing.T, srv *mockserver.Server, key, idempotency string) (int, payment) {
	t.Helper()
	body := `{"amount":100.00,"currency":"ssusd","recipient":"` + recipient + `"}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/v1/payments", strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	if idempotency != "" {
		req.Header.Set("Idempotency-Key", idempotency)
	}
	resp, err := srv.HTTPClient().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	var p payment
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&p))
	return resp.StatusCode, p
}

func TestServerInMemory(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	require.Equal(t, "http://localhost", srv.URL())
	account := srv.NewAccount()
	status, p := post(t, srv, account.Key(), "")
	require.Equal(t, 201, status)
	require.Equal(t, "succeeded", p.Status)
	require.Equal(t, "100.00 ssusd", account.Balance(recipient, "ssusd").String())
	require.Equal(t, "999900.00 ssusd", account.Balance(account.Treasury(), "ssusd").String())

	_, err := srv.HTTPClient().Get("http://api.stateset.com/v1/payments")
	require.ErrorContains(t, err, "reaches only the server in memory")
}

func TestServerOnTCP(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"))
	require.Regexp(t, `^http://127\.0\.0\.1:\d+$`, srv.URL())
	status, _ := post(t, srv, srv.NewAccount().Key(), "")
	require.Equal(t, 201, status)

	_, err := mockserver.Start(t.Context(), mockserver.WithTCP(strings.TrimPrefix(srv.URL(), "http://")))
	require.ErrorContains(t, err, "address already in use")
}

func TestServerOnAllAddresses(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTCP(":0"))
	require.Regexp(t, `^http://127\.0\.0\.1:\d+$`, srv.URL())
	status, _ := post(t, srv, srv.NewAccount().Key(), "")
	require.Equal(t, 201, status)
}

func TestHandler(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	outer := httptest.NewServer(srv.Handler())
	defer outer.Close()
	resp, err := outer.Client().Get(outer.URL + "/health")
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, `{"status":"ok"}`, string(body))
}

func TestServerInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		account := srv.NewAccount()
		_, first := post(t, srv, account.Key(), "")
		<-time.After(25 * time.Hour) // the time of the bubble, which the server's clock follows
		_, second := post(t, srv, account.Key(), "")
		require.Equal(t, int64(25*3600), second.Created-first.Created)
	})
}

func TestClientOfTheSDK(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		client := srv.Client(stateset.WithMaxAttempts(1))
		params := &payments.CreateParams{Amount: stateset.SSUSD("5.00"), Recipient: recipient}
		made, err := client.Payments.Create(t.Context(), params)
		require.NoError(t, err)
		require.Equal(t, payments.StatusSucceeded, made.Status)
		other := srv.Client()
		_, err = other.Payments.Get(t.Context(), made.ID)
		require.ErrorIs(t, err, stateset.ErrNotFound, "every client has an account of its own")
	})
}

func TestClientPanicsOnBadOptions(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	require.Panics(t, func() { srv.Client(stateset.WithMaxAttempts(-1)) })
}

func TestClock(t *testing.T) {
	t.Parallel()
	start := time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)
	srv := mockserver.New(t, mockserver.WithTime(start))
	clock := srv.Clock()
	require.Equal(t, start, clock.Now())
	_, p := post(t, srv, srv.NewAccount().Key(), "")
	require.Equal(t, start.Unix(), p.Created)

	require.NoError(t, clock.Advance(time.Hour))
	require.NoError(t, clock.Set(start.Add(2*time.Hour)))
	require.Error(t, clock.Advance(-time.Second))
	require.Error(t, clock.Set(start))
	require.Equal(t, start.Add(2*time.Hour), clock.Now())
	srv.Reset()
	require.Equal(t, start, clock.Now())

	real := mockserver.New(t).Clock()
	real.Freeze()
	frozen := real.Now()
	require.Equal(t, frozen, real.Now())
	real.Unfreeze()
	require.False(t, real.Now().Before(frozen))
}

func TestFund(t *testing.T) {
	t.Parallel()
	account := mockserver.New(t).NewAccount()
	require.True(t, account.Balance(recipient, "usdc").IsZero())
	require.NoError(t, account.Fund(recipient, stateset.SSUSD("12.50")))
	require.Equal(t, "12.50 ssusd", account.Balance(recipient, "ssusd").String())
	require.Error(t, account.Fund("nowhere", stateset.SSUSD("1")))
	require.Error(t, account.Fund(recipient, stateset.SSUSD("-1")))
}

func TestAccountsAreUnique(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	one, two := srv.NewAccount(), srv.NewAccount()
	require.NotEqual(t, one.Key(), two.Key())
	require.Equal(t, "sk_test_"+one.Name(), one.Key())
	require.NotEqual(t, one.Treasury(), two.Treasury())
	require.Equal(t, one.Treasury(), srv.Account(one.Name()).Treasury())
}

func TestRegisteredKeysAndConnections(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	status, _ := post(t, srv, "rk_test_a", "")
	require.Equal(t, 403, status)
	require.NoError(t, srv.RegisterKey("rk_test_a", mockserver.KeyActive, "payments:write"))
	status, _ = post(t, srv, "rk_test_a", "")
	require.Equal(t, 201, status)
	require.NoError(t, srv.RegisterKey("rk_test_a", mockserver.KeyExpired))
	status, _ = post(t, srv, "rk_test_a", "")
	require.Equal(t, 401, status)
	require.Error(t, srv.RegisterKey("nonsense", ""))

	_, err := srv.Account("a").Client(stateset.WithAccount("acct_partner")).Balance(t.Context())
	require.ErrorIs(t, err, stateset.ErrPermission)
	srv.Connect("a", "acct_partner")
	_, err = srv.Account("a").Client(stateset.WithAccount("acct_partner")).Balance(t.Context())
	require.NoError(t, err)
}

func TestRequests(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)))
	account := srv.NewAccount()
	post(t, srv, account.Key(), "k")
	requests := srv.Requests()
	require.Len(t, requests, 1)
	require.Equal(t, "Payments.Create", requests[0].Operation)
	require.Regexp(t, `^2024-01-15T10:30:00Z 201 POST /v1/payments req_\w+ test/`+account.Name()+` key=k$`, requests[0].String())
	srv.Reset()
	require.Empty(t, srv.Requests())
}

func TestSameSeedSameResponses(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for range 2 {
		srv := mockserver.New(t, mockserver.WithSeed(42), mockserver.WithTime(time.Unix(1e9, 0)))
		require.EqualValues(t, 42, srv.Seed())
		_, p := post(t, srv, "sk_test_a", "")
		ids[p.ID] = true
	}
	require.Len(t, ids, 1)
	_, p := post(t, mockserver.New(t), "sk_test_a", "")
	require.NotContains(t, ids, p.ID)
}

func TestOneEffectOverTheNetwork(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]mockserver.Option{"memory": nil, "TCP": {mockserver.WithTCP("127.0.0.1:0")}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t, opts...)
			account := srv.NewAccount()
			var wg sync.WaitGroup
			statuses := make([]int, 64)
			for i := range statuses {
				wg.Go(func() { statuses[i], _ = post(t, srv, account.Key(), "k") })
			}
			wg.Wait()
			for _, status := range statuses {
				require.Contains(t, []int{201, 409}, status)
			}
			require.Equal(t, "100.00 ssusd", account.Balance(recipient, "ssusd").String())
		})
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for message, opt := range map[string]mockserver.Option{
		"the address must have a host":             mockserver.WithTCP(""),
		"WithPlan: must be free, starter":          mockserver.WithPlan("gold"),
		"WithTime: must not be the zero time":      mockserver.WithTime(time.Time{}),
		"WithStartTime: must not be the zero time": mockserver.WithStartTime(time.Time{}),
		"missing port": mockserver.WithTCP("127.0.0.1"),
		"invalid port": mockserver.WithTCP("127.0.0.1:99999999"),
	} {
		_, err := mockserver.Start(t.Context(), opt)
		require.ErrorContains(t, err, message)
		require.Panics(t, func() { mockserver.New(t, opt) })
	}
	srv := mockserver.New(t, nil, mockserver.WithLiveKeys(), mockserver.WithPlan(mockserver.PlanFree))
	status, _ := post(t, srv, "sk_live_a", "")
	require.Equal(t, 402, status, "live accounts begin empty")
	codes := map[int]int{}
	for range 30 {
		status, _ := post(t, srv, "sk_test_a", "")
		codes[status]++
	}
	require.Positive(t, codes[429])
}

func TestBrowserSecretKeys(t *testing.T) {
	t.Parallel()
	for want, opts := range map[int][]mockserver.Option{403: nil, 200: {mockserver.WithBrowserSecretKeys()}} {
		srv := mockserver.New(t, opts...)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+"/v1/payments", nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer sk_test_a")
		req.Header.Set("Origin", "https://shop.example")
		resp, err := srv.HTTPClient().Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, want, resp.StatusCode)
	}
}

func TestStartEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	srv, err := mockserver.Start(ctx, mockserver.WithTCP("127.0.0.1:0"))
	require.NoError(t, err)
	cancel()
	srv.Close() // waits for the end
	_, err = net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
	require.Error(t, err)
	srv.Close()
	_, err = mockserver.Start(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

func TestShutdownFinishesRunningRequests(t *testing.T) {
	t.Parallel()
	srv, err := mockserver.Start(context.Background())
	require.NoError(t, err)
	status, _ := post(t, srv, "sk_test_a", "")
	require.Equal(t, 201, status)
	srv.HTTPClient().CloseIdleConnections()
	require.NoError(t, srv.Shutdown(t.Context()))
	_, err = srv.HTTPClient().Get(srv.URL() + "/health")
	require.ErrorIs(t, err, net.ErrClosed)
}

func TestTooLargeBodyHasAResponseOverTheNetwork(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]mockserver.Option{"memory": nil, "TCP": {mockserver.WithTCP("127.0.0.1:0")}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t, opts...)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/v1/payments", strings.NewReader(strings.Repeat(" ", 8<<20)))
			require.NoError(t, err)
			req.Header.Set("Authorization", "Bearer sk_test_a")
			resp, err := srv.HTTPClient().Do(req)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)
		})
	}
}

// recorder is a TB that records the errors of a test.
type recorder struct {
	failed   bool
	cleanups []func()
	logs     []string
}

func (r *recorder) Helper()           {}
func (r *recorder) Name() string      { return "TestOfSomebody" }
func (r *recorder) Failed() bool      { return r.failed }
func (r *recorder) Cleanup(fn func()) { r.cleanups = append(r.cleanups, fn) }
func (r *recorder) Logf(format string, args ...any) {
	r.logs = append(r.logs, fmt.Sprintf(format, args...))
}
func (r *recorder) Errorf(format string, args ...any) {
	r.failed = true
	r.Logf(format, args...)
}

func TestFailedTestLogsSeedAndRequests(t *testing.T) {
	t.Parallel()
	for _, failed := range []bool{false, true} {
		tb := &recorder{}
		srv := mockserver.New(tb, mockserver.WithSeed(99))
		for range 25 {
			post(t, srv, "sk_test_a", "")
		}
		tb.failed = failed
		for _, fn := range tb.cleanups {
			fn()
		}
		if !failed {
			require.Empty(t, tb.logs)
			continue
		}
		require.Equal(t, "mockserver: seed 99, the last 20 of 25 requests:", tb.logs[0])
		require.Len(t, tb.logs, 21)
		require.Contains(t, tb.logs[20], "201 POST /v1/payments req_")
	}
}
