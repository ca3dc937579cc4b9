package webhook_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/webhook"
)

// The secret is not written.
func FuzzEndpoint(f *testing.F) {
	f.Add(golden.Read(f, "endpoint.json"))
	f.Add([]byte(`{"id":"we_1","secret":"whsec_1","new":[{}]}`))
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[webhook.Endpoint](t, text, "secret") })
}

func FuzzDelivery(f *testing.F) {
	f.Add(golden.Read(f, "delivery.json"))
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[webhook.Delivery](t, text) })
}

// Of several times, one is kept.
func FuzzEventCodec(f *testing.F) {
	f.Add(golden.Read(f, "event.json"))
	f.Add([]byte(`{"id":"a","type":"po.x","data":{"id":"b","po_financing_id":"c","x_id":"c","amount":1.50,"currency":"ssusd","new":1}}`))
	f.Add([]byte(`{"data":{"customer_id":"c","payment_id":"p","object":{"object":"payment"}},"type":"payment.failed","id":"a"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[webhook.Event](t, text, "created", "created_at", "timestamp")
	})
}

// An event that was decoded and encoded again is equal, including IDs of other objects
// and unknown members.
func TestEventsKeepEveryMember(t *testing.T) {
	t.Parallel()
	for text, id := range map[string]string{
		`{"type":"payment.x","data":{"object":{"object":"payment"},"customer_id":"c","payment_id":"p","new":{"a":[1.50]}},"other":null}`: "p",
		`{"type":"payment.x","data":{"object":{"object":"payment"},"customer_id":"c","order_id":"o"}}`:                                   "c",
		`{"type":"payment.x","data":{"object":{"object":"payment"},"customer_id":"p","payment_id":"p"}}`:                                 "p",
		`{"data":{"customer_id":"c","payment_id":"p","amount":1.50},"type":"payment.failed"}`:                                            "p",
		`{"data":{"customer_id":"c","id":"p","amount":{"value":1}},"type":"payment.failed"}`:                                             "p",
		`{"data":{"rocket_id":"r","moon_id":null},"type":"moon.landed"}`:                                                                 "r",
		`{"data":{"object":[],"rocket_id":"r\u00e9"},"type":"moon.landed"}`:                                                              "ré",
		`{"request":{"id":"r","new":true},"type":"moon.landed"}`:                                                                         "",
	} {
		var event webhook.Event
		require.NoError(t, json.Unmarshal([]byte(text), &event), text)
		require.Equal(t, id, event.Data.ResourceID, text)
		written, err := json.Marshal(event)
		require.NoError(t, err)
		require.Empty(t, lost(t, text, string(written)), "%s\n%s", text, written)
	}
}

// lost lists the members of an event, its data and its request that differ.
func lost(t *testing.T, text, written string) (names []string) {
	t.Helper()
	var want, got map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &want))
	require.NoError(t, json.Unmarshal([]byte(written), &got))
	for _, part := range []string{"", "data", "request"} {
		a, b := want, got
		if part != "" {
			a, _ = want[part].(map[string]any)
			b, _ = got[part].(map[string]any)
		}
		for name, value := range a {
			if _, isPart := value.(map[string]any); isPart && part == "" {
				continue
			}
			if other, ok := b[name]; !ok || !jsonEqual(value, other) {
				names = append(names, part+"."+name)
			}
		}
	}
	return names
}

func jsonEqual(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// A program can change the ID of a decoded event.
func TestChangedResourceID(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		`{"object":{"object":"payment"},"payment_id":"p","customer_id":"c"}`, `{"object":{"object":"payment"},"payment_id":null}`,
		`{"payment_id":"p","customer_id":"new"}`, `{"id":"p"}`,
	} {
		var event, again webhook.Event
		require.NoError(t, json.Unmarshal([]byte(`{"type":"payment.failed","data":`+data+`}`), &event))
		event.Data.ResourceID = "new"
		text, err := json.Marshal(event)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &again), "%s", text)
		require.Equal(t, "new", again.Data.ResourceID, "%s", text)
	}
}

// Params encode and decode the JSON of the API. Unknown members are errors.
func TestParamsAreJSON(t *testing.T) {
	t.Parallel()
	read := func(params any, text string) {
		require.NoError(t, json.Unmarshal([]byte(text), params))
		written, err := json.Marshal(params)
		require.NoError(t, err)
		require.Equal(t, text, string(written))
		require.ErrorContains(t, json.Unmarshal([]byte(`{"colour":1}`), params), "stateset: colour: unknown member")
	}
	read(new(webhook.CreateParams), `{"url":"u","events":["*"],"description":"d","signature_scheme":"raw","metadata":{"k":"v"}}`)
	read(new(webhook.UpdateParams), `{"url":"u","events":["*"],"description":"d","status":"disabled","signature_scheme":"raw","metadata":{"k":null}}`)
	read(new(webhook.RotateSecretParams), `{"expires_in":3600}`)
	read(new(webhook.RotateSecretParams), `{"expires_in":0}`)
	read(new(webhook.RotateSecretParams), `{}`)
	read(new(webhook.SendTestParams), `{"type":"order.paid"}`)
	require.ErrorContains(t, json.Unmarshal([]byte(`{"expires_in":9223372037}`), new(webhook.RotateSecretParams)), "expires_in: integer is out of range")
}
