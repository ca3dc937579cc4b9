package httpapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A key can be reused exactly one day after its first use.
func TestKeysLiveForADay(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	first := f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").ok()
	f.advance(24*time.Hour - 1)
	f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").replays(first)
	f.advance(1)
	require.NotEqual(t, first.at("id"), f.call("POST", "/v1/payments", tokenPayment, "Idempotency-Key", "k").ok().at("id"))
}
