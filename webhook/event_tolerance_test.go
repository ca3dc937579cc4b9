package webhook_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// verifyBody signs a body at t0 and verifies it.
func verifyBody(t *testing.T, body string, opts ...webhook.VerifierOption) (*webhook.Event, error) {
	t.Helper()
	v, err := webhook.NewVerifier(k1, append(opts, webhook.WithClock(at(0)))...)
	require.NoError(t, err)
	return v.Verify([]byte(body), stamped("t=1767225600 v1="+digest(k1, "1767225600."+body)))
}

// Members that are not essential count as absent if they have another JSON type.
func TestSideMembersOfAnotherType(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][]string{
		"request":          {`"req_1"`, `5`, `[]`},
		"livemode":         {`"yes"`, `1`, `{}`, `[true]`},
		"pending_webhooks": {`"one"`, `1.5`, `1e99`, `-1`, `{}`},
		"api_version":      {`20240101`, `true`, `["2024-01-01"]`},
		"object":           {`5`, `{}`},
		"created":          {`"yesterday"`, `{}`, `true`},
		"created_at":       {`"yesterday"`, `{}`},
		"timestamp":        {`"yesterday"`, `[]`},
	} {
		for _, value := range values {
			body := `{"id":"evt_1","type":"payment.succeeded","data":{"object":{"id":"pay_1"}},"` + name + `":` + value + `}`
			event, err := verifyBody(t, body)
			require.NoError(t, err, body)
			payment, err := webhook.Object(event, webhook.PaymentSucceeded)
			require.NoError(t, err, body)
			require.Equal(t, "pay_1", payment.ID)
			require.Nil(t, event.Request, body)
			require.Equal(t, []any{false, 0, "", "", true},
				[]any{event.Livemode, event.PendingWebhooks, event.APIVersion, event.Object, event.CreatedAt.IsZero()}, body)
		}
	}
}

// A value whose meaning is certain is decoded from any JSON type.
func TestSideMembersInAnotherSpelling(t *testing.T) {
	t.Parallel()
	event, err := verifyBody(t, `{"id":"evt_1","type":"payment.succeeded","data":{"object":{"id":"pay_1"}},"livemode":"true",`+
		`"pending_webhooks":"2","created_at":1767225600,"request":{"id":5,"idempotency_key":"k"}}`)
	require.NoError(t, err)
	require.Equal(t, []any{true, 2, time.Unix(1767225600, 0).UTC(), &webhook.Request{IdempotencyKey: "k"}},
		[]any{event.Livemode, event.PendingWebhooks, event.CreatedAt, event.Request})
}

// Flat members repeat those of the object, so beside an object they count as absent too.
func TestFlatMembersOfAnotherType(t *testing.T) {
	t.Parallel()
	for _, member := range []string{`"amount":{}`, `"amount":true`, `"currency":1`, `"status":["x"]`, `"payment_id":5`} {
		event, err := verifyBody(t, `{"id":"evt_1","type":"payment.succeeded","data":{"object":{"id":"pay_1"},`+member+`}}`)
		require.NoError(t, err, member)
		require.Equal(t, []string{"", "", "", ""}, []string{event.Data.Amount, event.Data.Currency, event.Data.Status, event.Data.ResourceID}, member)
	}
	for name, value := range map[string]string{"amount": "{}", "currency": "1", "status": `["x"]`} {
		_, err := verifyBody(t, `{"id":"evt_1","type":"payment.succeeded","data":{"payment_id":"pay_1","`+name+`":`+value+`}}`)
		require.ErrorIs(t, err, webhook.ErrMalformedEvent, name)
		require.ErrorContains(t, err, "data."+name+": unexpected ")
	}
}

// A receiver that requires a mode rejects an event whose mode cannot be read.
func TestUnreadableLivemode(t *testing.T) {
	t.Parallel()
	for livemode, want := range map[string]struct{ test, live error }{
		`true`:    {webhook.ErrLivemodeMismatch, nil},
		`false`:   {nil, webhook.ErrLivemodeMismatch},
		`"true"`:  {webhook.ErrLivemodeMismatch, nil},
		`"false"`: {nil, webhook.ErrLivemodeMismatch},
		`"no"`:    {webhook.ErrLivemodeMismatch, webhook.ErrLivemodeMismatch},
		`0`:       {webhook.ErrLivemodeMismatch, webhook.ErrLivemodeMismatch},
	} {
		body := `{"id":"evt_1","type":"payment.succeeded","data":{},"livemode":` + livemode + `}`
		_, err := verifyBody(t, body)
		require.NoError(t, err, livemode)
		_, err = verifyBody(t, body, webhook.ExpectLivemode(false))
		require.ErrorIs(t, err, want.test, livemode)
		_, err = verifyBody(t, body, webhook.ExpectLivemode(true))
		require.ErrorIs(t, err, want.live, livemode)
	}
}

// A known member in another case is rejected, because other programs match it.
func TestMembersInAnotherCase(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(fullEvent())
	require.NoError(t, err)
	var event map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &event))
	var data map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(event["data"], &data))
	delete(data, "order_id")
	event["timestamp"] = nil
	for name := range event {
		_, err := verifyBody(t, `{"id":"evt_1","type":"order.paid","data":{},"`+strings.ToUpper(name)+`":null}`)
		require.ErrorContains(t, err, `it has the member "`+name+`" in another case`)
	}
	for name := range data {
		_, err := verifyBody(t, `{"id":"evt_1","type":"order.paid","data":{"order_id":"o","`+strings.ToUpper(name)+`":null}}`)
		require.ErrorContains(t, err, `it has the member "`+name+`" in another case`)
	}
	_, err = verifyBody(t, `{"id":"evt_1","type":"order.paid","data":{"NEW":1,"Order_ID":"o"},"NEW":1,"request":{"ID":1}}`)
	require.NoError(t, err)
}

// Flat data is decoded, with its ID in any position.
func TestFlatData(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]webhook.Data{
		`{"amount":1.50,"x":[[]],"order_id":"o"}`: {Amount: "1.50", ResourceID: "o", Extra: `"x":[[]]`},
		`{"amount":"1,000","order_id":"o"}`:       {Amount: "1,000", ResourceID: "o"},
		`{"object":null,"amount":1}`:              {Amount: "1"},
		`{"a_id":1,"order_id":"x","c_id":"y"}`:    {ResourceID: "x", Extra: `"a_id":1,"c_id":"y"`},
		`{"amount":-1.50}`:                        {Amount: "-1.50"},
		`{"amount":null}`:                         {},
	} {
		for _, body := range []string{`{"id":"evt_1","type":"order.paid","data":` + data + `}`, `{"id":"evt_1","data":` + data + `,"type":"order.paid"}`} {
			event, err := verifyBody(t, body)
			require.NoError(t, err, body)
			got := event.Data
			require.Equal(t, []any{want.Amount, want.ResourceID, want.Extra}, []any{got.Amount, got.ResourceID, got.Extra}, body)
			require.Nil(t, got.Object, body)
		}
	}
}
