package httpapi

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/spec"
)

func TestAuthorizationHeader(t *testing.T) {
	t.Parallel()
	for header, code := range map[string]string{
		"Bearer sk_test_abc":     "",
		"bearer   sk_test_abc  ": "",
		"Bearer sk_test_a-b_c.9": "",
		"":                       "api_key_missing",
		"  ":                     "api_key_missing",
		"Bearer":                 "invalid_api_key",
		"Bearer sk_test_":        "invalid_api_key",
		"Bearer sk_abc":          "invalid_api_key",
		"Bearer sk_prod_abc":     "invalid_api_key",
		"Bearer xk_test_abc":     "invalid_api_key",
		"Bearer sk_test_a b":     "invalid_api_key",
		"Bearer sk_test_ä":       "invalid_api_key",
		"Bearer sk_test_" + strings.Repeat("a", 256): "invalid_api_key",
		"Basic c2tfdGVzdF9hYmM=":                     "invalid_api_key",
		"sk_test_abc":                                "invalid_api_key",
		"Bearer sk_live_abcdefghijkl":                "live_key_refused",
	} {
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			got := newTestServer(t).call("GET", "/v1/account/balance", "", "Authorization", header)
			if code == "" {
				got.ok()
				return
			}
			got.refused(401, code, "null")
			require.NotContains(t, got.body, "abcdefgh", "keys are not repeated")
			require.Empty(t, got.header.Get("X-RateLimit-Limit"))
		})
	}
}

func TestTwoAuthorizationHeaders(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "/v1/payments", nil)
	r.Header["Authorization"] = []string{"Bearer sk_test_a", "Bearer sk_test_b"}
	newTestServer(t).send(r).refused(401, "invalid_api_key", "null")
}

func TestKeysNameAccounts(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, func(o *Options) { o.AcceptLiveKeys = true })
	id := f.call("POST", "/v1/payments", tokenPayment).ok().at("id")
	for _, test := range []struct {
		headers []string
		found   bool
	}{
		{nil, true},
		{[]string{"Authorization", "Bearer sk_test_other"}, false},
		{[]string{"Authorization", "Bearer sk_live_abc"}, false},
		{[]string{"X-Account-Id", "acct_test_1"}, false},
	} {
		got := f.call("GET", "/v1/payments/"+id, "", test.headers...)
		require.Equal(t, test.found, got.status == 200, got.body)
	}
	live := f.call("GET", "/v1/account/balance", "", "Authorization", "Bearer sk_live_abc").ok()
	require.Equal(t, "true", live.at("livemode"))
}

func TestConnectedAccounts(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, func(o *Options) { o.AcceptLiveKeys = true })
	f.server.Connect("abc", "acct_partner")
	for _, test := range []struct {
		id, key string
		status  int
	}{
		{"acct_test_1", "sk_test_abc", 200},
		{"acct_partner", "sk_test_abc", 200},
		{"acct_partner", "sk_live_abc", 200},
		{"acct_partner", "sk_test_other", 403},
		{"acct_test_1", "sk_live_abc", 403}, // test and live data are separate
		{"acct_test_", "sk_test_abc", 403},
		{"acct_", "sk_test_abc", 403},
		{"partner", "sk_test_abc", 403},
	} {
		got := f.call("GET", "/v1/payments", "", "X-Account-Id", test.id, "Authorization", "Bearer "+test.key)
		require.Equal(t, test.status, got.status, "%+v %s", test, got.body)
	}
	// One account for each caller.
	id := f.call("POST", "/v1/payments", tokenPayment, "X-Account-Id", "acct_test_1").ok().at("id")
	f.call("GET", "/v1/payments/"+id, "", "X-Account-Id", "acct_test_1").ok()
	f.call("GET", "/v1/payments/"+id, "", "X-Account-Id", "acct_test_1", "Authorization", "Bearer sk_test_other").refused(404, "resource_not_found", "null")
}

func TestScopes(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	require.NoError(t, f.server.RegisterKey(Key{Text: "rk_test_abc", Scopes: []string{"payments:read", "orders:write"}}))
	for _, test := range []struct {
		key, method, path, body string
		message                 string // empty: allowed
	}{
		{"rk_test_abc", "GET", "/v1/payments", "", ""},
		{"rk_test_abc", "GET", "/v1/refunds", "", ""},
		{"rk_test_abc", "GET", "/v1/account/balance", "", ""},
		{"rk_test_abc", "POST", "/v1/payments", tokenPayment, "This restricted key lacks the scope 'payments:write'"},
		{"rk_test_abc", "POST", "/v1/payments/create", tokenPayment, "This restricted key lacks the scope 'payments:write'"},
		{"rk_test_abc", "GET", "/v1/orders", "", "This restricted key lacks the scope 'orders:read'"},
		{"rk_test_new", "GET", "/v1/payments", "", "This restricted key lacks the scope 'payments:read'"},
		{"rk_test_new", "GET", "/v1/account/balance", "", ""},
		{"pk_test_abc", "GET", "/v1/account/balance", "", ""},
		{"pk_test_abc", "GET", "/v1/payments", "", "Public keys (pk_) cannot call GET /v1/payments: use a secret key on your server"},
	} {
		got := f.call(test.method, test.path, test.body, "Authorization", "Bearer "+test.key)
		if test.message == "" {
			got.ok()
			continue
		}
		got.refused(403, "insufficient_permissions", "null")
		require.Equal(t, test.message, got.at("error.message"))
		require.Equal(t, "1000000", got.header.Get("X-RateLimit-Limit"))
	}
}

func TestOpenOperationNeedsNoKey(t *testing.T) {
	t.Parallel()
	operations := handlers()
	operations["Stablecoin.Reserves"] = operation{handle: func(c *call) (answer, error) {
		if c.account == nil {
			return answer{200, []byte(`"nobody"`)}, nil
		}
		return answer{200, []byte(`"somebody"`)}, nil
	}}
	f := newTestServerWith(t, operations)
	require.Equal(t, `"nobody"`, f.call("GET", "/v1/stablecoin/reserves", "", "Authorization", "").ok().body)
	require.Equal(t, `"somebody"`, f.call("GET", "/v1/stablecoin/reserves", "", "Authorization", "Bearer pk_test_a").ok().body)
	f.call("GET", "/v1/stablecoin/reserves", "", "Authorization", "Bearer x").refused(401, "invalid_api_key", "null")
	f.call("POST", "/v1/stablecoin/reserves", "", "Authorization", "").refused(401, "api_key_missing", "null")
}

func TestBrowsers(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("GET", "/v1/account/balance", "", "Origin", "https://shop.example").refused(403, "insufficient_permissions", "null")
	f.call("GET", "/v1/account/balance", "", "Origin", "https://shop.example", "Authorization", "Bearer pk_test_abc").ok()
	open := newTestServer(t, func(o *Options) { o.BrowserSecretKeys = true })
	open.call("GET", "/v1/account/balance", "", "Origin", "https://shop.example").ok()

	for _, path := range []string{"/v1/payments", "/nowhere", "/health"} {
		got := f.call("OPTIONS", path, "", "Authorization", "", "Origin", "https://shop.example")
		require.Equal(t, 204, got.status)
		require.Empty(t, got.body)
		require.Empty(t, got.header.Get("Content-Length"))
		require.Equal(t, "*", got.header.Get("Access-Control-Allow-Origin"))
		require.Equal(t, "7200", got.header.Get("Access-Control-Max-Age"))
		require.Empty(t, got.header.Get("Access-Control-Allow-Private-Network"))
		private := f.call("OPTIONS", path, "", "Authorization", "", "Access-Control-Request-Private-Network", "true")
		require.Equal(t, "true", private.header.Get("Access-Control-Allow-Private-Network"))
	}
	header := f.call("GET", "/v1/account/balance", "").header
	require.Equal(t, "Authorization, Content-Type, Idempotency-Key, X-Account-Id, X-Request-Id, traceparent, tracestate, baggage", header.Get("Access-Control-Allow-Headers"))
	require.Empty(t, header.Get("Access-Control-Max-Age"), "only a preflight has an age")
	require.Contains(t, header.Get("Access-Control-Expose-Headers"), "X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset")
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	made := `^req_[a-z0-9]{24}$`
	for given, echoed := range map[string]bool{
		"my-id": true, strings.Repeat("x", 128): true, "": false,
		strings.Repeat("x", 129): false, "a b": false, "é": false, "a\x7f": false,
	} {
		got := f.call("GET", "/v1/account/balance", "", "X-Request-Id", given).header.Get("X-Request-Id")
		if echoed {
			require.Equal(t, given, got)
		} else {
			require.Regexp(t, made, got)
		}
	}
	first := f.call("GET", "/nowhere", "", "Authorization", "").header.Get("X-Request-Id")
	second := f.call("GET", "/nowhere", "", "Authorization", "").header.Get("X-Request-Id")
	require.Regexp(t, made, first)
	require.NotEqual(t, first, second)
}

// TestOrderOfChecks sends requests that break several rules.
func TestOrderOfChecks(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, plan(PlanFree))
	const public = "Bearer pk_test_abc"
	for _, test := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		code                     string
	}{
		{"key before route", "GET", "/nowhere", "", []string{"Authorization", ""}, 401, "api_key_missing"},
		{"key before method", "DELETE", "/v1/payments", "", []string{"Authorization", ""}, 401, "api_key_missing"},
		{"route before scope", "GET", "/nowhere", "", []string{"Authorization", public}, 404, "route_not_found"},
		{"method before scope", "DELETE", "/v1/payments", "", []string{"Authorization", public}, 405, "method_not_allowed"},
		{"scope before media type", "POST", "/v1/payments", "x", []string{"Authorization", public, "Content-Type", "x"}, 403, "insufficient_permissions"},
		{"size before media type", "POST", "/v1/payments", strings.Repeat("x", maxBody+1), []string{"Content-Type", "x"}, 413, "payload_too_large"},
		{"media type before JSON", "POST", "/v1/payments", "{", []string{"Content-Type", "x"}, 415, "unsupported_media_type"},
		{"JSON before idempotency", "POST", "/v1/payments", "{", []string{"Idempotency-Key", "a b"}, 400, "request_invalid"},
		{"idempotency before parameters", "POST", "/v1/payments", `{"x":1}`, []string{"Idempotency-Key", "a b"}, 400, "parameter_invalid"},
		{"parameters before existence", "POST", "/v1/payments/pay_x/refund", `{"x":1}`, nil, 400, "parameter_unknown"},
		{"existence before state", "POST", "/v1/payments/pay_x/capture", "", nil, 404, "resource_not_found"},
	} {
		got := f.call(test.method, test.path, test.body, test.headers...)
		require.Equal(t, test.code, got.at("error.code"), test.name)
		require.Equal(t, test.status, got.status, test.name)
	}
	for range 20 {
		f.call("GET", "/v1/account/balance", "")
	}
	f.call("POST", "/v1/payments", "{", "Content-Type", "x").refused(429, "rate_limit_exceeded", "null")
	f.call("GET", "/v1/payments", "", "Authorization", public).refused(403, "insufficient_permissions", "null")
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, test := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"GET", "/v1/payments", 200, ""},
		{"HEAD", "/v1/payments", 200, ""},
		{"GET", "/v1/payments/list", 200, ""},
		{"GET", "/v1/orders/list", 200, ""},
		{"GET", "/v1/orders/ord_123", 200, ""},
		{"GET", "/v1/payments/", 404, ""},
		{"GET", "/v1//payments", 404, ""},
		{"GET", "/payments", 404, ""},
		{"GET", "/v1/payments/a/b", 404, ""},
		{"GET", "/v1/payments/..%2Forders", 404, ""},
		{"PUT", "/v1/webhooks/we_1", 405, "DELETE, GET, HEAD, OPTIONS, PATCH"},
		{"DELETE", "/v1/events/evt_1", 405, "GET, HEAD, OPTIONS"},
		{"DELETE", "/v1/payments", 405, "GET, HEAD, OPTIONS, POST"},
		{"PUT", "/v1/payments/refund", 405, "GET, HEAD, OPTIONS, POST"},
		{"POST", "/v1/orders/ord_123", 405, "GET, HEAD, OPTIONS, PATCH, PUT"},
		{"GET", "/v1/order/pay", 405, "OPTIONS, POST"},
		{"TRACE", "/v1/account/balance", 405, "GET, HEAD, OPTIONS"},
		{"GET", "/health", 200, ""},
		{"POST", "/health", 405, "GET, HEAD, OPTIONS"},
	} {
		got := f.call(test.method, test.path, "")
		require.Equal(t, test.status, got.status, "%s %s", test.method, test.path)
		require.Equal(t, test.allow, got.header.Get("Allow"), "%s %s", test.method, test.path)
	}
	require.Equal(t, `{"status":"ok"}`, f.call("GET", "/health", "", "Authorization", "").body)
	get, head := f.call("GET", "/v1/payments", ""), f.call("HEAD", "/v1/payments", "")
	require.Empty(t, head.body)
	require.Equal(t, get.header.Get("Content-Length"), head.header.Get("Content-Length"))
}

func TestOperations(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, row := range spec.All() {
		names[row.Name] = true
	}
	for _, name := range Operations() {
		require.True(t, names[name], "%s is in the table", name)
	}
	require.Contains(t, Operations(), "Orders.Pay")
	require.IsIncreasing(t, Operations())
}
