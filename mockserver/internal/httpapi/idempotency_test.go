package httpapi

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// replays requires a replay of the first response.
func (r *reply) replays(first *reply) {
	r.t.Helper()
	require.Equal(r.t, first.status, r.status)
	require.Equal(r.t, first.body, r.body)
	require.Equal(r.t, "true", r.header.Get("Idempotent-Replayed"), r.body)
	require.Equal(r.t, first.header.Get("X-Request-Id"), r.header.Get("Original-Request-Id"))
	require.NotEqual(r.t, first.header.Get("X-Request-Id"), r.header.Get("X-Request-Id"))
	if r.status >= 400 {
		require.Equal(r.t, "false", r.header.Get("Stateset-Should-Retry"))
	}
}

func (r *reply) noRetryAfter() {
	r.t.Helper()
	require.Empty(r.t, r.header.Get("Retry-After"))
}

func (f *testServer) payments() string {
	f.t.Helper()
	return f.call("GET", "/v1/payments", "").ok().at("total_count")
}

func TestReplay(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	before := f.payments()
	first := f.call("POST", "/v1/payments", `{"amount":100.00,"currency":"ssusd","recipient":"`+seededWallet+`"}`, "Idempotency-Key", "k").ok()
	require.Empty(t, first.header.Get("Idempotent-Replayed"))
	same := "{ \"recipient\":\"" + seededWallet + "\",\n\"curr\\u0065ncy\":\"ssusd\", \"amount\":100.00 }"
	f.call("POST", "/v1/payments", same, "Idempotency-Key", `"k"`).replays(first)
	f.call("POST", "/v1/payments/create", same, "Idempotency-Key", "k").replays(first)
	f.call("POST", "/v1/payments", strings.Replace(same, "100.00", "100.0", 1), "Idempotency-Key", "k").refused(422, "idempotency_key_reused", "null").noRetryAfter()
	f.call("POST", "/v1/payments?expand[]=order", same, "Idempotency-Key", "k").refused(422, "idempotency_key_reused", "null")
	f.call("POST", "/v1/payments", same, "Idempotency-Key", "k", "Authorization", "Bearer sk_test_other").ok()
	f.call("POST", "/v1/payments", same, "Idempotency-Key", "k", "X-Account-Id", "acct_test_1").ok()
	require.NotEqual(t, before, f.payments())
	require.Equal(t, "2", f.payments(), "one effect")
}

func TestKeysExpire(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	first := f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").ok()
	f.advance(replayFor - time.Millisecond)
	f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").replays(first)
	f.advance(time.Millisecond)
	again := f.call("POST", "/v1/payments", cardPayment("tok_visa"), "Idempotency-Key", "k").ok()
	require.NotEqual(t, first.at("id"), again.at("id"))
}

// TestStoredResponses sends each request twice with a key. A stored response is replayed.
// The key of any other response is free.
func TestStoredResponses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, body string
		status     int
		stored     bool
	}{
		"success":           {"/v1/payments", tokenPayment, 201, true},
		"declined":          {"/v1/payments", cardPayment("tok_declined"), 402, true},
		"no funds":          {"/v1/order/pay", orderPay("order_1234567890", magicFunds, "1.00"), 402, true},
		"id in the path":    {"/v1/payments/pay_x/cancel", "", 404, true},
		"id in the body":    {"/v1/payments", strings.Replace(cardPayment("tok_visa"), "cust_abc123", "cust_x", 1), 404, true},
		"state":             {"/v1/payments/pay_test_456/cancel", "", 409, true},
		"contract":          {"/v1/order/pay", orderPay("order_1234567890", magicError, "1.00"), 422, true},
		"network":           {"/v1/order/pay", orderPay("order_1234567890", magicNetwork, "1.00"), 503, false},
		"missing":           {"/v1/payments", "{}", 400, false},
		"rule of business":  {"/v1/order/pay", orderPay("order_1234567890", seededWallet, "151.00"), 400, false},
		"refund too much":   {"/v1/payments/pay_test_456/refund", `{"reason":"other","amount":101.00}`, 400, false},
		"malformed":         {"/v1/payments", "{", 400, false},
		"alias of a refund": {"/v1/payments/refund", `{"payment_id":"pay_test_456","reason":"other"}`, 201, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTestServer(t)
			first := f.call("POST", test.path, test.body, "Idempotency-Key", "k")
			require.Equal(t, test.status, first.status, first.body)
			again := f.call("POST", test.path, test.body, "Idempotency-Key", "k")
			if test.stored {
				again.replays(first)
				return
			}
			require.Equal(t, first.status, again.status)
			require.Empty(t, again.header.Get("Idempotent-Replayed"))
		})
	}
}

func TestSpellingsShareKeys(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	first := f.call("POST", "/v1/payments/refund", `{"payment_id":"pay_test_456","reason":"other"}`, "Idempotency-Key", "k").ok()
	f.call("POST", "/v1/payments/pay_test_456/refund", `{"reason":"other"}`, "Idempotency-Key", "k").replays(first)

	pay := strings.Replace(orderPay("order_1234567890", seededWallet, "150.00"), `{`, `{"metadata":{"idempotency_key":"m"},`, 1)
	paid := f.call("POST", "/v1/order/pay", pay).ok()
	f.call("POST", "/v1/orders/order_1234567890/pay", strings.Replace(pay, `"order_id":"order_1234567890",`, "", 1)).replays(paid)
	f.call("POST", "/v1/order/pay", pay, "Idempotency-Key", "m").replays(paid)
	f.call("POST", "/v1/order/pay", pay, "Idempotency-Key", "other").refused(400, "parameter_invalid", "metadata.idempotency_key")
	f.call("POST", "/v1/order/pay", strings.Replace(pay, `"m"`, `"a b"`, 1)).refused(400, "parameter_invalid", "metadata.idempotency_key")
	f.call("POST", "/v1/order/pay", strings.Replace(pay, `"m"`, `5`, 1)).refused(400, "parameter_invalid", "metadata.idempotency_key")

	update := f.call("PUT", "/v1/orders/ord_123", `{"notes":"x"}`, "Idempotency-Key", "u").ok()
	f.call("PATCH", "/v1/orders/ord_123", `{"notes":"x"}`, "Idempotency-Key", "u").replays(update)
}

func TestKeyForms(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for key, good := range map[string]bool{
		strings.Repeat("k", 255): true, `"` + strings.Repeat("k", 255) + `"`: true, "!~": true, `"`: true,
		strings.Repeat("k", 256): false, " ": false, "a b": false, `""`: false, "é": false, "a\tb": false,
	} {
		got := f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", key)
		if good {
			got.ok()
		} else {
			got.refused(400, "parameter_invalid", "Idempotency-Key")
		}
	}
	f.call("GET", "/v1/payments", "", "Idempotency-Key", "a b").ok()
	r := f.request("POST", "/v1/payments", tokenPayment)
	r.Header["Idempotency-Key"] = []string{""}
	f.send(r).refused(400, "parameter_invalid", "Idempotency-Key")
	r = f.request("POST", "/v1/payments", tokenPayment)
	r.Header["Idempotency-Key"] = []string{"a", "b"}
	f.send(r).refused(400, "parameter_invalid", "Idempotency-Key")
}

func TestSameKeyAtOnce(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	var wg sync.WaitGroup
	replies := make([]*reply, 64)
	for i := range replies {
		wg.Go(func() { replies[i] = f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k") })
	}
	wg.Wait()
	require.Equal(t, "2", f.payments(), "one effect, beside the seeded payment")
	executed := 0
	for _, r := range replies {
		switch {
		case r.status == http.StatusConflict:
			r.refused(409, "idempotency_key_in_use", "null")
		case r.header.Get("Idempotent-Replayed") == "":
			executed++
		}
	}
	require.Equal(t, 1, executed)
}

func TestKeyInUse(t *testing.T) {
	t.Parallel()
	operations := handlers()
	entered, leave := make(chan struct{}), make(chan struct{})
	create := operations["Payments.Create"].handle
	operations["Payments.Create"] = operation{handle: func(c *call) (answer, error) {
		close(entered)
		<-leave
		return create(c)
	}}
	f := newTestServerWith(t, operations)
	var first *reply
	var wg sync.WaitGroup
	wg.Go(func() { first = f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k") })
	<-entered
	for _, body := range []string{tokenPayment, cardPayment("tok_visa")} { // for any body
		got := f.call("POST", "/v1/payments", body, "Idempotency-Key", "k").refused(409, "idempotency_key_in_use", "null")
		require.Equal(t, "1", got.header.Get("Retry-After"))
		require.Equal(t, "true", got.header.Get("Stateset-Should-Retry"))
	}
	close(leave)
	wg.Wait()
	f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").replays(first.ok())
}

// user is the account of the records.
var user = engine.New(engine.Options{}).Account(engine.AccountKey{Name: "user"})

func use(key string, body string) (*record, answer) {
	return &record{scope: scopeOf(key), requestID: key, first: begin.UnixMicro()}, answer{status: 201, body: []byte(body)}
}

func scopeOf(key string) scope { return scope{user, digestOf(key)} }

func TestStoreEvictsTheOldestThatIsDone(t *testing.T) {
	t.Parallel()
	s := newReplayStore(3, 1000)
	running, _ := use("running", "")
	_, refused := s.begin(running)
	require.Nil(t, refused)
	for _, key := range []string{"a", "b", "c"} {
		r, a := use(key, key)
		got, refused := s.begin(r)
		require.Nil(t, refused)
		require.Same(t, r, got)
		s.complete(r, a, nil)
	}
	for key, kept := range map[string]bool{"a": false, "b": true, "c": true, "running": true} {
		require.Equal(t, kept, s.records[scopeOf(key)] != nil, key)
	}
	require.Equal(t, 2, s.bytes)
}

func TestStoreFullOfRunningRequests(t *testing.T) {
	t.Parallel()
	s := newReplayStore(1, 1000)
	r, _ := use("a", "")
	_, refused := s.begin(r)
	require.Nil(t, refused)
	other, _ := use("b", "")
	_, refused = s.begin(other)
	require.Equal(t, "service_unavailable", refused.Code)
	s.release(r)
	_, refused = s.begin(other)
	require.Nil(t, refused)
}

func TestStoreBoundsBytes(t *testing.T) {
	t.Parallel()
	s := newReplayStore(100, 10)
	for _, key := range []string{"a", "b", "c"} {
		r, a := use(key, "123456")
		_, refused := s.begin(r)
		require.Nil(t, refused)
		s.complete(r, a, nil)
	}
	require.Len(t, s.records, 1)
	require.Equal(t, 6, s.bytes)
}
