package httpapi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControlRequestShowsItsEffects(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.addEndpoint("payment.*") // request 1
	f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k", "X-Request-Id", "first").ok()
	f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").ok()
	f.call("POST", "/v1/payments", tokenPayment).ok()
	f.call("GET", "/v1/payments", "").ok()

	got := f.control("GET", "/requests/2", "").ok()
	require.Equal(t, []string{"2", "first", "true", "100.00", tokenPayment}, []string{
		got.at("id"), got.at("request_id"), got.at("committed"), got.at("request_body.amount"), got.at("request_text"),
	})
	require.Equal(t, []string{"-100.00", "wallet:stateset1merchantaddress123", "100.00", "<none>"}, []string{
		got.at("ledger.0.postings.0.amount"), got.at("ledger.0.postings.1.holder"), got.at("ledger.0.postings.1.amount"), got.at("ledger.1"),
	})
	require.Equal(t, []string{"payment.created", "payment.succeeded", "<none>"}, []string{got.at("events.0.type"), got.at("events.1.type"), got.at("events.2")})
	require.Equal(t, []string{got.at("events.0.id"), got.at("events.1.id"), "<none>"}, []string{
		got.at("deliveries.0.delivery.event_id"), got.at("deliveries.1.delivery.event_id"), got.at("deliveries.2"),
	})

	replayed := f.control("GET", "/requests/3", "").ok()
	require.Equal(t, []string{"first", "false", "<none>", "<none>"}, []string{
		replayed.at("replay_of"), replayed.at("committed"), replayed.at("ledger.0"), replayed.at("events.0"),
	})
	other := f.control("GET", "/requests/4", "").ok()
	require.NotEqual(t, got.at("ledger.0.height"), other.at("ledger.0.height"))
	require.NotEqual(t, got.at("events.0.id"), other.at("events.0.id"))
	require.Equal(t, "<none>", f.control("GET", "/requests/5", "").ok().at("events.0"), "a read has no effects")
	for _, id := range []string{"0", "6", "x", "99999999999999999999"} {
		f.control("GET", "/requests/"+id, "").refused(404, "resource_not_found", "null")
	}
}

// A request of a transaction that was undone has no effects.
func TestControlRequestOfARefusal(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("POST", "/v1/order/pay", orderPay("order_1234567890", "stateset1somebodyswallet", "150.00")).refused(402, "INSUFFICIENT_FUNDS", "null")
	f.control("POST", "/faults", "POST /payments times=1 at=committed do=status:502").ok()
	f.call("POST", "/v1/payments", tokenPayment)
	got := f.control("GET", "/requests/1", "").ok()
	require.Equal(t, []string{"402", "false", "<none>", "<none>"}, []string{got.at("status"), got.at("committed"), got.at("ledger.0"), got.at("events.0")})
	got = f.control("GET", "/requests/2", "").ok()
	require.Equal(t, []string{"502", "true", "payment.created"}, []string{got.at("status"), got.at("committed"), got.at("events.0.type")})
	require.Contains(t, got.at("fault"), "f1 POST /payments")
	require.NotEqual(t, "<none>", got.at("ledger.0"))
}

// After a reset of the account, numbers of old requests point to nothing.
func TestEffectsOfAnotherLife(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("POST", "/v1/payments", tokenPayment).ok()
	entry := f.server.journal.Get(1)
	f.control("POST", "/reset", `{"account":"abc"}`).ok()
	f.call("POST", "/v1/payments", tokenPayment).ok()
	detail := f.server.journalDetail(entry)
	require.Empty(t, detail.Ledger)
	require.Empty(t, detail.Events)
}
