//go:build !race

package bench

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAllocations bounds what a call of the SDK allocates, and logs what the same
// call by hand does. Allocations are exact, so a regression shows; the race detector
// changes them, so this test is not part of its build.
func TestAllocations(t *testing.T) {
	for _, p := range pairs() {
		raw, client := p.clients(t)
		require.Equal(t, p.wantErr, p.sdk(client) != nil, p.name) // what is measured is the call, not a failure
		byHand := testing.AllocsPerRun(200, func() { _ = p.raw(raw) })
		bySDK := testing.AllocsPerRun(200, func() { _ = p.sdk(client) })
		t.Logf("%s: %.0f by hand, %.0f by the SDK: %.2f", p.name, byHand, bySDK, bySDK/byHand)
		require.LessOrEqual(t, bySDK, p.maxAllocs, p.name)
	}
}

// TestBytes bounds the memory of a call in the same way.
func TestBytes(t *testing.T) {
	for _, p := range pairs() {
		raw, client := p.clients(t)
		require.Equal(t, p.wantErr, p.sdk(client) != nil, p.name) // what is measured is the call, not a failure
		byHand := bytesPerRun(func() { _ = p.raw(raw) })
		bySDK := bytesPerRun(func() { _ = p.sdk(client) })
		t.Logf("%s: %.0f bytes by hand, %.0f by the SDK: %.2f", p.name, byHand, bySDK, bySDK/byHand)
		require.LessOrEqual(t, bySDK, p.maxBytes, p.name)
	}
}

// TestWebhookAllocations bounds both for a delivery.
func TestWebhookAllocations(t *testing.T) {
	for _, r := range receipts(t) {
		require.NoError(t, r.raw())
		require.NoError(t, r.sdk())
		byHand, bySDK := testing.AllocsPerRun(200, func() { _ = r.raw() }), testing.AllocsPerRun(200, func() { _ = r.sdk() })
		t.Logf("%s: %.0f by hand, %.0f by the SDK: %.2f", r.name, byHand, bySDK, bySDK/byHand)
		require.LessOrEqual(t, bySDK, r.maxAllocs, r.name)
		bytesByHand, bytesBySDK := bytesPerRun(func() { _ = r.raw() }), bytesPerRun(func() { _ = r.sdk() })
		t.Logf("%s: %.0f bytes by hand, %.0f by the SDK: %.2f", r.name, bytesByHand, bytesBySDK, bytesBySDK/bytesByHand)
		require.LessOrEqual(t, bytesBySDK, r.maxBytes, r.name)
	}
}

// bytesPerRun is what testing.AllocsPerRun is, for bytes.
func bytesPerRun(f func()) float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f()
	const runs = 200
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		f()
	}
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / runs
}
