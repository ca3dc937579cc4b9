package httpapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").ok()
	f.call("GET", "/v1/payments?status=succeeded&limit=5", "").ok()
	f.call("GET", "/v1/payments/none", "").refused(404, "resource_not_found", "null")
	for body, matched := range map[string]string{
		``:                              "3",
		`{"account":"abc","count":3}`:   "3",
		`{"account":"other","count":0}`: "0",
		`{"operation":"Payments.Create","body":{"amount":100.000,"currency":"ssusd"}}`: "1",
		`{"path":"/payments","query":{"limit":5,"status":["succeeded"]}}`:              "1",
		`{"method":"get","at_least":2}`:                                                "2",
		`{"status":404,"at_most":1}`:                                                   "1",
		`{"idempotency_key":"k","since":"0","count":1}`:                                "1",
		`{"since":"2","at_least":1,"at_most":3}`:                                       "1",
	} {
		got := f.control("POST", "/verify", body)
		require.Equal(t, 200, got.status, "%s: %s", body, got.body)
		require.Equal(t, matched, got.at("matched"), body)
		if matched != "0" {
			require.NotEqual(t, "<none>", got.at("data.0.request_body"), body)
		}
	}
}

func TestVerifyFails(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("POST", "/v1/payments", tokenPayment).ok()
	got := f.control("POST", "/verify", `{"operation":"Payments.Create","account":"abc","body":{"amount":12,"capture":false}}`)
	require.Equal(t, 422, got.status, got.body)
	require.Equal(t, "verification_failed", got.at("error.code"))
	require.Equal(t, `no request matches Payments.Create of account abc with the body {"amount":12,"capture":false}, expected at least 1`, got.at("error.message"))
	require.Equal(t, "<none>", got.at("error.param"))
	require.Equal(t, "0", got.at("matched"))
	require.Equal(t, "1", got.at("nearest.0.request.id"))
	require.Equal(t, []string{"body.amount", "12", "100.00"},
		[]string{got.at("nearest.0.differences.0.path"), got.at("nearest.0.differences.0.want"), got.at("nearest.0.differences.0.got")})
	require.Equal(t, got.at("error.message")+"\n  nearest: #1 2024-01-15T10:30:00Z POST /v1/payments → 201 Payments.Create test/abc\n"+
		"    body.amount: expected 12, got 100.00\n    body.capture: expected false, got missing", got.at("diff"))
	require.Equal(t, "1", f.control("POST", "/verify", `{"count":0}`).at("matched"))
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for body, param := range map[string]string{
		`{"count":1,"at_least":1}`:       "count",
		`{"at_least":3,"at_most":2}`:     "at_least",
		`{"count":-1}`:                   "count",
		`{"body":[]}`:                    "body",
		`{"query":{"a":{"b":1}}}`:        "query",
		`{"query":{"a":null}}`:           "query",
		`{"status":"200"}`:               "status",
		`{"operations":"Payments.List"}`: "operations",
		`{"operation":"Payment.List"}`:   "operation",
		`{"path":"payments"}`:            "path",
		`{"path":"/payments?limit=1"}`:   "path",
		`{"method":"PSOT"}`:              "method",
	} {
		require.Equal(t, param, f.control("POST", "/verify", body).at("error.param"), body)
	}
}

func TestVerifyWithoutJournal(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, func(o *Options) { o.Journal = journal.New(0, 1<<20) })
	f.call("GET", "/v1/payments", "").ok()
	got := f.control("POST", "/verify", `{"count":0}`).refused(400, "request_invalid", "null")
	require.Contains(t, got.at("error.message"), "The journal is off")
}
