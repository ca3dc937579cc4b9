package httpapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// Only a write creates an account. Everything before it sees the test data.
func TestFirstWriteCreatesTheAccount(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	created := func() bool { return f.engine.ExistingAccount(engine.AccountKey{Name: "abc"}) != nil }
	for _, path := range []string{
		"/v1/nothing", "/v1/payments/pay_none", "/v1/payments/pay_test_456", "/v1/payments", "/v1/orders?status=pending",
		"/v1/invoices/inv_1234567890?expand[]=customer", stablePath + "/balance", "/v1/webhooks", "/v1/events", "/v1/payments?limit=0",
	} {
		f.call("GET", path, "")
		require.False(t, created(), path)
	}
	f.call("DELETE", "/v1/payments", "")
	require.False(t, created(), "not allowed")
	ids := map[string]bool{}
	for range 3 {
		ids[f.call("GET", "/v1/payments", "").header.Get("X-Request-Id")] = true
	}
	require.Len(t, ids, 3, "request IDs do not repeat")

	seen := f.call("GET", "/v1/invoices/inv_1234567890", "").ok()
	f.call("POST", "/v1/payments", tokenPayment).ok()
	require.True(t, created())
	require.Equal(t, seen.at("public_url"), f.call("GET", "/v1/invoices/inv_1234567890", "").ok().at("public_url"), "the test data keeps its IDs")
	require.Equal(t, "2", f.call("GET", "/v1/payments", "").ok().at("total_count"))
}

// The public link of the test data works before the first write.
func TestLinkOfUncreatedAccount(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	link := strings.TrimPrefix(f.call("GET", "/v1/invoices/inv_1234567890", "").ok().at("public_url"), "http://localhost")
	page := func() int {
		w := httptest.NewRecorder()
		f.server.ServeHTTP(w, httptest.NewRequest("GET", link, nil))
		return w.Code
	}
	require.Equal(t, http.StatusOK, page())
	require.Equal(t, "viewed", f.call("GET", "/v1/invoices/inv_1234567890", "").ok().at("status"))
	f.server.Reset(false)
	require.Equal(t, http.StatusNotFound, page())
}

// Time that passes after the first read counts: the test data is as old as that read.
func TestTestDataAgesFromTheFirstRead(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	seen := f.call("GET", "/v1/orders/ord_test_789", "").ok().at("created_at")
	f.advance(time.Hour)
	require.Equal(t, seen, f.call("GET", "/v1/orders/ord_test_789", "").ok().at("created_at"))
	f.advance(31 * 24 * time.Hour)
	require.Equal(t, "overdue", f.call("GET", "/v1/invoices/inv_1234567890", "").ok().at("status"))

	f.call("GET", "/v1/orders/ord_test_789", "", "Authorization", "Bearer sk_test_late").ok()
	f.advance(31 * 24 * time.Hour)
	f.call("POST", "/v1/orders/ord_test_789/pay", `{"payment_method":{"type":"ssusd","wallet_address":"`+seededWallet+`","amount":{"value":"100.00","denom":"ssusd"}}}`, "Authorization", "Bearer sk_test_late").refused(409, "PAYMENT_EXPIRED", "null")
	require.Equal(t, "overdue", f.call("GET", "/v1/invoices/inv_1234567890", "", "Authorization", "Bearer sk_test_late").ok().at("status"))
}

// A read that fails shows no test data, so it does not set the time of the test data.
func TestFailedReadsSetNoTime(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	before := f.engine.Clock().Now()
	for _, path := range []string{"/v1/nothing", "/v1/payments/pay_none", "/v1/payments?limit=0"} {
		f.call("GET", path, "")
	}
	f.advance(time.Hour)
	const late = "2024-01-15T11:30:00Z"
	require.Equal(t, late, before.Add(time.Hour).Format(time.RFC3339))
	require.Equal(t, late, f.call("GET", "/v1/payments/pay_test_456", "").ok().at("created_at"))
	f.call("GET", "/v1/payments/pay_none", "")
	f.advance(time.Hour)
	f.call("POST", "/v1/payments", tokenPayment).ok()
	require.Equal(t, late, f.call("GET", "/v1/payments/pay_test_456", "").ok().at("created_at"))
}
