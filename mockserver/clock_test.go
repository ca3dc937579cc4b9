package mockserver_test

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// birth is the time of servers with a frozen clock.
var birth = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

// payByCard creates a payment that succeeds after an hour of its account's time.
func payByCard(t *testing.T, account *mockserver.Account) *payments.Payment {
	t.Helper()
	p, err := account.Client().Payments.Create(t.Context(), &payments.CreateParams{
		Amount: stateset.USD("5.00"), CustomerID: "cust_test_123",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_pending"}},
	})
	require.NoError(t, err)
	return p
}

func statusOf(t *testing.T, account *mockserver.Account, p *payments.Payment) payments.Status {
	t.Helper()
	now, err := account.Client().Payments.Get(t.Context(), p.ID)
	require.NoError(t, err)
	return now.Status
}

// Tests that share a server move the clocks of their accounts concurrently. Each account
// sees its own moves only.
func TestAccountsMoveIndependently(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(birth))
	for i := range 8 {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			account := srv.NewAccount()
			hooks := newReceiver(t, srv, nil)
			account.Webhooks().DeliverTo(hooks, hookSecret)
			moved := birth
			for step := range 10 {
				p := payByCard(t, account)
				require.Equal(t, moved, p.CreatedAt)
				d := time.Duration(20+10*((i+step)%5)) * time.Minute // 20 to 60
				require.NoError(t, account.Clock().Advance(d))
				moved = moved.Add(d)
				require.Equal(t, moved, account.Clock().Now())
				want := payments.StatusProcessing
				if d == time.Hour {
					want = payments.StatusSucceeded
				}
				require.Equal(t, want, statusOf(t, account, p))
			}
			require.NoError(t, account.Clock().Advance(time.Hour))
			events := account.Events().All()
			require.Len(t, events, 20, "created and succeeded")
			require.Len(t, hooks.all(), 20, "Advance waits for deliveries")
			for _, event := range events[10:] {
				require.False(t, event.CreatedAt.After(account.Clock().Now()))
			}
		})
	}
	t.Cleanup(func() { require.Equal(t, birth, srv.Clock().Now()) })
}

func TestEffectsOfTheAccountClock(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(birth), mockserver.WithPlan(mockserver.PlanFree))
	account, other := srv.NewAccount(), srv.NewAccount()
	shop := account.Connected("acct_test_shop")
	require.NoError(t, account.Clock().Advance(25*time.Hour))
	require.NoError(t, shop.Clock().Advance(50*time.Hour))
	later, latest := birth.Add(25*time.Hour), birth.Add(50*time.Hour)

	headers := func(a *mockserver.Account) http.Header {
		var resp stateset.Response
		_, err := a.Client().Balance(t.Context(), stateset.WithResponse(&resp))
		require.NoError(t, err)
		return resp.Header
	}
	for a, at := range map[*mockserver.Account][2]time.Time{account: {later, later}, other: {birth, birth}, shop: {latest, later}} {
		header := headers(a)
		require.Equal(t, at[0].Format(http.TimeFormat), header.Get("Date"))
		require.Equal(t, strconv.FormatInt(at[1].Unix()+1, 10), header.Get("X-Ratelimit-Reset"), "the bucket is the caller's")
		require.Equal(t, at[0], pay(t, a.Client()).CreatedAt)
		event, err := a.Events().Wait(t.Context(), webhook.PaymentSucceeded)
		require.NoError(t, err)
		require.Equal(t, at[0], event.CreatedAt)
	}
	requests := srv.Requests()
	require.NotEmpty(t, requests)
	for _, r := range requests {
		want := map[string]time.Time{"test/" + account.Name(): later, "test/" + other.Name(): birth, "test/" + account.Name() + "/acct_test_shop": latest}
		require.Equal(t, want[r.Account], r.Time, r.String())
	}
	require.NoError(t, srv.Clock().Set(birth.Add(time.Hour)))
	require.Equal(t, later.Add(time.Hour), account.Clock().Now(), "the offset stays")
	account.Reset()
	require.Equal(t, birth.Add(time.Hour), account.Clock().Now())
}

func TestIdempotencyKeysFollowTheirAccount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(birth))
	account, other := srv.NewAccount(), srv.NewAccount()
	id := func(a *mockserver.Account) string {
		_, p := post(t, srv, a.Key(), "key")
		return p.ID
	}
	first, others := id(account), id(other)
	require.NoError(t, account.Clock().Advance(24*time.Hour-time.Second))
	require.Equal(t, first, id(account))
	require.NoError(t, account.Clock().Advance(time.Second))
	second := id(account)
	require.NotEqual(t, first, second)
	require.Equal(t, others, id(other))
	require.NoError(t, srv.Clock().Advance(24*time.Hour))
	require.NotEqual(t, others, id(other))
	require.NotContains(t, []string{first, second}, id(account))
}

func TestRateLimitsFollowTheirAccount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(birth), mockserver.WithPlan(mockserver.PlanFree))
	account, other := srv.NewAccount(), srv.NewAccount()
	use := func(a *mockserver.Account) (allowed int) {
		client := a.Client(stateset.WithMaxAttempts(1))
		for {
			if _, err := client.Balance(t.Context()); err != nil {
				require.ErrorIs(t, err, stateset.ErrRateLimited)
				return allowed
			}
			allowed++
		}
	}
	require.Equal(t, []int{20, 20}, []int{use(account), use(other)})
	require.NoError(t, account.Clock().Advance(time.Second))
	require.Equal(t, []int{10, 0}, []int{use(account), use(other)})
	require.NoError(t, srv.Clock().Advance(500*time.Millisecond))
	require.Equal(t, []int{5, 5}, []int{use(account), use(other)})
}

// A receiver that does not respond delays the move of its own account only.
func TestMoveDoesNotWaitForOtherAccounts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		stalled, account := srv.NewAccount(), srv.NewAccount()
		release := make(chan struct{})
		stalled.Webhooks().DeliverTo(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
		}), hookSecret, webhook.PaymentCreated)
		pay(t, stalled.Client())
		hooks := newReceiver(t, srv, nil)
		account.Webhooks().DeliverTo(hooks, hookSecret, webhook.PaymentSucceeded)
		p := payByCard(t, account)

		begun, moved := time.Now(), make(chan time.Duration)
		go func() {
			if err := stalled.Clock().Advance(time.Hour); err != nil {
				t.Error(err)
			}
			moved <- time.Since(begun)
		}()
		synctest.Wait()
		require.NoError(t, account.Clock().Advance(time.Hour))
		require.Equal(t, payments.StatusSucceeded, statusOf(t, account, p))
		require.Len(t, hooks.all(), 1)
		require.Zero(t, time.Since(begun))
		require.NoError(t, account.Webhooks().Settle(t.Context()))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for _, webhooks := range []*mockserver.Webhooks{stalled.Webhooks(), srv.Webhooks()} {
			require.ErrorIs(t, webhooks.Settle(ctx), context.DeadlineExceeded)
		}
		<-time.After(2 * time.Second)
		close(release)
		require.Equal(t, 3*time.Second, <-moved)
	})
}

// The first use of an account may be a move. Its test data is then as old as the move is
// long.
func TestMoveCreatesItsAccount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(birth))
	account := srv.NewAccount()
	require.NoError(t, account.Clock().Advance(40*24*time.Hour))
	event, err := account.Events().Wait(t.Context(), webhook.InvoiceOverdue)
	require.NoError(t, err)
	require.Equal(t, "inv_1234567890", event.Data.ResourceID)
	order, err := account.Client().Orders.Get(t.Context(), "ord_test_789")
	require.NoError(t, err)
	require.Equal(t, birth, order.CreatedAt)
	require.ErrorContains(t, account.Clock().Advance(-1), "time only goes forward")
}

// Signatures have real time, so receivers accept them at any time of the account.
func TestSignaturesOfAccountsThatMoved(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		opts   []mockserver.Option
		failed bool
	}{
		"real time": {nil, false}, "server time": {[]mockserver.Option{mockserver.WithServerTimeSignatures()}, true},
	} {
		srv := mockserver.New(t, test.opts...)
		account := srv.NewAccount()
		hooks := newReceiver(t, srv, nil)
		account.Webhooks().DeliverTo(hooks, hookSecret, webhook.PaymentSucceeded)
		require.NoError(t, account.Clock().Advance(time.Hour))
		pay(t, account.Client())
		require.NoError(t, srv.Webhooks().Settle(t.Context()))
		require.Equal(t, test.failed, hooks.all()[0].err != nil, name)
	}
}

// Concurrent moves, resets, requests and deliveries of many accounts leave an idle server
// with a balanced ledger.
func TestMovesUnderLoad(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	var running sync.WaitGroup
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Stateset-Event") == "payment.created" {
			w.WriteHeader(http.StatusInternalServerError) // to be retried
		}
	})
	srv.Webhooks().DeliverTo(handler, hookSecret)
	for range 6 {
		account := srv.NewAccount()
		running.Go(func() {
			for i := range 10 {
				_, err := account.Client().Payments.Create(context.Background(), &payments.CreateParams{Amount: stateset.SSUSD("1.00"), Recipient: recipient})
				if err != nil {
					t.Error(err)
				}
				if err := account.Clock().Advance(10 * time.Minute); err != nil {
					t.Error(err)
				}
				if i == 5 {
					account.Reset()
				}
			}
		})
	}
	for range 5 {
		if err := srv.Clock().Advance(time.Minute); err != nil {
			t.Error(err)
		}
	}
	running.Wait()
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.NoError(t, srv.Clock().Advance(24*time.Hour))
	for _, d := range srv.Webhooks().Deliveries() {
		require.NotEqual(t, webhook.DeliveryPending, d.Status)
	}
}
