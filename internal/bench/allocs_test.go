//go:build !race

package bench

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAllocations limits the allocations of a call of the SDK, and logs those of the
// handwritten call. Allocations are exact, so the test detects a regression. The race
// detector changes them, so its build excludes this test.
func TestAllocations(t *testing.T) {
	for _, f := range forms {
		for _, p := range pairs() {
			byHand, bySDK := p.calls(t, f)
			requireAllocations(t, p.name+"/"+f.name, byHand, bySDK, p.maxAllocs[f.name], p.maxBytes[f.name])
		}
		for _, r := range receipts(t, f) {
			requireAllocations(t, r.name+"/"+f.name, r.raw, r.sdk, r.maxAllocs[f.name], r.maxBytes[f.name])
		}
	}
}

func requireAllocations(t *testing.T, name string, byHand, bySDK func() error, maxAllocs, maxBytes float64) {
	t.Helper()
	require.NoError(t, byHand())
	require.NoError(t, bySDK())
	hand, sdk := testing.AllocsPerRun(200, func() { _ = byHand() }), testing.AllocsPerRun(200, func() { _ = bySDK() })
	t.Logf("%s: %.0f allocations by hand, %.0f by the SDK: %.2f", name, hand, sdk, sdk/hand)
	require.LessOrEqual(t, sdk, maxAllocs, "allocations of "+name)
	hand, sdk = bytesPerRun(func() { _ = byHand() }), bytesPerRun(func() { _ = bySDK() })
	t.Logf("%s: %.0f bytes by hand, %.0f by the SDK: %.2f", name, hand, sdk, sdk/hand)
	require.LessOrEqual(t, sdk, maxBytes, "bytes of "+name)
}

// bytesPerRun is testing.AllocsPerRun for bytes.
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
