package webhook_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func TestSign(t *testing.T) {
	t.Parallel()
	now := time.Unix(t0, 999)
	for name, tt := range map[string]struct{ got, want http.Header }{
		"both":                     {webhook.Sign([]byte(b1), now, k1), both(v01, r11)},
		"no scheme":                {webhook.SignatureScheme("").Sign([]byte(b1), now, k1), both(v01, r11)},
		"raw":                      {webhook.SchemeRaw.Sign([]byte(b1), now, k1), raw(r11)},
		"timestamped":              {webhook.SchemeTimestamped.Sign([]byte(b1), now, k1), stamped(v01)},
		"two secrets":              {webhook.Sign([]byte(b1), now, k2, k1), both("t=1767225600 v1="+t21+" v1="+t11, r21)},
		"two secrets, raw":         {webhook.SchemeRaw.Sign([]byte(b1), now, k2, k1), raw(r21)},
		"none":                     {webhook.Sign([]byte(b1), now), http.Header{}},
		"a body that is no object": {webhook.SchemeTimestamped.Sign(nil, now, k1), stamped("t=1767225600 v1=" + t1e)},
		"a year of five digits":    {webhook.SchemeTimestamped.Sign([]byte(b1), time.Unix(999_999_999_999, 0), k1), stamped("t=999999999999 v1=" + digest(k1, "999999999999."+b1))},
	} {
		require.Equal(t, tt.want, tt.got, name)
	}
}

// A test of a handler requires three lines.
func TestNewTestRequest(t *testing.T) {
	t.Parallel()
	v, err := webhook.NewVerifier(k1)
	require.NoError(t, err)
	payment := &payments.Payment{ID: "pay_1", Object: "payment", Amount: api.USD("10.00"), Status: payments.StatusSucceeded}
	r := webhook.NewTestRequest(k1, webhook.PaymentSucceeded, payment)
	require.Equal(t, "POST", r.Method)
	require.Equal(t, "application/json", r.Header.Get("Content-Type"))
	require.Equal(t, "payment.succeeded", r.Header.Get("X-StateSet-Event"))
	require.True(t, strings.HasPrefix(r.Header.Get("X-StateSet-Delivery"), "dlv_test_"))
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	event, err := v.Verify(body, r.Header)
	require.NoError(t, err)
	require.Equal(t, webhook.SchemeTimestamped, event.Scheme())
	require.Equal(t, webhook.Data{Object: event.Data.Object, ResourceID: "pay_1", Status: "succeeded"}, event.Data)
	got, err := webhook.Object(event, webhook.PaymentSucceeded)
	require.NoError(t, err)
	require.True(t, got.Amount.Equal(payment.Amount))

	again := webhook.NewTestRequest(k1, webhook.PaymentSucceeded, payment)
	other := webhook.NewTestRequest(k1, webhook.PaymentFailed, payment)
	require.Equal(t, event.ID, idOf(t, again), "the same event again")
	require.NotEqual(t, event.ID, idOf(t, other), "another event")
}

func idOf(t *testing.T, r *http.Request) string {
	t.Helper()
	var e webhook.Event
	require.NoError(t, json.NewDecoder(r.Body).Decode(&e))
	return e.ID
}

// An object that cannot be an event is an error of the test.
func TestTestRequestPanics(t *testing.T) {
	t.Parallel()
	odd := func() {}
	require.Panics(t, func() { webhook.NewTestRequest(k1, webhook.TypeOf[func()]("x.y"), &odd) })
	require.Panics(t, func() {
		webhook.NewEventRequest(&webhook.Event{Data: webhook.Data{Object: json.RawMessage("{")}}, time.Unix(t0, 0), k1)
	})
	require.NotPanics(t, func() { webhook.NewEventRequest(&webhook.Event{}, time.Unix(t0, 0)) })
}

func TestObject(t *testing.T) {
	t.Parallel()
	event := webhook.NewTestEvent(webhook.PaymentFailed, &payments.Payment{ID: "pay_1", Amount: api.USD("1.00")}, time.Unix(t0, 0))
	verify := func(e *webhook.Event) *webhook.Event {
		r := webhook.NewEventRequest(e, time.Unix(t0, 0), k1)
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		e, err = verifier(t, []string{k1}).Verify(body, r.Header)
		require.NoError(t, err)
		return e
	}
	for name, e := range map[string]*webhook.Event{"made": event, "verified": verify(event)} {
		payment, err := webhook.Object(e, webhook.TypeOf[payments.Payment]("payment.*"))
		require.NoError(t, err, name)
		require.Equal(t, "pay_1", payment.ID, name)

		_, err = webhook.Object(e, webhook.PaymentSucceeded)
		require.ErrorIs(t, err, webhook.ErrTypeMismatch, name)
		require.EqualError(t, err, `stateset: event of another type: must be payment.succeeded, got "payment.failed"`, name)

		_, err = webhook.Object(e, webhook.TypeOf[[]string]("payment.failed"))
		require.ErrorContains(t, err, "stateset: object of event", name)

		var members struct{ ID string }
		require.NoError(t, e.Decode(&members), name)
		require.Equal(t, "pay_1", members.ID, name)
		require.Error(t, e.Decode((*payments.Payment)(nil)), name)
	}
	_, err := webhook.Object(nil, webhook.PaymentSucceeded)
	require.EqualError(t, err, "stateset: event is nil")
	err = (&webhook.Event{ID: "evt_1"}).Decode(&struct{}{})
	require.EqualError(t, err, `stateset: object of event "evt_1", a "": data has neither an object nor the ID of one`)
}
