package mockserver_test

import (
	"fmt"
	"strings"
	"sync"

	"context"
	stateset "github.com/stateset/stateset-go"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// counted is a handler with one store that counts the payments it handles.
func counted(t *testing.T) (handler http.Handler, handled map[string]int) {
	t.Helper()
	verifier, err := webhook.NewVerifier(hookSecret)
	require.NoError(t, err)
	mux, handled := webhook.NewMux(), map[string]int{}
	webhook.On(mux, webhook.PaymentSucceeded, func(_ context.Context, _ *webhook.Event, p *payments.Payment) error {
		handled[p.ID]++
		return nil
	})
	return verifier.Handler(mux, webhook.WithStore(webhook.NewMemoryStore())), handled
}

// A receiver outlives the state of the server: its store has the events of all resets.
func TestReceiverHandlesEventsAfterResets(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]mockserver.Option{
		"random seed": nil, "chosen seed": {mockserver.WithSeed(7), mockserver.WithTime(time.Unix(1e9, 0))},
	} {
		srv := mockserver.New(t, opts...)
		handler, handled := counted(t)
		srv.Webhooks().DeliverTo(handler, hookSecret, webhook.PaymentSucceeded)
		account := srv.NewAccount()
		requests := map[string]bool{}
		paid := 0
		for range 4 {
			for range 3 {
				pay(t, account.Client())
				paid++
			}
			require.NoError(t, srv.Webhooks().Settle(t.Context()))
			require.Len(t, handled, paid, name)
			for _, r := range srv.Requests() {
				requests[r.RequestID] = true
			}
			srv.Reset()
		}
		require.Len(t, requests, paid, name)
	}
}

func TestResetThatRestartsIDs(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithSeed(7))
	account := srv.NewAccount()
	first := pay(t, account.Client()).ID
	srv.Reset()
	second := pay(t, account.Client()).ID
	srv.Reset(mockserver.RestartIDs())
	require.Equal(t, first, pay(t, account.Client()).ID)
	srv.Reset()
	require.NotContains(t, []string{first, second}, pay(t, account.Client()).ID)
}

// shop is an account with data of every kind that a reset removes.
type shop struct {
	account  *mockserver.Account
	client   *stateset.Client
	hooks    *receiver
	card     *payments.Payment // succeeds in an hour
	paid     *payments.Payment // under the key "once"
	restrict string            // a registered key
}

func newShop(t *testing.T, srv *mockserver.Server) *shop {
	t.Helper()
	s := &shop{account: srv.NewAccount(), hooks: newReceiver(t, srv, nil)}
	s.client = s.account.Client(stateset.WithMaxAttempts(1))
	s.account.Webhooks().DeliverTo(s.hooks, hookSecret)
	s.account.Webhooks().Disturb(webhook.Type("order.*"), mockserver.Dropped(), mockserver.Optional())
	s.account.Fail("GET /orders", mockserver.Status(503), mockserver.Optional())
	s.restrict = "rk_test_" + s.account.Name()
	require.NoError(t, srv.RegisterKey(s.restrict, mockserver.KeyActive, "payments:write"))
	srv.Connect(s.account.Name(), "acct_partner")
	var err error
	s.card, err = s.client.Payments.Create(t.Context(), &payments.CreateParams{
		Amount: stateset.USD("5.00"), CustomerID: "cust_test_123",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_pending"}},
	})
	require.NoError(t, err)
	s.paid = s.pay(t)
	pay(t, s.account.Connected("acct_partner").Client())
	return s
}

// pay sends the same payment with the same key in every call.
func (s *shop) pay(t *testing.T) *payments.Payment {
	t.Helper()
	p, err := s.client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("5.00"), Recipient: recipient}, stateset.WithIdempotencyKey("once"))
	require.NoError(t, err)
	return p
}

// counts returns the numbers of objects of the account.
func (s *shop) counts(t *testing.T, srv *mockserver.Server) map[string]int {
	t.Helper()
	status, _ := post(t, srv, s.restrict, "")
	page, err := s.client.Payments.List(t.Context(), nil)
	require.NoError(t, err)
	_, faulty := s.client.Orders.List(t.Context(), nil)
	_, partner := s.client.Balance(t.Context(), stateset.WithAccount("acct_partner"))
	connected := 0
	if partner == nil {
		connected = len(s.account.Connected("acct_partner").Events().All())
	}
	return map[string]int{
		"status of the registered key": status, "payments": len(page.Data), "events": len(s.account.Events().All()),
		"deliveries": len(s.account.Webhooks().Deliveries()), "faults": strings.Count(fmt.Sprint(faulty), "503"), "events of the partner": connected,
	}
}

func TestResetOfOneAccount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(time.Unix(1e9, 0)), mockserver.WithPlan(mockserver.PlanFree))
	one, other := newShop(t, srv), newShop(t, srv)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	full := map[string]int{
		"status of the registered key": 201, "payments": 4, "events": 5, "deliveries": 5, "faults": 1, "events of the partner": 2,
	}
	require.Equal(t, full, one.counts(t, srv))
	one.account.Reset()
	for _, r := range srv.Requests() {
		require.Equal(t, "test/"+other.account.Name(), strings.TrimSuffix(r.Account, "/acct_partner"), "the requests of one are gone")
	}
	require.NotEqual(t, one.paid.ID, one.pay(t).ID, "the stored response is gone")
	require.Equal(t, other.paid.ID, other.pay(t).ID, "a replay")
	require.Equal(t, full, other.counts(t, srv))
	require.Equal(t, map[string]int{
		"status of the registered key": 403, "payments": 2, "events": 2, "deliveries": 0, "faults": 0, "events of the partner": 0,
	}, one.counts(t, srv))

	require.NoError(t, srv.Clock().Advance(2*time.Hour))
	for s, want := range map[*shop]bool{one: false, other: true} {
		succeeded := false
		for _, event := range s.account.Events().All() {
			succeeded = succeeded || event.Type == webhook.Type(webhook.PaymentSucceeded) && event.Data.ResourceID == s.card.ID
		}
		require.Equal(t, want, succeeded, "the job of the pending payment")
	}
}

func TestResetOfAnAccountRestartsIDs(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithSeed(7))
	account, partner := srv.NewAccount(), srv.NewAccount().Connected("acct_test_partner")
	ids := map[string]bool{}
	for _, a := range []*mockserver.Account{account, partner} {
		first := pay(t, a.Client()).ID
		a.Reset()
		second := pay(t, a.Client()).ID
		a.Reset(mockserver.RestartIDs())
		require.Equal(t, first, pay(t, a.Client()).ID)
		a.Reset()
		ids[first], ids[second], ids[pay(t, a.Client()).ID] = true, true, true
	}
	srv.Reset()
	ids[pay(t, account.Client()).ID] = true
	require.Len(t, ids, 2*3+1)
}

func TestResetOfAnAccountEndsItsDeliveries(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	begun, ended := make(chan string, 2), make(chan string, 2)
	release := make(chan struct{})
	hang := func(name string) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			begun <- name
			select {
			case <-r.Context().Done():
				ended <- name + " canceled"
			case <-release:
				ended <- name + " handled"
			}
		})
	}
	one, other := srv.NewAccount(), srv.NewAccount()
	one.Webhooks().DeliverTo(hang("one"), hookSecret, webhook.PaymentSucceeded)
	other.Webhooks().DeliverTo(hang("other"), hookSecret, webhook.PaymentSucceeded)
	for _, a := range []*mockserver.Account{one, other} {
		pay(t, a.Client())
		<-begun
	}
	one.Reset()
	require.Equal(t, "one canceled", <-ended)
	close(release)
	require.Equal(t, "other handled", <-ended)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.Empty(t, one.Webhooks().Deliveries())
	require.Equal(t, webhook.DeliverySucceeded, other.Webhooks().Deliveries()[0].Status)
}

// After a request that ran during a reset of its account, the stored response belongs to
// the present account.
func TestResetOfAnAccountUnderLoad(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	one, other := srv.NewAccount(), srv.NewAccount()
	var running sync.WaitGroup
	for worker := range 4 {
		running.Go(func() {
			for i := range 20 {
				status, _ := post(t, srv, one.Key(), fmt.Sprintf("%d-%d", worker, i%5))
				if status != 201 {
					t.Errorf("status %d", status)
				}
			}
		})
	}
	for range 10 {
		one.Reset()
		pay(t, other.Client())
	}
	running.Wait()
	for worker := range 4 {
		for i := range 5 {
			_, p := post(t, srv, one.Key(), fmt.Sprintf("%d-%d", worker, i))
			_, err := one.Client().Payments.Get(t.Context(), p.ID)
			require.NoError(t, err)
		}
	}
	require.Len(t, other.Events().All(), 2*10)
}
