package httpapi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Calls accept an account in the form in which responses show it.
func TestControlAccountForms(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for body, account := range map[string]string{
		`{"account":"abc"}`:                                   "test/abc",
		`{"account":"test/abc"}`:                              "test/abc",
		`{"account":"live/abc"}`:                              "live/abc",
		`{"account":"abc/acct_shop"}`:                         "test/abc/acct_shop",
		`{"account":"test/abc","connected":"acct_shop"}`:      "test/abc/acct_shop",
		`{"account":"abc/acct_shop","connected":"acct_shop"}`: "test/abc/acct_shop",
		`{"account":"test/a%2Fb%25"}`:                         "test/a%2Fb%25",
		`{"account":"test/test%2Fabc"}`:                       "test/test%2Fabc",
	} {
		require.Equal(t, account, f.control("POST", "/reset", body).ok().at("account"), body)
	}
	require.Equal(t, "test/abc/acct_shop", f.control("GET", "/clock?account=abc&connected=acct_shop", "").ok().at("account"))
	require.Equal(t, "test/abc", f.control("POST", "/connections", `{"account":"test/abc","connected":"acct_shop"}`).ok().at("account"))
}

func TestControlAccountRefuses(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for body, param := range map[string]string{
		`{"account":"sk_test_abc"}`:                        "account",
		`{"account":"rk_live_abc"}`:                        "account",
		`{"account":"test/"}`:                              "account",
		`{"account":"abc/shop"}`:                           "account",
		`{"account":"a b"}`:                                "account",
		`{"connected":"acct_a"}`:                           "connected",
		`{"account":"abc/acct_a","connected":"acct_shop"}`: "connected",
	} {
		f.control("POST", "/reset", body).refused(400, "parameter_invalid", param)
	}
	f.control("POST", "/connections", `{"account":"abc/acct_a","connected":"acct_b"}`).refused(400, "parameter_invalid", "account")
	f.control("POST", "/verify", `{"account":"sk_test_abc","count":0}`).refused(400, "parameter_invalid", "account")
	f.control("GET", "/requests?account=sk_test_abc", "").refused(400, "parameter_invalid", "account")
	f.control("DELETE", "/requests?account=sk_test_abc", "").refused(400, "parameter_invalid", "account")
	got := f.control("GET", "/clock?account=sk_test_secret", "").refused(400, "parameter_invalid", "account")
	require.NotContains(t, got.body, "secret")
}

func TestFaultsOfAConnectedAccount(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	got := f.control("POST", "/webhooks/faults", `{"types":"*","fault":"drop","account":"abc","connected":"acct_test_shop"}`).ok()
	require.Equal(t, "test/abc/acct_test_shop", got.at("data.0.account"))
	require.Equal(t, "<none>", f.control("GET", "/webhooks/deliveries?account=abc&connected=acct_test_shop", "").ok().at("data.0"))
}
