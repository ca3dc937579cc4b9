package bench

import (
	"slices"
	"testing"
	"time"
)

// round is the duration of one turn.
const round = 20 * time.Millisecond

// compare runs both in turns, and reports the median CPU time of each and the median of
// their ratios. Turns cancel out other effects on caches and clocks.
func compare(b *testing.B, byHand, bySDK func() error) {
	b.Helper()
	batch := 1
	for timed(b, batch, byHand)*time.Duration(batch) < round {
		batch *= 2
	}
	var hand, sdk, ratios []float64
	for b.Loop() {
		h, s := timed(b, batch, byHand), timed(b, batch, bySDK)
		hand, sdk, ratios = append(hand, float64(h)), append(sdk, float64(s)), append(ratios, float64(s)/float64(h))
	}
	b.ReportMetric(0, "ns/op") // of a round
	b.ReportMetric(median(hand), "hand-ns")
	b.ReportMetric(median(sdk), "sdk-ns")
	b.ReportMetric(median(ratios), "sdk/hand")
}

// timed returns the CPU time per run.
func timed(b *testing.B, runs int, f func() error) time.Duration {
	begin := cpuTime()
	for range runs {
		if err := f(); err != nil {
			b.Fatal(err)
		}
	}
	return (cpuTime() - begin) / time.Duration(runs)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
