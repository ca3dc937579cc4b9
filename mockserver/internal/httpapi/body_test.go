package httpapi

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMediaTypes(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for media, status := range map[string]int{
		"application/json":                          400, // read, and found incomplete
		"Application/JSON; charset=UTF-8":           400,
		`application/json; charset="utf-8"`:         400,
		"application/json; charset=utf8":            400,
		"application/json;charset=UTF8":             400,
		`application/json; charset="UTF8"`:          400,
		"application/json; charset=us-ascii":        400,
		`application/json; charset="US-ASCII"; x=1`: 400,
		"application/json; charset=":                415,
		"application/json; charset=utf-16":          415,
		"application/json; charset=latin1":          415,
		"application/x-www-form-urlencoded":         415,
		"application/problem+json":                  415,
		"text/json":                                 415,
		"application/json; charset=utf-8; x":        415,
		"":                                          415,
	} {
		require.Equal(t, status, f.call("POST", "/v1/payments", "{}", "Content-Type", media).status, media)
	}
	latin := f.call("POST", "/v1/payments", "{}", "Content-Type", "application/json; charset=Latin1").refused(415, "unsupported_media_type", "null")
	require.Equal(t, `The request body must be UTF-8, not "latin1": send 'application/json' or 'application/json; charset=utf-8'`, latin.at("error.message"))
	f.call("POST", "/v1/payments", "{}", "Content-Encoding", "gzip").refused(415, "unsupported_media_type", "null")
	f.call("POST", "/v1/payments", "{}", "Content-Encoding", "identity").refused(400, "parameter_missing", "amount")
	f.call("POST", "/v1/payments", "", "Content-Type", "").refused(400, "parameter_missing", "amount")
	f.call("GET", "/v1/payments", "not read", "Content-Type", "text/plain").ok()
}

func TestBodySize(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	exactly := `{"x":"` + strings.Repeat("a", maxBody-8) + `"}`
	f.call("POST", "/v1/payments", exactly).refused(400, "parameter_unknown", "x")
	f.call("POST", "/v1/payments", exactly+" ").refused(413, "payload_too_large", "null")

	unknown := httptest.NewRequest("POST", "/v1/payments", io.MultiReader(strings.NewReader(exactly), strings.NewReader(" ")))
	unknown.Header.Set("Authorization", "Bearer sk_test_abc")
	unknown.Header.Set("Content-Type", "application/json")
	require.EqualValues(t, -1, unknown.ContentLength)
	f.send(unknown).refused(413, "payload_too_large", "null")
}

// broken is a body whose sender disconnects.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestBodyThatEnds(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("POST", "/v1/payments", broken{})
	r.Header.Set("Authorization", "Bearer sk_test_abc")
	newTestServer(t).send(r).refused(400, "request_invalid", "null")
}

// Callers of the handler may pass a request without a body, which net/http never does.
func TestNilBody(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for path, param := range map[string]string{"/v1/payments": "amount", "/v1/orders": "items", "/_mock/clock/advance": "seconds"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost"+path, nil)
		require.NoError(t, err)
		require.Nil(t, r.Body)
		r.RemoteAddr = "127.0.0.1:5"
		r.Header.Set("Authorization", "Bearer sk_test_abc")
		f.send(r).refused(400, "parameter_missing", param)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/v1/payments", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer sk_test_abc")
	r.ContentLength = -1
	f.send(r).ok()
	r.URL.Path = "/v1/nowhere"
	f.send(r).refused(404, "route_not_found", "null")
}

// TestParameters checks the codes and paths of errors for the parameters of each
// operation.
func TestParameters(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	const (
		unknown = "parameter_unknown"
		invalid = "parameter_invalid"
		missing = "parameter_missing"
	)
	method := func(inner string) string {
		return `{"amount":15000,"currency":"USD","customer_id":"cust_abc123","payment_method":` + inner + `}`
	}
	for _, test := range []struct{ method, path, body, code, param string }{
		{"POST", "/v1/payments", `{"amount":15000,"currency":"USD"}`, missing, "payment_method"},
		{"POST", "/v1/payments", `{"amount":1.5,"currency":"USD","payment_method":{"type":"wire"}}`, invalid, "amount"},
		{"POST", "/v1/payments", method(`{}`), missing, "payment_method.type"},
		{"POST", "/v1/payments", method(`{"type":"cardd"}`), invalid, "payment_method.type"},
		{"POST", "/v1/payments", method(`{"type":"card"}`), missing, "payment_method.card"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{}}`), missing, "payment_method.card.token"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{"number":"4242424242424241","exp_month":1,"exp_year":2030,"cvc":"123"}}`), invalid, "payment_method.card.number"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{"number":"4242 4242","exp_month":1,"exp_year":2030,"cvc":"123"}}`), invalid, "payment_method.card.number"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{"number":4242424242424242}}`), invalid, "payment_method.card.number"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{"number":"4242424242424242","exp_month":13,"exp_year":2030,"cvc":"123"}}`), invalid, "payment_method.card.exp_month"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{"number":"4242424242424242","exp_month":1,"exp_year":30,"cvc":"123"}}`), invalid, "payment_method.card.exp_year"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{"number":"4242424242424242","exp_month":1,"exp_year":2030,"cvc":"9876543"}}`), invalid, "payment_method.card.cvc"},
		{"POST", "/v1/payments", method(`{"type":"card","card":{"token":"tok_visa","cvc":"123"}}`), invalid, "payment_method.card.cvc"},
		{"POST", "/v1/payments", method(`{"type":"ach","ach":{"account_number":"12345678","routing_number":"110000000"}}`), missing, "payment_method.ach.account_type"},
		{"POST", "/v1/payments", method(`{"type":"ach","ach":{"account_number":"12345678","routing_number":"110000001","account_type":"checking"}}`), invalid, "payment_method.ach.routing_number"},
		{"POST", "/v1/payments", method(`{"type":"wire","card":{"token":"tok_visa"}}`), invalid, "payment_method.card"},
		{"POST", "/v1/payments", `{"amount":1,"currency":"ssusd","recipient":"nowhere"}`, "INVALID_WALLET_ADDRESS", "recipient"},
		{"POST", "/v1/payments", `{"amount":1,"currency":"ssusd"}`, missing, "recipient"},
		{"POST", "/v1/payments", `{"amount":1,"currency":"ssusd","recipient":"` + seededWallet + `","description":"` + strings.Repeat("é", 501) + `"}`, invalid, "description"},
		{"POST", "/v1/payments", `{"amount":1,"currency":"ssusd","recipient":"` + seededWallet + `","statement_descriptor":"` + strings.Repeat("x", 23) + `"}`, invalid, "statement_descriptor"},
		{"POST", "/v1/payments", `{"amount":1,"currency":"ssusd","recipient":"` + seededWallet + `","customer_id":""}`, invalid, "customer_id"},
		{"POST", "/v1/payments?limit=1", tokenPayment, unknown, "limit"},
		{"POST", "/v1/payments/pay_test_456/capture", `{"amount":"1"}`, invalid, "amount"},
		{"POST", "/v1/payments/pay_test_456/cancel", `{"reason":"x"}`, unknown, "reason"},
		{"POST", "/v1/payments/pay_test_456/refund", `{}`, missing, "reason"},
		{"POST", "/v1/payments/pay_test_456/refund", `{"reason":"duplicat"}`, invalid, "reason"},
		{"POST", "/v1/payments/pay_test_456/refund", `{"reason":"duplicate","amount":0.0000001}`, invalid, "amount"},
		{"POST", "/v1/payments/pay_test_456/refund", `{"reason":"duplicate","amount":100.01}`, "refund_exceeds_payment", "amount"},
		{"POST", "/v1/payments/pay_test_456/refund", `{"reason":"duplicate","payment_id":"pay_test_456"}`, unknown, "payment_id"},
		{"POST", "/v1/payments/refund", `{"reason":"duplicate"}`, missing, "payment_id"},
		{"POST", "/v1/payments/refund", `{"reason":"duplicate","payment_id":5}`, invalid, "payment_id"},
		{"POST", "/v1/payments/refund", `{"reason":5,"x":1}`, unknown, "x"},

		{"POST", "/v1/orders", `{}`, missing, "items"},
		{"POST", "/v1/orders", `{"items":[]}`, invalid, "items"},
		{"POST", "/v1/orders", `{"items":[{"name":"Mug","quantity":1,"price":{"value":"1.00"}}]}`, missing, "customer_id"},
		{"POST", "/v1/orders", `{"items":[{"name":"Mug","price":{"value":"1.00"}}]}`, missing, "items[0].quantity"},
		{"POST", "/v1/orders", `{"items":[{"quantity":1,"price":{"value":"1.00"}}],"customer_id":"cust_abc123"}`, missing, "items[0].name"},
		{"POST", "/v1/orders", `{"items":[{"name":"Mug","quantity":1}],"customer_id":"cust_abc123"}`, missing, "items[0].price"},
		{"POST", "/v1/orders", `{"items":[{"name":"Mug","quantity":0}]}`, invalid, "items[0].quantity"},
		{"POST", "/v1/orders", `{"items":[{"name":"Mug","quantity":1,"price":{"value":"1.0000001"}}]}`, invalid, "items[0].price.value"},
		{"POST", "/v1/orders", `{"items":[{"colour":"red"}],"x":1}`, unknown, "items[0].colour"},
		{"POST", "/v1/orders", `{"items":[` + strings.Repeat(`{},`, 500) + `{}]}`, invalid, "items"},
		{"POST", "/v1/orders", `{"customer":{"email":"x"},"items":[]}`, invalid, "customer.email"},
		{"POST", "/v1/orders", `{"payment_expires_at":"tomorrow"}`, invalid, "payment_expires_at"},
		{"PATCH", "/v1/orders/ord_123", `{"status":"paidd"}`, invalid, "status"},
		{"PUT", "/v1/orders/ord_123", `{"metadata":{"a":1}}`, invalid, "metadata.a"},
		{"POST", "/v1/orders/ord_123/fulfill", `{"items":[{"quantity":1}]}`, missing, "items[0].item_id"},
		{"POST", "/v1/orders/ord_123/cancel", ``, missing, "reason"},
		{"POST", "/v1/orders/ord_123/cancel?expand[]=customer", `{"reason":"other"}`, invalid, "expand"},
		{"POST", "/v1/order/pay", `{}`, missing, "order_id"},
		{"POST", "/v1/order/pay", `{"order_id":"ord_123"}`, missing, "payment_method"},
		{"POST", "/v1/order/pay", `{"order_id":"ord_123","payment_method":{"type":"ssusd","amount":{"value":"1"}}}`, missing, "payment_method.wallet_address"},
		{"POST", "/v1/order/pay", `{"order_id":"ord_123","payment_method":{"type":"ssusd","amount":{"value":"1"},"wallet_address":"x"}}`, "INVALID_WALLET_ADDRESS", "payment_method.wallet_address"},
		{"POST", "/v1/order/pay", `{"order_id":"ord_123","payment_method":{"type":"usd"}}`, invalid, "payment_method.type"},
		{"POST", "/v1/order/pay", `{"order_id":"ord_123","split_payments":[{"amount":1}]}`, invalid, "split_payments[0].amount"},
		{"POST", "/v1/order/pay", `{"order_id":"ord_123","split_payments":[{"recipient":"` + seededWallet + `"}]}`, missing, "payment_method"},
		{"POST", "/v1/orders/ord_123/pay", orderPay("ord_test_789", seededWallet, "1.00"), invalid, "order_id"},
		{"POST", "/v1/orders/ord_123/pay", `{"order_id":7}`, invalid, "order_id"},

		{"GET", "/v1/account/balance?x=1", ``, unknown, "x"},
		{"GET", "/v1/orders?statuss=pending", ``, unknown, "statuss"},
		{"GET", "/v1/orders?status=pendin", ``, invalid, "status"},
		{"GET", "/v1/payments?amount[gte]=100", ``, missing, "currency"},
		{"GET", "/v1/payments?starting_after=ord_123", ``, invalid, "starting_after"},
		{"GET", "/v1/refunds?payment_method_type=card", ``, unknown, "payment_method_type"},
	} {
		got := f.call(test.method, test.path, test.body)
		require.Equal(t, test.code, got.at("error.code"), "%s %s %s\n%s", test.method, test.path, test.body, got.body)
		require.Equal(t, test.param, got.at("error.param"), "%s %s %s\n%s", test.method, test.path, test.body, got.body)
		require.Equal(t, 400, got.status)
		require.NotContains(t, got.body, "424242")
		require.NotContains(t, got.body, "9876543")
		require.NotContains(t, got.body, "12345678\"")
	}
}

// An error about an amount of the wrong form shows the form of the member.
func TestMoneyErrorsShowTheForm(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	const (
		object = `{"value":"150.00","denom":"ssusd"}`
		micros = `{"denom":"ssusd","amount":"1000000"}`
		number = "15000 (150.00 USD) or 150.00 (ssusd)"
	)
	item := func(price string) string { return `{"items":[{"name":"Mug","quantity":1,"price":` + price + `}]}` }
	for _, test := range []struct{ path, body, message string }{
		{"/v1/payments", `{"amount":"150.00","currency":"USD"}`, "The 'amount' parameter must be a number such as " + number + ", not a string"},
		{"/v1/payments", `{"amount":` + object + `,"currency":"USD"}`, "The 'amount' parameter must be a number such as " + number + ", not an object"},
		{"/v1/payments/pay_test_456/refund", `{"reason":"duplicate","amount":"1"}`, "The 'amount' parameter must be a number such as " + number + ", not a string"},
		{"/v1/payments/pay_test_456/capture", `{"amount":"1"}`, "The 'amount' parameter must be a number such as " + number + ", not a string"},
		{"/v1/orders", item(`15000`), "The 'items[0].price' parameter must be an object such as " + object + ", not a number"},
		{"/v1/orders", item(`{"value":150}`), `The 'items[0].price.value' parameter must be a string such as "150.00", not a number`},
		{"/v1/orders", item(`{"amount":15000,"currency":"usd"}`), "Unknown parameter 'items[0].price.amount'; send " + object},
		{"/v1/invoices", `{"line_items":[{"description":"Work","quantity":"1","unit_price":"9.00"}]}`, "The 'line_items[0].unit_price' parameter must be an object such as " + object + ", not a string"},
		{"/v1/order/pay", `{"order_id":"ord_123","split_payments":[{"amount":1}]}`, `The 'split_payments[0].amount' parameter must be a string such as "150.00", not a number`},
		{"/v1/stablecoin/transfer", `{"to":"` + seededWallet + `","amount":"1.00"}`, "The 'amount' parameter must be an object such as " + micros + ", not a string"},
		{"/v1/stablecoin/issue", `{"amount":1000}`, `The 'amount' parameter must be a string such as "150.00", not a number`},
		{"/v1/finance/loans", `{"amount":1000}`, "The 'amount' parameter must be an object such as " + object + ", not a number"},
	} {
		require.Equal(t, test.message, f.call("POST", test.path, test.body).at("error.message"), "%s %s", test.path, test.body)
	}
}

func TestUpperCaseTypePaysToo(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	body := strings.ReplaceAll(orderPay("order_1234567890", seededWallet, "150.00"), `"type":"ssusd"`, `"type":"SSUSD"`)
	require.Equal(t, "paid", f.call("POST", "/v1/order/pay", body).ok().at("order.payment_status"))
}
