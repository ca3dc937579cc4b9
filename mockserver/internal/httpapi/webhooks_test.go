package httpapi

import (
	"bytes"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

const (
	hooksPath   = "/v1/webhooks"
	hookURL     = "https://shop.example.com/webhooks"
	newEndpoint = `{"url":"` + hookURL + `","events":["payment.*","order.paid"],"description":"the shop","metadata":{"team":"orders"}}`
)

var secretForm = regexp.MustCompile(`^whsec_[a-zA-Z0-9]{32}$`)

// secretText matches a secret in a response.
var secretText = regexp.MustCompile(`whsec_[a-zA-Z0-9]{32}`)

// addEndpoint registers an endpoint for the types.
func (f *testServer) addEndpoint(types ...string) *reply {
	f.t.Helper()
	return f.call("POST", hooksPath, `{"url":"`+hookURL+`","events":["`+strings.Join(types, `","`)+`"]}`).ok()
}

// TestWebhookGolden compares whole responses with golden files.
func TestWebhookGolden(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	endpoint := f.call("POST", hooksPath, newEndpoint, "X-Request-Id", "req_1").ok()
	path := hooksPath + "/" + endpoint.at("id")
	test := f.call("POST", path+"/test", "", "X-Request-Id", "req_2", "Idempotency-Key", "k").ok()
	for name, got := range map[string]*reply{
		"webhook_endpoint":   endpoint,
		"webhook_event":      test,
		"webhook_deliveries": f.call("GET", path+"/deliveries", "").ok(),
		"webhook_list":       f.call("GET", hooksPath, "").ok(),
		"webhook_rotated":    f.call("POST", path+"/rotate_secret", "").ok(),
		"error_webhook_type": f.call("POST", hooksPath, `{"url":"`+hookURL+`","events":["order.paid","payment.suceeded"]}`, "X-Request-Id", "req_3"),
	} {
		got.body = secretText.ReplaceAllString(got.body, "whsec_…")
		compare(t, name, got)
	}
}

func TestEndpointFromCreatedToDeleted(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	made := f.call("POST", hooksPath, newEndpoint).ok()
	require.Equal(t, []any{201, "webhook_endpoint", "enabled", "both", "2024-01-01", "orders"},
		[]any{made.status, made.at("object"), made.at("status"), made.at("signature_scheme"), made.at("api_version"), made.at("metadata.team")})
	require.Regexp(t, secretForm, made.at("secret"))
	path := hooksPath + "/" + made.at("id")
	require.Equal(t, "<none>", f.call("GET", path, "").ok().at("secret"), "shown once")
	require.Equal(t, "<none>", f.call("GET", hooksPath, "").ok().at("data.0.secret"))
	require.Equal(t, made.at("id"), f.call("GET", hooksPath, "").at("data.0.id"))

	f.advance(time.Hour)
	same := f.call("PATCH", path, `{"url":null,"events":null,"status":null,"signature_scheme":null,"metadata":null}`).ok()
	require.Equal(t, []string{hookURL, `["payment.*","order.paid"]`, "the shop", "enabled", "both", `{"team":"orders"}`},
		[]string{same.at("url"), same.at("events"), same.at("description"), same.at("status"), same.at("signature_scheme"), same.at("metadata")}, "null leaves a member unchanged that must not be empty")
	cleared := f.call("PATCH", path, `{"description":null}`).ok()
	require.Equal(t, []string{hookURL, "null"}, []string{cleared.at("url"), cleared.at("description")}, "null clears a member that may be empty")
	f.call("PATCH", path, `{"description":""}`).refused(400, "parameter_invalid", "description")
	changed := f.call("PATCH", path, `{"url":"http://localhost:9000/in","events":["*"],"status":"disabled","signature_scheme":"raw","metadata":{"team":null,"a":"b"}}`).ok()
	require.Equal(t, []string{"http://localhost:9000/in", `["*"]`, "null", "disabled", "raw", `{"a":"b"}`, "<none>"},
		[]string{changed.at("url"), changed.at("events"), changed.at("description"), changed.at("status"), changed.at("signature_scheme"), changed.at("metadata"), changed.at("secret")})
	require.Equal(t, []string{"2024-01-15T10:30:00Z", "2024-01-15T11:30:00Z"}, []string{changed.at("created_at"), changed.at("updated_at")})

	rotated := f.call("POST", path+"/rotate_secret", `{"expires_in":60}`).ok()
	require.Equal(t, 200, rotated.status)
	require.Regexp(t, secretForm, rotated.at("secret"))
	require.NotEqual(t, made.at("secret"), rotated.at("secret"))

	gone := f.call("DELETE", path, "")
	require.Equal(t, []any{204, "", "", ""}, []any{gone.status, gone.body, gone.header.Get("Content-Type"), gone.header.Get("Content-Length")})
	f.call("DELETE", path, "").refused(404, "resource_not_found", "null")
	f.call("GET", path, "").refused(404, "resource_not_found", "null")
	f.call("PATCH", path, `{}`).refused(404, "resource_not_found", "null")
	f.call("POST", path+"/test", "").refused(404, "resource_not_found", "null")
	f.call("POST", path+"/rotate_secret", "").refused(404, "resource_not_found", "null")
	f.call("GET", path+"/deliveries", "").refused(404, "resource_not_found", "null")
	require.Equal(t, "0", f.call("GET", hooksPath, "").at("total_count"))
}

func TestEndpointsAreTheAccountsOwn(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	id := f.addEndpoint("*").at("id")
	other := []string{"Authorization", "Bearer sk_test_other"}
	f.call("GET", hooksPath+"/"+id, "", other...).refused(404, "resource_not_found", "null")
	f.call("DELETE", hooksPath+"/"+id, "", other...).refused(404, "resource_not_found", "null")
	event := f.call("POST", hooksPath+"/"+id+"/test", "").ok().at("id")
	f.call("GET", "/v1/events/"+event, "", other...).refused(404, "resource_not_found", "null")
	f.call("POST", "/v1/events/"+event+"/replay", "", other...).refused(404, "resource_not_found", "null")
	require.Equal(t, "0", f.call("GET", "/v1/events", "", other...).at("total_count"))
}

func TestScopesOfWebhooks(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	id := f.addEndpoint("*").at("id")
	event := f.call("POST", hooksPath+"/"+id+"/test", "").ok().at("id")
	require.NoError(t, f.server.RegisterKey(Key{Text: "rk_test_abc", Scopes: []string{"webhooks:read"}}))
	reads := []string{hooksPath, hooksPath + "/" + id, hooksPath + "/" + id + "/deliveries", "/v1/events", "/v1/events/" + event}
	writes := []struct{ method, path string }{
		{"POST", hooksPath}, {"PATCH", hooksPath + "/" + id}, {"POST", hooksPath + "/" + id + "/rotate_secret"},
		{"POST", hooksPath + "/" + id + "/test"}, {"POST", "/v1/events/" + event + "/replay"}, {"DELETE", hooksPath + "/" + id},
	}
	for _, path := range reads {
		f.call("GET", path, "", "Authorization", "Bearer rk_test_abc").ok()
		f.call("GET", path, "", "Authorization", "Bearer pk_test_abc").refused(403, "insufficient_permissions", "null")
	}
	for _, w := range writes {
		got := f.call(w.method, w.path, "", "Authorization", "Bearer rk_test_abc").refused(403, "insufficient_permissions", "null")
		require.Contains(t, got.at("error.message"), "webhooks:write")
		f.call(w.method, w.path, "", "Authorization", "Bearer pk_test_abc").refused(403, "insufficient_permissions", "null")
	}
	require.NoError(t, f.server.RegisterKey(Key{Text: "rk_test_abc", Scopes: []string{"webhooks:write"}}))
	for _, path := range reads {
		f.call("GET", path, "", "Authorization", "Bearer rk_test_abc").refused(403, "insufficient_permissions", "null")
	}
	f.call("DELETE", hooksPath+"/"+id, "", "Authorization", "Bearer rk_test_abc").ok()
}

// TestWebhooksAreSafeToRepeat also checks that a replay contains the secret, because the
// first response may be lost.
func TestWebhooksAreSafeToRepeat(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	twice := func(method, path, body string) *reply {
		t.Helper()
		first := f.call(method, path, body, "Idempotency-Key", "k").ok()
		again := f.call(method, path, body, "Idempotency-Key", "k").ok()
		require.Equal(t, []any{"", "true"}, []any{first.header.Get("Idempotent-Replayed"), again.header.Get("Idempotent-Replayed")})
		require.Equal(t, []any{first.status, first.body}, []any{again.status, again.body})
		return again
	}
	made := twice("POST", hooksPath, newEndpoint)
	require.Regexp(t, secretForm, made.at("secret"))
	path := hooksPath + "/" + made.at("id")
	rotated := twice("POST", path+"/rotate_secret", `{}`)
	require.NotEqual(t, made.at("secret"), rotated.at("secret"))
	event := twice("POST", path+"/test", `{"type":"payment.failed"}`)
	require.Equal(t, "1", f.call("GET", "/v1/events", "").at("total_count"))
	twice("POST", "/v1/events/"+event.at("id")+"/replay", "")
	require.Equal(t, "2", f.call("GET", path+"/deliveries", "").at("total_count"))
	f.call("POST", hooksPath, `{"url":"`+hookURL+`","events":["*"]}`, "Idempotency-Key", "k").refused(422, "idempotency_key_reused", "null")
	require.Equal(t, "1", f.call("GET", hooksPath, "").at("total_count"))
	require.Equal(t, 204, twice("DELETE", path, "").status)
	f.call("DELETE", path, "", "Idempotency-Key", "another").refused(404, "resource_not_found", "null")
}

func TestOneKeyMakesOneEndpoint(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	var wg sync.WaitGroup
	var made atomic.Int32
	for range 32 {
		wg.Go(func() {
			if got := f.call("POST", hooksPath, newEndpoint, "Idempotency-Key", "k"); got.status == 201 && got.header.Get("Idempotent-Replayed") == "" {
				made.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, made.Load())
	require.Equal(t, "1", f.call("GET", hooksPath, "").ok().at("total_count"))
}

// TestSecretsAreInTheirResponsesOnly checks that no other response contains a secret.
func TestSecretsAreInTheirResponsesOnly(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	f := newTestServer(t, func(o *Options) {
		o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	made := f.call("POST", hooksPath, newEndpoint, "Idempotency-Key", "k").ok()
	path := hooksPath + "/" + made.at("id")
	rotated := f.call("POST", path+"/rotate_secret", "").ok()
	secrets := []string{made.at("secret"), rotated.at("secret")}
	var seen []string
	see := func(r *reply) *reply {
		seen = append(seen, r.body)
		return r
	}
	see(f.call("GET", path, ""))
	see(f.call("GET", hooksPath, ""))
	see(f.call("PATCH", path, `{"description":"x"}`))
	event := see(f.call("POST", path+"/test", "")).at("id")
	see(f.call("GET", "/v1/events", ""))
	see(f.call("GET", "/v1/events/"+event, ""))
	see(f.call("POST", "/v1/events/"+event+"/replay", ""))
	see(f.call("GET", path+"/deliveries", ""))
	see(f.call("PATCH", path, `{"url":"https://`+secrets[0]+`:x@shop.example.com"}`).refused(400, "parameter_invalid", "url"))
	see(f.control("GET", "/requests", ""))
	seen = append(seen, log.String())
	require.NoError(t, f.engine.Account(engine.AccountKey{Name: "abc"}).Update(func(tx *engine.Tx) error {
		endpoint, found := tx.Endpoints().Get(made.at("id"))
		require.True(t, found)
		require.Equal(t, secrets[1], endpoint.Secret.Reveal())
		seen = append(seen, fmt.Sprintf("%v %+v %#v", endpoint, *endpoint, endpoint))
		return nil
	}))
	for _, text := range seen {
		for _, secret := range secrets {
			require.NotContains(t, text, secret[6:20])
		}
	}
	require.Contains(t, log.String(), hooksPath, "the log was written")
}

// TestEveryTypeCanBeTested sends a test event of every type.
func TestEveryTypeCanBeTested(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	id := f.addEndpoint("*").at("id")
	for _, kind := range webhook.KnownTypes() {
		got := f.call("POST", hooksPath+"/"+id+"/test", `{"type":"`+string(kind)+`"}`).ok()
		require.Equal(t, string(kind), got.at("type"))
		require.False(t, slices.Contains([]string{"null", "<none>"}, got.at("data.object.id")), got.body)
		require.False(t, secretText.MatchString(got.body))
	}
}
