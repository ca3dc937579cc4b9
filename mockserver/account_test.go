package mockserver_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

func TestConnectedAccount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	shop := account.Connected("acct_test_shop")
	require.Equal(t, []string{account.Key(), account.Name()}, []string{shop.Key(), shop.Name()})
	require.NotEqual(t, account.Treasury(), shop.Treasury())
	hooks := newReceiver(t, srv, nil)
	shop.Webhooks().DeliverTo(hooks, hookSecret, webhook.PaymentSucceeded)

	require.NoError(t, shop.Fund(recipient, stateset.SSUSD("12.50")))
	pay(t, account.Client())
	paid, err := account.Client().Payments.Get(t.Context(), pay(t, shop.Client()).ID, stateset.WithAccount("acct_test_shop"))
	require.NoError(t, err, "the client of the handle acts for the shop")
	require.Equal(t, "17.50 ssusd", shop.Balance(recipient, "ssusd").String())
	require.Equal(t, "5.00 ssusd", account.Balance(recipient, "ssusd").String())
	event, err := shop.Events().Wait(t.Context(), webhook.PaymentSucceeded)
	require.NoError(t, err)
	require.Equal(t, paid.ID, event.Data.ResourceID)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.Len(t, hooks.all(), 1)
	require.Len(t, shop.Webhooks().Deliveries(), 1)
	require.Empty(t, account.Webhooks().Deliveries())

	shop.Fail("Balance", mockserver.Status(503), mockserver.Times(1))
	_, err = account.Client(stateset.WithMaxAttempts(1)).Balance(t.Context())
	require.NoError(t, err, "the fault is of the shop")
	_, err = shop.Client(stateset.WithMaxAttempts(1)).Balance(t.Context())
	require.ErrorContains(t, err, "503")
	account.Fail("Balance", mockserver.Status(502), mockserver.Times(1))
	_, err = shop.Client(stateset.WithMaxAttempts(1)).Balance(t.Context())
	require.ErrorContains(t, err, "502", "a fault of the account includes requests on behalf of others")

	shop.Reset()
	require.Empty(t, shop.Events().All())
	require.Len(t, account.Events().All(), 2)
	require.PanicsWithValue(t, `mockserver: connected account "shop": the ID must begin with acct_, as in acct_123`, func() { account.Connected("shop") })
}

// An account whose name looks like that of a connected account is a separate account in
// the journal, in faults and in resets.
func TestNamesOfAccountsDoNotCollide(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	shop := srv.Account("a").Connected("acct_test_b")
	names := []*mockserver.Account{shop, srv.Account("a/acct_test_b"), srv.Account("a%2Facct_test_b"), srv.Account("test/a")}
	for _, account := range names {
		pay(t, account.Client())
	}
	seen := map[string]bool{}
	for _, r := range srv.Requests() {
		seen[r.Account] = true
	}
	require.Equal(t, map[string]bool{
		"test/a/acct_test_b": true, "test/a%2Facct_test_b": true, "test/a%252Facct_test_b": true, "test/test%2Fa": true,
	}, seen)
	for _, account := range names[1:] {
		account.Fail("POST /payments", mockserver.Status(503), mockserver.Times(1))
		status, _ := post(t, srv, account.Key(), "")
		require.Equal(t, 503, status, account.Name())
	}
	srv.Account("a").Reset()
	require.Empty(t, shop.Events().All())
	for _, account := range names[1:] {
		require.Len(t, account.Events().All(), 2, account.Name())
	}
}

func TestResetOfAnAccountOverHTTP(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	one, other := srv.NewAccount(), srv.NewAccount()
	shop := one.Connected("acct_test_shop")
	made := func() (n [3]int) {
		for i, account := range []*mockserver.Account{one, shop, other} {
			n[i] = len(account.Events().All())
		}
		return n
	}
	for _, test := range []struct {
		body   string
		status int
		want   [3]int
	}{
		{`{"account":"` + one.Name() + `","connected":"acct_test_shop"}`, 200, [3]int{2, 0, 2}},
		{`{"account":"` + one.Name() + `"}`, 200, [3]int{0, 0, 2}},
		{`{"account":"nobody","restart_ids":true}`, 200, [3]int{2, 2, 2}},
		{`{"account":""}`, 400, [3]int{2, 2, 2}},
		{`{"connected":"acct_test_shop"}`, 400, [3]int{2, 2, 2}},
		{`{"account":"a","connected":"shop"}`, 400, [3]int{2, 2, 2}},
		{`{"restart_ids":1}`, 400, [3]int{2, 2, 2}},
		{`{}`, 200, [3]int{}},
	} {
		srv.Reset()
		for _, account := range []*mockserver.Account{one, shop, other} {
			pay(t, account.Client())
		}
		resp, err := srv.HTTPClient().Post(srv.URL()+"/_mock/reset", "application/json", strings.NewReader(test.body))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, test.status, resp.StatusCode, test.body)
		require.Equal(t, test.want, made(), test.body)
	}
}
