package mockserver_test

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// times are the times of received requests after noon.
func (r *receiver) times() []time.Duration {
	var times []time.Duration
	for _, got := range r.all() {
		times = append(times, got.at.Sub(noon))
	}
	return times
}

// verdicts are the errors of the verification, or nil.
func (r *receiver) verdicts() []error {
	var verdicts []error
	for _, got := range r.all() {
		verdicts = append(verdicts, got.err)
	}
	return verdicts
}

// answerByVerdict responds like a correct receiver.
func answerByVerdict(r *receiver) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.ServeHTTP(quiet{w}, req)
		if all := r.all(); all[len(all)-1].err != nil {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
}

type quiet struct{ http.ResponseWriter }

func (quiet) WriteHeader(int) {}

// disturbed makes a payment on a server with a delivery fault, and advances the clock by
// a minute. No fault loses the event.
func disturbed(t *testing.T, fault mockserver.DeliveryFault, opts ...mockserver.Selector) (*receiver, *webhook.Delivery) {
	t.Helper()
	srv := mockserver.New(t, mockserver.WithTime(noon))
	r := newReceiver(t, srv, nil)
	account := srv.NewAccount()
	account.Webhooks().DeliverTo(answerByVerdict(r), hookSecret, webhook.PaymentSucceeded)
	srv.Webhooks().Disturb(webhook.Type("payment.*"), fault, opts...)
	pay(t, account.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.NoError(t, srv.Clock().Advance(time.Minute))
	d := account.Webhooks().Deliveries()[0]
	require.Equal(t, webhook.DeliverySucceeded, d.Status)
	return r, d
}

func TestDuplicated(t *testing.T) {
	t.Parallel()
	r, d := disturbed(t, mockserver.Duplicated(), mockserver.Times(1))
	all := r.all()
	require.Len(t, all, 3)
	for _, got := range all {
		require.NoError(t, got.err)
		require.Equal(t, all[0].body, got.body)
		require.Equal(t, d.ID, got.header.Get("X-StateSet-Delivery"))
	}
	require.Len(t, d.Attempts, 1, "copies are no attempts")
}

func TestDelayed(t *testing.T) {
	t.Parallel()
	r, d := disturbed(t, mockserver.Delayed(30*time.Second))
	require.Equal(t, []time.Duration{30 * time.Second}, r.times())
	require.Len(t, d.Attempts, 1)
}

func TestTampered(t *testing.T) {
	t.Parallel()
	r, d := disturbed(t, mockserver.Tampered(), mockserver.Times(1))
	require.ErrorIs(t, r.verdicts()[0], webhook.ErrSignatureMismatch)
	require.NoError(t, r.verdicts()[1])
	require.Equal(t, []time.Duration{0, 10 * time.Second}, r.times())
	require.Len(t, d.Attempts, 2)
}

func TestStale(t *testing.T) {
	t.Parallel()
	r, d := disturbed(t, mockserver.Stale(), mockserver.Times(1))
	require.ErrorIs(t, r.verdicts()[0], webhook.ErrTimestampTooOld)
	require.NoError(t, r.verdicts()[1])
	require.Len(t, d.Attempts, 2)
}

func TestDropped(t *testing.T) {
	t.Parallel()
	r, d := disturbed(t, mockserver.Dropped(), mockserver.Times(1))
	require.Equal(t, []time.Duration{10 * time.Second}, r.times())
	require.Len(t, d.Attempts, 2)
	require.Contains(t, d.Attempts[0].Error, "dropped")
}

func TestOutOfOrder(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(noon))
	r := newReceiver(t, srv, nil)
	account := srv.NewAccount()
	account.Webhooks().DeliverTo(r, hookSecret, webhook.Type("payment.*"))
	srv.Webhooks().Disturb(webhook.Type("*"), mockserver.OutOfOrder())
	pay(t, account.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.Equal(t, []webhook.Type{"payment.succeeded", "payment.created"}, r.types())
}

// A held delivery without a successor is sent after ten seconds.
func TestOutOfOrderAlone(t *testing.T) {
	t.Parallel()
	r, d := disturbed(t, mockserver.OutOfOrder())
	require.Equal(t, []time.Duration{10 * time.Second}, r.times())
	require.Len(t, d.Attempts, 1)
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		r := newReceiver(t, srv, nil)
		account := srv.NewAccount()
		account.Webhooks().DeliverTo(r, hookSecret, webhook.PaymentSucceeded)
		account.Webhooks().Disturb(webhook.PaymentSucceeded, mockserver.OutOfOrder())
		pay(t, account.Client())
		<-time.After(9 * time.Second)
		require.Empty(t, r.all())
		<-time.After(2 * time.Second)
		require.Len(t, r.all(), 1)
	})
}

// The first applicable fault fires as often as its limit allows. Faults of an account do
// not affect others.
func TestSeveralFaults(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(noon))
	r, other := newReceiver(t, srv, nil), newReceiver(t, srv, nil)
	first, second := srv.NewAccount(), srv.NewAccount()
	first.Webhooks().DeliverTo(answerByVerdict(r), hookSecret, webhook.PaymentSucceeded)
	second.Webhooks().DeliverTo(other, hookSecret, webhook.PaymentSucceeded)
	srv.Webhooks().Disturb(webhook.Type("order.*"), mockserver.Dropped(), mockserver.Optional())
	first.Webhooks().Disturb(webhook.Type("payment.*"), mockserver.Dropped(), mockserver.Times(2))
	first.Webhooks().Disturb(webhook.Type("*"), mockserver.Tampered(), mockserver.Times(1))
	pay(t, first.Client())
	pay(t, second.Client())
	require.NoError(t, srv.Clock().Advance(time.Hour))
	require.Equal(t, []time.Duration{schedule[2], schedule[3]}, r.times())
	require.Equal(t, []bool{false, true}, []bool{r.verdicts()[0] == nil, r.verdicts()[1] == nil})
	require.Equal(t, []time.Duration{0}, other.times())
	require.NoError(t, srv.Webhooks().CheckFaults())
}

func TestUnusedFaultsAreReported(t *testing.T) {
	t.Parallel()
	inner := &recorder{}
	srv := mockserver.New(inner)
	srv.Webhooks().DeliverTo(newReceiver(t, srv, nil), hookSecret, webhook.PaymentSucceeded)
	srv.Webhooks().Disturb(webhook.Type("payment.*"), mockserver.Duplicated(), mockserver.Times(2))
	srv.Webhooks().Disturb(webhook.OrderPaid, mockserver.Dropped())
	srv.Webhooks().Disturb(webhook.OrderPaid, mockserver.Dropped(), mockserver.Optional())
	pay(t, srv.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	err := srv.Webhooks().CheckFaults()
	require.ErrorContains(t, err, "the fault duplicate of payment.* fired for 1 of 2 deliveries")
	require.ErrorContains(t, err, "the fault drop of order.paid fired for 0 of 1 deliveries")
	for _, cleanup := range slices.Backward(inner.cleanups) {
		cleanup()
	}
	require.True(t, inner.failed)
	require.Contains(t, inner.logs[0], err.Error())
}

func TestResetRemovesFaults(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(noon), mockserver.WithWebhookFault("payment.* delay by=20s times=1"))
	r := newReceiver(t, srv, nil)
	srv.Webhooks().DeliverTo(r, hookSecret, webhook.PaymentSucceeded)
	for range 2 {
		srv.Webhooks().Disturb(webhook.Type("payment.*"), mockserver.Dropped())
		srv.Reset()
		pay(t, srv.Client())
		require.NoError(t, srv.Clock().Advance(time.Minute))
	}
	require.Equal(t, []time.Duration{20 * time.Second, 20 * time.Second}, r.times(), "that of the option is there again")
}

// panicOf returns the value with which a function panics.
func panicOf(fn func()) (reason any) {
	defer func() { reason = recover() }()
	fn()
	return nil
}

func TestBadFaults(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	for want, bad := range map[string]func(){
		"\"payment.flown\" matches no event type":                                  func() { srv.Webhooks().Disturb(webhook.Type("payment.flown"), mockserver.Dropped()) },
		"Times(0): must be 1 or more":                                              func() { srv.Webhooks().Disturb(webhook.Type("*"), mockserver.Dropped(), mockserver.Times(0)) },
		"Delayed(0s): the delay must be above zero, as in Delayed(30*time.Second)": func() { srv.Webhooks().Disturb(webhook.Type("*"), mockserver.Delayed(0)) },
		"the DeliveryFault is empty: pass one such as Duplicated()":                func() { srv.Webhooks().Disturb(webhook.Type("*"), mockserver.DeliveryFault{}) },
		"Nth(2): a fault of deliveries accepts Times and Optional only":            func() { srv.Webhooks().Disturb(webhook.Type("*"), mockserver.Dropped(), mockserver.Nth(2)) },
	} {
		require.Contains(t, panicOf(bad), want)
	}
	for text, fault := range map[string]string{
		"":                        "must be a type and a kind",
		"payment.*":               "must be a type and a kind",
		"payment.* explode":       `bad fault "explode": must be one of duplicate, out_of_order, delay, tamper, stale, drop`,
		"payment.flown drop":      "matches no event type",
		"payment.* drop times=x":  "must have an integer",
		"payment.* drop times=-1": "times: must be 1 or more",
		"payment.* drop by=1s":    "absent for other faults",
		"payment.* delay":         "must be above zero",
		"payment.* delay by=1":    "must have an integer, or a duration",
		"payment.* drop soon":     "must be times= or by=",
	} {
		_, err := mockserver.Start(t.Context(), mockserver.WithWebhookFault(text))
		require.ErrorContains(t, err, fault, text)
	}
}
