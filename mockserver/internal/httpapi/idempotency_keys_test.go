package httpapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two keys are equal only if their text is equal without surrounding quotes.
func TestKeysAreTheirWholeText(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	seen := map[string]string{}
	for _, key := range []string{`xay`, `xaz`, `yay`, `"ay`, `"az`, `xa"`, `ya"`, `"`, `""x`, `"xx"x`} {
		id := f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", key).ok().at("id")
		require.NotContains(t, seen, id, "%s is not %s", key, seen[id])
		seen[id] = key
	}
	for quoted, bare := range map[string]string{`"xay"`: `xay`, `""ay"`: `"ay`, `"""`: `"`} {
		got := f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", quoted).ok()
		require.Equal(t, bare, seen[got.at("id")], quoted)
	}
}

// A replay states whether to retry only if it is an error. The error for an invalid key
// states the rule.
func TestResponsesToKeys(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for key, body := range map[string]string{"paid": tokenPayment, "declined": cardPayment("tok_declined")} {
		f.call("POST", "/v1/payments", body, "Idempotency-Key", key)
		again := f.call("POST", "/v1/payments", body, "Idempotency-Key", key)
		require.Equal(t, "true", again.header.Get("Idempotent-Replayed"))
		require.Equal(t, again.status >= 400, again.header.Get("Stateset-Should-Retry") == "false", again.body)
		require.Equal(t, again.status < 400, again.header.Get("Stateset-Should-Retry") == "", again.body)
	}
	require.Equal(t, "The Idempotency-Key header must be one of 1 to 255 printable ASCII characters without blanks",
		f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "a b").refused(400, "parameter_invalid", "Idempotency-Key").at("error.message"))
}

// A running request keeps its key for any time.
func TestRunningRequestsDoNotExpire(t *testing.T) {
	t.Parallel()
	s := newReplayStore(10, 1000)
	running, _ := use("k", "")
	_, refused := s.begin(running)
	require.Nil(t, refused)
	other, _ := use("k", "")
	other.first = begin.Add(25 * time.Hour).UnixMicro()
	_, refused = s.begin(other)
	require.NotNil(t, refused)
	require.Equal(t, "idempotency_key_in_use", refused.Code)
	s.release(running)
	got, refused := s.begin(other)
	require.Nil(t, refused)
	require.Same(t, other, got)
}
