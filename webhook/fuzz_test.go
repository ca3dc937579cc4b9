package webhook_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// compare checks that Verify and the reference accept the same deliveries. Verify also
// rejects bodies that are not events.
func compare(t *testing.T, v *webhook.Verifier, header http.Header, body string) {
	t.Helper()
	event, err := v.Verify([]byte(body), header)
	if !authentic([]string{k1, k2}, header, body) {
		require.Error(t, err, "%q %q", header, body)
		require.Nil(t, event)
		return
	}
	for _, readable := range []error{webhook.ErrMalformedEvent, webhook.ErrBodyNotObject, webhook.ErrEventTooOld} {
		if errors.Is(err, readable) {
			return
		}
	}
	require.NoError(t, err, "%q %q", header, body)
}

// V48: a delivery with a changed, removed or inserted byte is accepted only if the
// reference accepts it.
func TestMutations(t *testing.T) {
	t.Parallel()
	v := verifier(t, []string{k1, k2})
	const odd = "\x00\t\n ,=.+-019aAfFgtTvV{}\"\x7f\xff"
	mutate := func(text string, check func(string)) {
		for i := range len(text) {
			check(text[:i] + text[i+1:])
			for _, c := range []byte(odd) {
				check(text[:i] + string(c) + text[i+1:])
				check(text[:i] + string(c) + text[i:])
			}
		}
	}
	mutate(v01, func(header string) { compare(t, v, stamped(header), b1) })
	mutate("sha256="+r11, func(header string) { compare(t, v, raw(header), b1) })
	mutate(b1, func(body string) {
		compare(t, v, stamped(v01), body)
		compare(t, v, raw(r11), body)
	})
}

// filled replaces $T and $R with digests of the body.
func filled(text, body string) string {
	return strings.NewReplacer("$T", digest(k1, "1767225600."+body), "$R", digest(k2, body)).Replace(text)
}

func FuzzSignatureHeader(f *testing.F) {
	for _, header := range []string{
		"t=1767225600 v1=$T", "t=1767225600,v1=$T,v0=x", "v1=$R\tv1=$T t=1767225600", "t=1767225601 v1=$T", "t= v1=", ",, ,", "$R", "sha256=$R",
		"sha1=$R", "t=1767225600 v1=$T t=1", "t=01767225600 v1=$T", "t=1767225600000 v1=$T", "t=1767225600" + strings.Repeat(" v1=$T", 11), "\x00é",
	} {
		f.Add(header, true)
		f.Add(header, false)
	}
	v := verifier(f, []string{k1, k2})
	f.Fuzz(func(t *testing.T, header string, first bool) {
		header = filled(header, b1)
		if first {
			compare(t, v, stamped(header), b1)
			return
		}
		compare(t, v, raw(header), b1)
	})
}

func FuzzVerify(f *testing.F) {
	for _, body := range []string{b1, b2, b3, "", "{}", "[]", "1767225600." + b1, "\ufeff" + b1, " " + b1} {
		f.Add("t=1767225600 v1=$T", "$R", uint8(3), body)
		f.Add("t=1767225600 v1=$T", "$T", uint8(2), body)
		f.Add("", "$R", uint8(2), body)
		f.Add("t=1767225600 v1=$R", "$R", uint8(1), body)
	}
	v := verifier(f, []string{k1, k2})
	f.Fuzz(func(t *testing.T, s, x string, present uint8, body string) {
		header := http.Header{}
		if present&1 != 0 {
			header["Stateset-Signature"] = []string{filled(s, body)}
		}
		if present&2 != 0 {
			header["X-Stateset-Signature"] = []string{filled(x, body)}
		}
		if present&4 != 0 {
			header["x-stateset-signature"] = []string{filled(x, body)}
		}
		if present&6 == 6 { // http.Header.Values does not find the second spelling
			_, err := v.Verify([]byte(body), header)
			require.Error(t, err)
			return
		}
		if present&4 != 0 {
			_, got := v.Verify([]byte(body), header)
			header["X-Stateset-Signature"] = header["x-stateset-signature"]
			delete(header, "x-stateset-signature")
			_, want := v.Verify([]byte(body), header)
			require.Equal(t, want, got)
		}
		compare(t, v, header, body)
	})
}

// plainEvent is an event for encoding/json, without the methods and the strictness of
// Event.
type plainEvent struct {
	ID         string          `json:"id"`
	Object     lax[string]     `json:"object"`
	Type       string          `json:"type"`
	APIVersion lax[string]     `json:"api_version"`
	Created    json.RawMessage `json:"created"`
	Livemode   json.RawMessage `json:"livemode"`
	Pending    json.RawMessage `json:"pending_webhooks"`
	Data       struct {
		Object   json.RawMessage `json:"object"`
		Previous json.RawMessage `json:"previous_attributes"`
		Currency lax[string]     `json:"currency"`
		Status   lax[string]     `json:"status"`
	} `json:"data"`
	Request lax[map[string]lax[string]] `json:"request"`
}

// lax is a value that is absent if it has another JSON type.
type lax[T any] struct{ v T }

func (l *lax[T]) UnmarshalJSON(text []byte) error {
	var v T
	if json.Unmarshal(text, &v) == nil {
		l.v = v
	}
	return nil
}

// A verifier decodes the same event as encoding/json, and every rejection names a real
// fault.
func FuzzEvent(f *testing.F) {
	for _, body := range []string{
		b1, b2, b3, "{}", "{}{}", `{"id":"a","type":"t"}`, `{"id":"a","id":"b","type":"t"}`, `{"type":"a","TYPE":"b","id":"c"}`,
		`{"id":"a\u00e9","type":"payment.succeeded","created":"2026-01-01T00:00:00Z","data":{"order_id":"o","amount":1.50,"status":null,"x":[{}]}}`,
		`{"id":"a","type":"t","data":{},"request":{"id":"req_1","idempotency_key":null},"pending_webhooks":2,"livemode":true,"data":{"previous_attributes":{"a":1}}}`,
		`{"id":"a","type":"t","data":{"object":null,"amount":"1.00","currency":"ssusd","payment_id":"pay_1"}}`,
		`{"id":"a","type":"t","data":{"object":{},"amount":{},"status":1},"livemode":"x","request":"r","pending_webhooks":1e99,"created":[],"created_at":"2026-01-01T02:00:00+02:00"}`,
		`{"id":"a","type":"t","x":` + strings.Repeat("[", 130) + strings.Repeat("]", 130) + `}`,
	} {
		f.Add(body)
	}
	v := verifier(f, []string{k1}, webhook.MaxEventAge(1<<62))
	f.Fuzz(func(t *testing.T, body string) {
		event, err := v.Verify([]byte(body), webhook.SchemeTimestamped.Sign([]byte(body), time.Unix(t0, 0), k1))
		var plain plainEvent
		plainErr := json.Unmarshal([]byte(body), &plain)
		if err != nil {
			require.Nil(t, event)
			requireFault(t, body, err)
			return
		}
		require.True(t, utf8.ValidString(body))
		require.True(t, json.Valid([]byte(body)))
		require.NoError(t, plainErr)
		if at, err := strconv.ParseUint(string(plain.Created), 10, 35); err == nil && at > 0 {
			require.Equal(t, time.Unix(int64(at), 0).UTC(), event.CreatedAt)
		}
		if n, err := strconv.ParseUint(string(plain.Pending), 10, 31); err == nil {
			require.EqualValues(t, n, event.PendingWebhooks)
		}
		require.Equal(t, strings.Trim(string(plain.Livemode), `"`) == "true", event.Livemode)
		require.Equal(t, []any{plain.ID, plain.Object.v, plain.Type, plain.APIVersion.v, plain.Data.Currency.v, plain.Data.Status.v},
			[]any{event.ID, event.Object, string(event.Type), event.APIVersion, event.Data.Currency, event.Data.Status})
		require.Equal(t, strings.TrimPrefix(string(plain.Data.Object), "null"), string(event.Data.Object))
		require.Equal(t, strings.TrimPrefix(string(plain.Data.Previous), "null"), string(event.Data.PreviousAttributes))
		require.Equal(t, plain.Request.v != nil, event.Request != nil)
		if event.Request != nil {
			require.Equal(t, plain.Request.v["id"].v, event.Request.ID)
			require.Equal(t, plain.Request.v["idempotency_key"].v, event.Request.IdempotencyKey)
		}
	})
}

func requireFault(t *testing.T, body string, err error) {
	t.Helper()
	text := err.Error()
	for _, fault := range []string{"no id", "its id", "no type", "no data", "twice", "another case", "unexpected", `another than "event"`, "deeper than"} {
		if strings.Contains(text, fault) {
			return
		}
	}
	switch {
	case body == "":
		require.ErrorIs(t, err, webhook.ErrEmptyBody)
	case !utf8.ValidString(body):
		require.ErrorContains(t, err, "not UTF-8")
	case json.Valid([]byte(body)):
		require.ErrorIs(t, err, webhook.ErrBodyNotObject, "%q", body)
	}
}
