package httpapi

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestControlClock(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	payment := f.call("POST", "/v1/payments", cardPayment("tok_pending")).ok()
	require.Equal(t, "processing", payment.at("status"))
	moved := f.control("POST", "/clock/advance", `{"seconds":3600}`).ok()
	require.Equal(t, begin.Add(time.Hour).Format(time.RFC3339), moved.at("now"))
	require.Equal(t, "true", moved.at("frozen"))
	require.Equal(t, "succeeded", f.call("GET", "/v1/payments/"+payment.at("id"), "").at("status"), "due work has run")
	require.Equal(t, moved.body, f.control("GET", "/clock", "").ok().body)
	for _, body := range []string{`{"seconds":-1}`, `{"seconds":"x"}`, `{"seconds":99999999999}`, `{"seconds":[1]}`} {
		f.control("POST", "/clock/advance", body).refused(400, "parameter_invalid", "seconds")
	}
	f.control("POST", "/clock/advance", "").refused(400, "parameter_missing", "seconds")
	f.control("POST", "/clock/advance", `{"second":1}`).refused(400, "parameter_unknown", "second")
}

func TestControlWallets(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	const wallet = "stateset1somebodyswallet"
	f.call("POST", "/v1/order/pay", orderPay("order_1234567890", wallet, "150.00")).refused(402, "INSUFFICIENT_FUNDS", "null")
	got := f.control("POST", "/wallets/fund", `{"account":"abc","address":"`+wallet+`","amount":{"value":"151.00","denom":"ssusd"}}`).ok()
	require.Equal(t, "151.00", got.at("balance.value"))
	f.call("POST", "/v1/order/pay", orderPay("order_1234567890", wallet, "150.00")).ok()
	f.control("POST", "/wallets/fund", `{"account":"a b","address":"x","amount":{"value":"1"}}`).refused(400, "parameter_invalid", "account")
	f.control("POST", "/wallets/fund", `{"account":"abc","address":"x","amount":{"value":"1"}}`).refused(400, "INVALID_WALLET_ADDRESS", "address")
}

func TestControlKeys(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	got := f.control("POST", "/keys", `{"key":"rk_test_abcdefghij","scopes":["payments:read"]}`).ok()
	require.Equal(t, `{"key":"rk_test_…ghij","scopes":["payments:read"],"status":"active"}`, got.body)
	f.call("GET", "/v1/payments", "", "Authorization", "Bearer rk_test_abcdefghij").ok()
	f.control("POST", "/keys", `{"key":"rk_test_abcdefghij","status":"revoked"}`).ok()
	f.call("GET", "/v1/payments", "", "Authorization", "Bearer rk_test_abcdefghij").refused(401, "api_key_revoked", "null")
	f.control("POST", "/keys", `{"key":"rk_test_a","scopes":["payment:read"]}`).refused(400, "parameter_invalid", "scopes[0]")
	f.control("POST", "/keys", `{"key":"rk_test_a","status":"lost"}`).refused(400, "parameter_invalid", "status")
	bad := f.control("POST", "/keys", `{"key":"whsec_secret"}`).refused(400, "parameter_invalid", "key")
	require.NotContains(t, bad.body, "whsec_secret")
	require.Error(t, f.server.RegisterKey(Key{Text: "whsec_x"}))
	require.Error(t, f.server.RegisterKey(Key{Text: "rk_test_x", Status: "lost"}))
	require.ErrorContains(t, f.server.RegisterKey(Key{Text: "rk_test_x", Scopes: []string{"payment:read"}}), "did you mean payments:read?")
}

func TestControlConnections(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("GET", "/v1/payments", "", "X-Account-Id", "acct_partner").refused(403, "account_not_connected", "null")
	f.control("POST", "/connections", `{"account":"abc","connected":"acct_partner"}`).ok()
	f.call("GET", "/v1/payments", "", "X-Account-Id", "acct_partner").ok()
	f.control("POST", "/connections", `{"account":"abc","connected":"partner"}`).refused(400, "parameter_invalid", "connected")
}

func TestControlReset(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, plan(PlanFree))
	f.pay(1, "")
	f.advance(time.Hour)
	require.NoError(t, f.server.RegisterKey(Key{Text: "sk_test_gone", Status: KeyRevoked}))
	f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").ok()
	got := f.control("POST", "/reset", "").ok()
	require.Equal(t, begin.Format(time.RFC3339), got.at("now"))
	require.Equal(t, "<none>", f.control("GET", "/requests", "").ok().at("data.0"))
	require.Equal(t, "19", f.call("GET", "/v1/account/balance", "").header.Get("X-RateLimit-Remaining"))
	require.Equal(t, "1", f.payments(), "the seeded one")
	f.call("GET", "/v1/payments", "", "Authorization", "Bearer sk_test_gone").ok()
	f.call("POST", "/v1/payments", cardPayment("tok_visa"), "Idempotency-Key", "k").ok()
}

func TestControlRoutes(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	require.Equal(t, `{"status":"ok","version":"dev"}`, f.control("GET", "/health", "").ok().body)
	f.control("GET", "/nowhere", "").refused(404, "route_not_found", "null")
	got := f.control("GET", "/reset", "").refused(405, "method_not_allowed", "null")
	require.Equal(t, "POST", got.header.Get("Allow"))
	f.control("GET", "/health?x=1", "").refused(400, "parameter_unknown", "x")
	f.control("POST", "/clock/advance", "{").refused(400, "request_invalid", "null")
	f.control("POST", "/clock/advance", strings.Repeat(" ", maxBody+1)).refused(413, "payload_too_large", "null")
}

// TestControlTakesCurlsWord sends a body like curl -d, with the media type of a form.
func TestControlTakesCurlsWord(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	request := httptest.NewRequest("POST", "http://localhost/_mock/clock/advance", strings.NewReader(`{"seconds":60}`))
	request.RemoteAddr = "127.0.0.1:5000"
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	f.server.ServeHTTP(recorder, request)
	require.Equal(t, 200, recorder.Code, recorder.Body.String())
}
