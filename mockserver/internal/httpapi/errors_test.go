package httpapi

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// TestEveryCode checks status, type, code, parameter and retry advice of the errors that
// all operations share.
func TestEveryCode(t *testing.T) {
	t.Parallel()
	const (
		request = "invalid_request_error"
		payment = "payment_error"
	)
	for name, test := range map[string]struct {
		send        func(f *testServer) *reply
		status      int
		kind, code  string
		param       string
		shouldRetry string
	}{
		"no key": {func(f *testServer) *reply { return f.call("GET", "/v1/payments", "", "Authorization", "") },
			401, "authentication_error", "api_key_missing", "null", "false"},
		"bad key": {func(f *testServer) *reply {
			return f.call("GET", "/v1/payments", "", "Authorization", "Bearer whsec_1")
		},
			401, "authentication_error", "invalid_api_key", "null", "false"},
		"live key": {func(f *testServer) *reply {
			return f.call("GET", "/v1/payments", "", "Authorization", "Bearer sk_live_1")
		},
			401, "authentication_error", "live_key_refused", "null", "false"},
		"expired key": {func(f *testServer) *reply {
			require.NoError(f.t, f.server.RegisterKey(Key{Text: "sk_test_abc", Status: KeyExpired}))
			return f.call("GET", "/v1/payments", "")
		}, 401, "authentication_error", "api_key_expired", "null", "false"},
		"revoked key": {func(f *testServer) *reply {
			require.NoError(f.t, f.server.RegisterKey(Key{Text: "sk_test_abc", Status: KeyRevoked}))
			return f.call("GET", "/v1/payments", "")
		}, 401, "authentication_error", "api_key_revoked", "null", "false"},
		"public key": {func(f *testServer) *reply {
			return f.call("GET", "/v1/payments", "", "Authorization", "Bearer pk_test_abc")
		},
			403, "permission_error", "insufficient_permissions", "null", "false"},
		"account": {func(f *testServer) *reply { return f.call("GET", "/v1/payments", "", "X-Account-Id", "acct_other") },
			403, "permission_error", "account_not_connected", "null", "false"},
		"route": {func(f *testServer) *reply { return f.call("GET", "/v1/paymens", "") },
			404, "not_found_error", "route_not_found", "null", "false"},
		"method": {func(f *testServer) *reply { return f.call("DELETE", "/v1/payments", "") },
			405, request, "method_not_allowed", "null", "false"},
		"size": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", strings.Repeat(" ", maxBody+1)) },
			413, request, "payload_too_large", "null", "false"},
		"media type": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", "{}", "Content-Type", "text/plain") },
			415, request, "unsupported_media_type", "null", "false"},
		"JSON": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", "{") },
			400, request, "request_invalid", "null", "false"},
		"missing": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", "{}") },
			400, request, "parameter_missing", "amount", "false"},
		"invalid": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", `{"amount":"1"}`) },
			400, request, "parameter_invalid", "amount", "false"},
		"unknown": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", `{"colour":"1"}`) },
			400, request, "parameter_unknown", "colour", "false"},
		"unknown in the query": {func(f *testServer) *reply { return f.call("GET", "/v1/payments/pay_test_456?x=1", "") },
			400, request, "parameter_unknown", "x", "false"},
		"not found": {func(f *testServer) *reply { return f.call("GET", "/v1/payments/pay_x", "") },
			404, "not_found_error", "resource_not_found", "null", "false"},
		"order to pay": {func(f *testServer) *reply {
			return f.call("POST", "/v1/order/pay", orderPay("ord_x", seededWallet, "1.00"))
		},
			404, "not_found_error", "ORDER_NOT_FOUND", "order_id", "false"},
		"state": {func(f *testServer) *reply { return f.call("POST", "/v1/payments/pay_test_456/capture", "") },
			409, request, "invalid_state", "null", "false"},
		"declined": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", cardPayment("tok_declined")) },
			402, payment, "card_declined", "null", ""},
		"expired card": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", cardPayment("tok_expired")) },
			402, payment, "expired_card", "null", ""},
		"cvc": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", cardPayment("tok_incorrect_cvc")) },
			402, payment, "incorrect_cvc", "null", ""},
		"processor": {func(f *testServer) *reply { return f.call("POST", "/v1/payments", cardPayment("tok_processing_error")) },
			402, payment, "processing_error", "null", ""},
		"funds": {func(f *testServer) *reply {
			return f.call("POST", "/v1/order/pay", orderPay("order_1234567890", magicFunds, "1.00"))
		},
			402, payment, "INSUFFICIENT_FUNDS", "null", ""},
		"contract": {func(f *testServer) *reply {
			return f.call("POST", "/v1/order/pay", orderPay("order_1234567890", magicError, "1.00"))
		},
			422, request, "SMART_CONTRACT_ERROR", "null", "false"},
		"network": {func(f *testServer) *reply {
			return f.call("POST", "/v1/order/pay", orderPay("order_1234567890", magicNetwork, "1.00"))
		},
			503, "api_error", "NETWORK_ERROR", "null", "true"},
		"key reused": {func(f *testServer) *reply {
			f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").ok()
			return f.call("POST", "/v1/payments", cardPayment("tok_visa"), "Idempotency-Key", "k")
		}, 422, request, "idempotency_key_reused", "null", "false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTestServer(t)
			got := test.send(f)
			got.refused(test.status, test.code, test.param)
			require.Equal(t, test.kind, got.at("error.type"))
			require.Equal(t, "https://docs.stateset.com/errors/"+test.code, got.at("error.doc_url"))
			require.Equal(t, got.header.Get("X-Request-Id"), got.at("error.request_id"))
			require.Equal(t, test.shouldRetry, got.header.Get("Stateset-Should-Retry"))
			if test.code == "parameter_missing" {
				require.Equal(t, "The '"+test.param+"' parameter is required", got.at("error.message"))
			}
		})
	}
}

func TestUnexpectedErrorsStayInTheLog(t *testing.T) {
	t.Parallel()
	operations := handlers()
	operations["Balance"] = operation{handle: func(*call) (answer, error) { return answer{}, errors.New("secret detail") }}
	var log strings.Builder
	f := newTestServerWith(t, operations, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	got := f.call("GET", "/v1/account/balance", "").refused(500, engine.CodeInternal, "null")
	require.NotContains(t, got.body, "secret detail")
	require.Contains(t, log.String(), "secret detail")
	require.NotContains(t, log.String(), "sk_test_abc")
}

func TestPanicBecomesAResponse(t *testing.T) {
	t.Parallel()
	operations := handlers()
	operations["Payments.Create"] = operation{handle: func(*call) (answer, error) { panic("boom") }}
	operations["Balance"] = operation{handle: func(*call) (answer, error) { panic(http.ErrAbortHandler) }}
	f := newTestServerWith(t, operations)
	for range 2 { // the key is free again
		got := f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").refused(500, engine.CodeInternal, "null")
		require.Equal(t, "true", got.header.Get("Stateset-Should-Retry"))
		require.NotContains(t, got.body, "boom")
	}
	f.call("GET", "/v1/payments", "").ok()
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { f.call("GET", "/v1/account/balance", "") })
}
