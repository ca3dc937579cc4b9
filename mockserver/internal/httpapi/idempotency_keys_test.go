package httpapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two keys are one only where they are the same, but for quotes around both ends.
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

// What is replayed says whether to come again only where it is a refusal, and a key
// that is refused is told its rule.
func TestWhatKeysAreAnsweredWith(t *testing.T) {
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

// A request that still runs keeps its key, however long it does.
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
