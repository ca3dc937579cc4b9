package webhook_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/webhook"
)

var moment = time.Date(2026, time.January, 15, 10, 0, 0, 0, time.UTC)

const endpointSecret = "whsec_0123456789abcdefghijklmnopqrstuv"

func fullEndpoint() *webhook.Endpoint {
	return &webhook.Endpoint{
		ID: "we_1", Object: "webhook_endpoint", URL: "https://shop.example.com/webhooks", Events: webhook.Types(webhook.PaymentSucceeded, webhook.Type("order.*")),
		Description: "the shop", Status: webhook.StatusEnabled, Scheme: webhook.SchemeTimestamped, APIVersion: "2024-01-01",
		Metadata: map[string]string{"team": "orders"}, CreatedAt: moment, UpdatedAt: moment.Add(time.Hour),
	}
}

func fullDelivery() *webhook.Delivery {
	return &webhook.Delivery{
		ID: "dlv_1", Object: "webhook_delivery", EndpointID: "we_1", EventID: "evt_1", Status: webhook.DeliveryPending,
		Attempts: []*webhook.DeliveryAttempt{
			{Number: 1, At: moment, DurationMS: 10_000, Error: "no answer after 10s"},
			{Number: 2, At: moment.Add(20 * time.Second), StatusCode: 503, DurationMS: 12},
		},
		NextAttemptAt: moment.Add(80 * time.Second), CreatedAt: moment,
	}
}

func fullEvent() *webhook.Event {
	return &webhook.Event{
		ID: "evt_1", Object: "event", APIVersion: "2024-01-01", CreatedAt: moment, Type: webhook.Type(webhook.OrderUpdated), Livemode: true,
		Data: webhook.Data{
			Object:             json.RawMessage(`{"id":"ord_1","object":"order","status":"pending","notes":"ring twice"}`),
			PreviousAttributes: json.RawMessage(`{"notes":null}`),
			ResourceID:         "ord_1", Amount: "150.00", Currency: "ssusd", Status: "pending",
		},
		Request: &webhook.Request{ID: "req_1", IdempotencyKey: "key-1"}, PendingWebhooks: 2,
	}
}

// TestWire compares the JSON of objects with golden files, and decodes it.
func TestWire(t *testing.T) {
	t.Parallel()
	golden.RoundTrip(t, "endpoint", fullEndpoint())
	golden.RoundTrip(t, "endpoint_unset", &webhook.Endpoint{})
	golden.RoundTrip(t, "delivery", fullDelivery())
	golden.RoundTrip(t, "delivery_unset", &webhook.Delivery{Attempts: []*webhook.DeliveryAttempt{{}}})
	golden.RoundTrip(t, "event", fullEvent())
	golden.RoundTrip(t, "event_of_time", &webhook.Event{ID: "evt_2", Type: webhook.Type(webhook.LoanOverdue), Data: webhook.Data{Object: json.RawMessage(`{"id":"loan_1","object":"loan"}`)}})
}

func TestReadBack(t *testing.T) {
	t.Parallel()
	endpoint := golden.Decode[webhook.Endpoint](t, "endpoint")
	endpoint.Secret = webhook.Secret{}
	require.Equal(t, fullEndpoint(), endpoint)
	delivery := golden.Decode[webhook.Delivery](t, "delivery")
	require.Equal(t, fullDelivery(), delivery)
	require.Equal(t, 12*time.Millisecond, delivery.Attempts[1].Duration())
	event := golden.Decode[webhook.Event](t, "event")
	want := fullEvent()
	require.JSONEq(t, string(want.Data.Object), string(event.Data.Object))
	require.JSONEq(t, string(want.Data.PreviousAttributes), string(event.Data.PreviousAttributes))
	event.Data.Object, event.Data.PreviousAttributes = want.Data.Object, want.Data.PreviousAttributes
	require.Equal(t, want, event)
	amount, ok := event.Data.Money()
	require.Equal(t, []any{"150.00 ssusd", true}, []any{amount.String(), ok})
}

// Values that a later version of the API adds can be decoded.
func TestUnknownValuesAreRead(t *testing.T) {
	t.Parallel()
	var e webhook.Endpoint
	require.NoError(t, json.Unmarshal([]byte(`{"id":"we_1","events":["moon.landed"],"status":"paused","signature_scheme":"ed25519","new":{"a":[1]},"metadata":null,"description":null}`), &e))
	require.Equal(t, []any{false, false, false}, []any{e.Events[0].Known(), e.Status.Known(), e.Scheme.Known()})
	require.True(t, e.Selects("moon.landed"), "only a disabled endpoint selects nothing")
	var d webhook.Delivery
	require.NoError(t, json.Unmarshal([]byte(`{"status":"held","attempts":null,"next_attempt_at":null}`), &d))
	require.Equal(t, []any{false, true}, []any{d.Status.Known(), d.NextAttemptAt.IsZero()})
	require.NoError(t, json.Unmarshal([]byte(`{"id":"we_1","status":"enabled","events":"*"}`), &e), "a side member of another type is skipped")
	require.Nil(t, e.Events)
	require.EqualError(t, json.Unmarshal([]byte(`{"status":1}`), &e), "stateset: status: unexpected number")
}

func TestEnumsKnowThemselves(t *testing.T) {
	t.Parallel()
	for _, known := range []interface{ Known() bool }{
		webhook.StatusDisabled, webhook.SchemeRaw, webhook.DeliveryFailed, webhook.Type(webhook.Test), webhook.AllTypes, webhook.Type("agent.execution.*"),
	} {
		require.True(t, known.Known(), "%v", known)
	}
	for _, unknown := range []interface{ Known() bool }{
		webhook.Status(""), webhook.SignatureScheme("x"), webhook.DeliveryStatus("x"), webhook.Type("x"), webhook.Type("moon.*"), webhook.Type("payment*"), webhook.Type(".*"),
	} {
		require.False(t, unknown.Known(), "%T %v", unknown, unknown)
	}
}

func TestTypesAndPatterns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		selector, other webhook.Type
		want            bool
	}{
		{"payment.succeeded", "payment.succeeded", true},
		{"payment.succeeded", "payment.failed", false},
		{"payment.*", "payment.failed", true},
		{"payment.*", "payments.failed", false},
		{"payment.*", "payment", false},
		{"agent.*", "agent.execution.failed", true},
		{"agent.execution.*", "agent.created", false},
		{"*", "moon.landed", true},
		{"payment*", "payment.failed", false},
		{".*", ".failed", false},
		{"", "payment.failed", false},
	} {
		require.Equal(t, test.want, test.selector.Selects(test.other), "%s selects %s", test.selector, test.other)
	}
	disabled := fullEndpoint()
	disabled.Status = webhook.StatusDisabled
	require.False(t, disabled.Selects("order.paid"))
	require.True(t, fullEndpoint().Selects("order.paid"))
	require.False(t, fullEndpoint().Selects("payment.failed"))
	known := webhook.KnownTypes()
	known[0] = "changed"
	require.NotEqual(t, known[0], webhook.KnownTypes()[0], "the caller's copy")
}

// FuzzSelects checks that a pattern selects the types that start with the same words.
func FuzzSelects(f *testing.F) {
	for _, seed := range [][2]string{{"payment.*", "payment.failed"}, {"*", "x"}, {".*", ".x"}, {"agent.execution.*", "agent.execution.failed"}, {"a.*", "a."}, {"**", "x"}, {"", ""}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, selector, name string) {
		got := webhook.Type(selector).Selects(webhook.Type(name))
		if !strings.HasSuffix(selector, ".*") && selector != "*" {
			require.Equal(t, selector == name, got)
			return
		}
		if got && selector != "*" && selector != name {
			require.True(t, strings.HasPrefix(name, strings.TrimSuffix(selector, "*")))
		}
		require.True(t, got || selector != "*")
	})
}
