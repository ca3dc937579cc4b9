package httpapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestControlAccounts(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("GET", "/v1/payments", "", "Authorization", "Bearer sk_test_reader").ok()
	require.Equal(t, `{"data":[],"has_more":false}`, f.control("GET", "/accounts", "").ok().body, "a read creates no account")
	f.pay(1, "")
	f.call("POST", "/v1/payments", tokenPayment, "Authorization", "Bearer sk_test_b", "X-Account-Id", "acct_test_shop").ok()
	f.control("POST", "/clock/advance", `{"seconds":60,"account":"abc"}`).ok()
	got := f.control("GET", "/accounts", "").ok()
	require.Equal(t, "test/abc", got.at("data.0.account"))
	require.Equal(t, begin.Add(time.Minute).Format(time.RFC3339), got.at("data.0.now"))
	require.Equal(t, "2", got.at("data.0.payments"), "one of the test data")
	require.NotEqual(t, "0", got.at("data.0.ledger_entries"))
	require.Equal(t, "test/b/acct_test_shop", got.at("data.1.account"))
	require.Equal(t, "<none>", got.at("data.2"))
	require.Equal(t, "test/b/acct_test_shop", f.control("GET", "/accounts?search=shop", "").ok().at("data.0.account"))
	limited := f.control("GET", "/accounts?limit=1", "").ok()
	require.Equal(t, []string{"true", "<none>"}, []string{limited.at("has_more"), limited.at("data.1")})
	f.control("GET", "/accounts?limit=0", "").refused(400, "parameter_invalid", "limit")
}

func TestControlListsWallets(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.control("GET", "/wallets?account=abc", "").refused(404, "resource_not_found", "null")
	f.control("GET", "/wallets", "").refused(400, "parameter_missing", "account")
	require.Equal(t, "<none>", f.control("GET", "/accounts", "").ok().at("data.0"), "the call creates no account")
	f.call("POST", "/v1/payments", tokenPayment).ok()
	f.control("POST", "/wallets/fund", `{"account":"abc","address":"stateset1somebodyswallet","amount":{"value":"0.50","denom":"ssusd"}}`).ok()
	got := f.control("GET", "/wallets?account=abc", "").ok()
	require.Equal(t, []string{"ssusd", "1002000000.50", "0.00", "1002000000.50", "true"}, []string{
		got.at("data.0.denom"), got.at("data.0.issued"), got.at("data.0.redeemed"), got.at("data.0.held"), got.at("data.0.balanced"),
	})
	require.Equal(t, "usdc", got.at("data.1.denom"))
	require.Contains(t, got.body, `{"address":"stateset1somebodyswallet","treasury":false,"available":"0.50","locked":"0.00"}`)
	require.Contains(t, got.body, `"treasury":true`)
	limited := f.control("GET", "/wallets?account=abc&limit=1", "").ok()
	require.Equal(t, []string{"true", "<none>", "1002000000.50"}, []string{
		limited.at("data.0.has_more"), limited.at("data.0.wallets.1"), limited.at("data.0.held"),
	})
}
