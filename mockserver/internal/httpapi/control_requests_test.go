package httpapi

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

const rawCard = `{"amount":1000,"currency":"usd","customer_id":"cust_test_123",` +
	`"payment_method":{"type":"card","card":{"number":"4242424242424242","exp_month":12,"exp_year":2030,"cvc":"987"}}}`

func TestJournalEntry(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	made := f.call("POST", "/v1/payments/create?expand[]=order", rawCard, "Idempotency-Key", "k", "X-Request-Id", "mine").ok()
	got := f.control("GET", "/requests", "").ok()
	masked := strings.NewReplacer("4242424242424242", "****4242", `"987"`, `"****"`).Replace(rawCard)
	require.Contains(t, got.body, `{"id":1,"time":"2024-01-15T10:30:00Z","method":"POST","path":"/v1/payments/create","query":{"expand[]":["order"]},`+
		`"headers":{"Authorization":["Bearer sk_test_****"],"Content-Type":["application/json"],"Idempotency-Key":["k"],"X-Request-Id":["mine"]},`+
		`"request_body":`+masked+`,"status":201,"response_body":`+made.body+
		`,"request_id":"mine","account":"test/abc","operation":"Payments.Create","idempotency_key":"k","committed":true}`)
	require.Equal(t, "<none>", got.at("data.1"), "calls of the control interface are not recorded")
}

func TestJournalOfRefusals(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("GET", "/nowhere", "", "Authorization", "Bearer sk_live_secret")
	f.call("HEAD", "/v1/payments", "")
	f.call("POST", "/v1/payments", `{"amount":`).refused(400, "request_invalid", "null")
	got := f.control("GET", "/requests", "").ok()
	require.Equal(t, "401", got.at("data.0.status"))
	require.Equal(t, "null", got.at("data.0.account"))
	require.Equal(t, "null", got.at("data.0.request_body"))
	require.NotContains(t, got.body, "live_secret")
	require.Equal(t, "null", got.at("data.1.response_body"), "HEAD has no body")
	require.Equal(t, `{"amount":`, got.at("data.2.request_body"), "a body that is no JSON is a string")
}

// An ID that looks like a card number or a key is masked wherever it is shown.
func TestSecretsAsIDs(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	f := newTestServer(t, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	for secret, masked := range map[string]string{
		"4242424242424242": "****4242", "5555-5555-5555-4444": "****4444", "sk_test_abcdef": "sk_test_****", "whsec_0123456789abcdef": "whsec_****",
	} {
		got := f.call("GET", "/v1/payments/"+secret+"?x="+secret, "", "X-Request-Id", secret)
		require.NotContains(t, got.at("error.message"), secret)
		got = f.call("GET", "/v1/payments/"+secret, "", "X-Request-Id", secret).refused(404, "resource_not_found", "null")
		require.Contains(t, got.at("error.message"), masked)
		list := f.control("GET", "/requests", "").ok()
		require.Contains(t, list.body, "/v1/payments/"+masked)
		require.NotContains(t, list.body, secret)
		require.NotContains(t, log.String(), secret)
		require.Contains(t, log.String(), "path=/v1/payments/"+masked)
	}
}

func TestRequestFilters(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.pay(1, "")
	f.call("GET", "/v1/payments/none", "")
	f.call("GET", "/v1/payments", "", "Authorization", "Bearer sk_test_other").ok()
	f.call("GET", "/v1/orders", "").ok()
	for query, want := range map[string]string{
		"":                                   "1 2 3 4",
		"?account=abc":                       "1 2 4",
		"?account=test/other":                "3",
		"?operation=payments.*":              "1 2 3",
		"?method=post":                       "1",
		"?path=/payments*":                   "1 2 3",
		"?status=404":                        "2",
		"?status=4xx,201":                    "1 2",
		"?since=2":                           "3 4",
		"?since=2&limit=1":                   "3",
		"?limit=2":                           "3 4",
		"?since=2024-01-15T10:30:00Z":        "1 2 3 4",
		"?since=2024-01-15T10:30:01Z":        "",
		"?account=abc&method=GET&status=200": "4",
	} {
		got := f.control("GET", "/requests"+query, "").ok()
		var ids []string
		for i := range 5 {
			if id := got.at("data." + string(rune('0'+i)) + ".id"); id != "<none>" {
				ids = append(ids, id)
			}
		}
		require.Equal(t, want, strings.Join(ids, " "), query)
	}
	for query, param := range map[string]string{
		"?status=9xx": "status", "?since=yesterday": "since", "?limit=0": "limit", "?operations=x": "operations",
	} {
		require.Equal(t, param, f.control("GET", "/requests"+query, "").at("error.param"), query)
	}
}

// A program that polls receives every request once.
func TestPolling(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	next, seen := "0", 0
	for range 3 {
		f.call("GET", "/v1/payments", "").ok()
		f.call("GET", "/v1/orders", "").ok()
		f.call("GET", "/v1/payments", "").ok()
		for more := "true"; more == "true"; {
			got := f.control("GET", "/requests?operation=Payments.List&limit=1&since="+next, "").ok()
			if got.at("data.0") != "<none>" {
				seen++
			}
			next, more = got.at("next"), got.at("has_more")
		}
	}
	require.Equal(t, 6, seen)
	require.Equal(t, "9", next)
}

func TestDeleteRequests(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("GET", "/v1/payments", "").ok()
	f.call("GET", "/v1/payments", "", "Authorization", "Bearer sk_test_other").ok()
	got := f.control("DELETE", "/requests?account=abc", "").ok()
	require.Equal(t, "2", got.at("data.0.id"))
	require.Equal(t, "<none>", got.at("data.1"))
	require.Equal(t, "<none>", f.control("DELETE", "/requests", "").ok().at("data.0"))
	f.call("GET", "/v1/payments", "").ok()
	require.Equal(t, "3", f.control("GET", "/requests", "").ok().at("data.0.id"))
	f.control("DELETE", "/requests?path=/x", "").refused(400, "parameter_unknown", "path")
}

func TestJournalOff(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, func(o *Options) { o.Journal = journal.New(0, 1<<20) })
	f.call("GET", "/v1/payments", "").ok()
	require.Equal(t, "<none>", f.control("GET", "/requests", "").ok().at("data.0"))
}
