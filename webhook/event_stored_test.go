package webhook_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/webhook"
)

// stored returns a value after encoding and decoding with gob.
func stored[T any](t *testing.T, v *T) *T {
	t.Helper()
	var store bytes.Buffer
	require.NoError(t, gob.NewEncoder(&store).Encode(v))
	restored := new(T)
	require.NoError(t, gob.NewDecoder(&store).Decode(restored))
	return restored
}

func readEvent(t *testing.T, data string) *webhook.Event {
	t.Helper()
	event := new(webhook.Event)
	require.NoError(t, json.Unmarshal([]byte(`{"id":"evt_1","type":"payment.succeeded","created":1700000000,"data":`+data+`,"request":{"id":"req_1"},"new":1}`), event))
	return event
}

func TestEventsAreStored(t *testing.T) {
	t.Parallel()
	events := []*webhook.Event{
		readEvent(t, `{"object":{ "id": "pay_1", "object":"payment","note":"<b>" },"payment_id":"pay_1","amount":"5.00","currency":"ssusd"}`),
		readEvent(t, `{"object":{"id":"pay_1","object":"payment","note":"<b>"},"payment_id":"pay_1","amount":"5.00","currency":"ssusd"}`),
		readEvent(t, `{"payment_id":"pay_1","amount":"5.00","currency":"ssusd"}`),
		readEvent(t, `{"payment_id":"pay_1","amount":5.00,"currency":"ssusd"}`),
		readEvent(t, `{"payment_id":"pay_1","amount":[5],"currency":"ssusd"}`),
		readEvent(t, `{"payment_id":"pay_1","previous_attributes":{"a":1}}`),
		readEvent(t, `{"payment_id":"pay_\n1","customer_id":"cust_1"}`),
		{},
	}
	for i, event := range events {
		for j, other := range events {
			require.Equal(t, i == j, cmp.Equal(event, other), "%d %d", i, j)
			require.Equal(t, i == j, cmp.Equal(event, stored(t, other)), "%d %d", i, j)
		}
	}
	var data webhook.Data
	for _, bad := range []string{"", "5\n{}", `"a"`, "\"a\"\n[]", "\"a\"\n{\"status\":\"a\",\"status\":\"b\"}"} {
		require.Error(t, data.UnmarshalBinary([]byte(bad)), "%q", bad)
	}
}

// Every field counts, including fields of later versions.
func TestEventsDifferByEveryField(t *testing.T) {
	t.Parallel()
	for _, object := range []reflect.Type{reflect.TypeFor[webhook.Event](), reflect.TypeFor[webhook.Data]()} {
		for field := range object.Fields() {
			if !field.IsExported() {
				continue
			}
			changed := reflect.New(object).Elem()
			value := changed.FieldByIndex(field.Index)
			switch value.Interface().(type) {
			case string, webhook.Type, api.Extra:
				value.SetString("x")
			case bool:
				value.SetBool(true)
			case int:
				value.SetInt(1)
			case json.RawMessage:
				value.SetBytes([]byte("1"))
			case time.Time:
				value.Set(reflect.ValueOf(time.Unix(1, 0)))
			case *webhook.Request:
				value.Set(reflect.ValueOf(new(webhook.Request)))
			case webhook.Data:
				value.FieldByName("Status").SetString("x")
			default:
				require.Fail(t, "no value for "+field.Name)
			}
			require.False(t, cmp.Equal(reflect.Zero(object).Interface(), changed.Interface()), field.Name)
			require.True(t, cmp.Equal(changed.Interface(), changed.Interface()), field.Name)
		}
	}
	require.False(t, webhook.Event{Request: &webhook.Request{ID: "a"}}.Equal(webhook.Event{Request: &webhook.Request{ID: "b"}}))
}

func TestSecretsAreComparedAndNotStored(t *testing.T) {
	t.Parallel()
	endpoint := &webhook.Endpoint{ID: "we_1", Secret: webhook.NewSecret(plainSecret)}
	same := &webhook.Endpoint{ID: "we_1", Secret: webhook.NewSecret(plainSecret)}
	require.True(t, cmp.Equal(endpoint, same))
	require.False(t, cmp.Equal(endpoint, &webhook.Endpoint{ID: "we_1"}))
	require.True(t, webhook.Secret{}.Equal(webhook.NewSecret("")))

	kept := stored(t, endpoint)
	require.Equal(t, "we_1", kept.ID)
	require.Empty(t, kept.Secret.Reveal())

	var out strings.Builder
	for _, value := range []any{endpoint, *endpoint, []*webhook.Endpoint{endpoint}, endpoint.Secret, &endpoint.Secret, struct{ S webhook.Secret }{endpoint.Secret}} {
		fmt.Fprintf(&out, "%v %+v %#v %s %q %d %x", value, value, value, value, value, value, value)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", value)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", value)
		text, err := json.Marshal(value)
		require.NoError(t, err)
		out.Write(text)
	}
	out.WriteString(cmp.Diff(endpoint, &webhook.Endpoint{Secret: webhook.NewSecret("whsec_other")}))
	require.NotContains(t, out.String(), secretBody[:8])
	require.NotContains(t, out.String(), fmt.Sprintf("%x", secretBody[:8]))
}
