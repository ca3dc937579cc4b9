package webhook_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// The time of an event is in created and created_at, as documented. The texts are
// handwritten, because a round trip through the SDK would not notice a missing member.
func TestEventTimeIsRead(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for members, want := range map[string]time.Time{
		`"created":1767225600`:                                       want,
		`"created":"1767225600"`:                                     want,
		`"created_at":"2026-01-01T00:00:00Z"`:                        want,
		`"created_at":"2026-01-01T02:00:00+02:00"`:                   want,
		`"created_at":"2026-01-01T00:00:00.5Z"`:                      want.Add(time.Second / 2),
		`"created":1767225600,"created_at":"2026-01-01T00:00:00Z"`:   want,
		`"created":1767225600,"created_at":"1999-01-01T00:00:00Z"`:   want,
		`"created":null,"created_at":"2026-01-01T00:00:00Z"`:         want,
		`"created":"soon","created_at":"2026-01-01T00:00:00Z"`:       want,
		`"created_at":1767225600,"timestamp":"2026-01-01T00:00:00Z"`: want,
		`"created":null,"created_at":null`:                           {},
		`"created":[],"created_at":"yesterday"`:                      {},
	} {
		var e webhook.Event
		require.NoError(t, json.Unmarshal([]byte(`{"id":"evt_1",`+members+`}`), &e), members)
		require.Equal(t, want, e.CreatedAt, members)
	}
}

// The SDK writes both members, in whole seconds of UTC.
func TestEventTimeIsWritten(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 2, 0, 0, 999_999_999, time.FixedZone("", 2*60*60))
	require.Equal(t, map[string]any{"created": 1767225600.0, "created_at": "2026-01-01T00:00:00Z"}, timesOf(t, &webhook.Event{CreatedAt: at}))
	require.Equal(t, map[string]any{"created": nil, "created_at": nil}, timesOf(t, &webhook.Event{}))
	require.Equal(t, map[string]any{"created": 1767225600.0, "created_at": "2026-01-01T00:00:00Z"},
		timesOf(t, webhook.NewTestEvent(webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1"}, at)))
}

func timesOf(t *testing.T, e *webhook.Event) map[string]any {
	t.Helper()
	text, err := json.Marshal(e)
	require.NoError(t, err)
	var members map[string]any
	require.NoError(t, json.Unmarshal(text, &members))
	times := map[string]any{}
	for _, name := range []string{"created", "created_at", "timestamp"} {
		if value, ok := members[name]; ok {
			times[name] = value
		}
	}
	return times
}

// Either member determines the age of a raw delivery.
func TestEventAgeByEitherMember(t *testing.T) {
	t.Parallel()
	for members, want := range map[string]error{
		`"created":1767225600`:                                     nil,
		`"created_at":"2026-01-01T00:00:00Z"`:                      nil,
		`"created":1766966400,"created_at":"2025-12-29T00:00:00Z"`: nil,
		`"created":1766966399`:                                     webhook.ErrEventTooOld,
		`"created_at":"2025-12-28T23:59:59Z"`:                      webhook.ErrEventTooOld,
		`"created":null,"created_at":"2025-12-28T23:59:59Z"`:       webhook.ErrEventTooOld,
		`"created":null,"created_at":5`:                            webhook.ErrEventTooOld,
		`"created":null,"created_at":null`:                         webhook.ErrMalformedEvent,
		`"created":"soon","created_at":"5 o'clock"`:                webhook.ErrMalformedEvent,
	} {
		body := `{"id":"evt_1","type":"payment.succeeded",` + members + `,"data":{"object":{}}}`
		v, err := webhook.NewVerifier(k1, webhook.AcceptRaw(), webhook.WithClock(at(0)))
		require.NoError(t, err)
		_, err = v.Verify([]byte(body), raw(digest(k1, body)))
		require.ErrorIs(t, err, want, members)
	}
}

// Deliveries of the mock server have both members. The object has its own created_at, so
// only the members of the event are checked.
func TestMockServerDeliversBothTimes(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	srv := mockserver.New(t, mockserver.WithTime(start))
	var body string
	srv.Webhooks().DeliverTo(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		body = string(text)
	}), webhook.TestSecret, webhook.OrderCreated)
	placeOrders(srv.Client(), 1)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(body), &members))
	require.Equal(t, "1768471200", string(members["created"]))
	require.Equal(t, `"2026-01-15T10:00:00Z"`, string(members["created_at"]))
}
