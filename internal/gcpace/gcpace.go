package gcpace

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// minimum is the least number of bytes that are allocated between two collections.
	minimum = 24 << 20
	// moderate is the size that a heap does not exceed by doubling. A heap that is almost
	// as large, or larger, grows by a seventh.
	moderate = 240 << 20
	// large is the size above which a heap grows by a half, because marking it takes long.
	large = 300 << 20
	// smallest is the smallest heap that the runtime collects, at 100 percent.
	smallest = 4 << 20
)

// Start adapts the garbage collector of the process from now on. It does nothing if the
// environment variable GOGC or GOMEMLIMIT is set.
func Start() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		adapt(0)
	}
}

// collected becomes garbage in every collection. Objects without pointers may share their
// memory with others, and would be collected later.
type collected struct{ _ *collected }

// adapt sets the percentage for the heap that the latest collection left, and again after
// the next one.
func adapt(former int) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	percent := Percent(live[0].Value.Uint64())
	if percent != former {
		debug.SetGCPercent(percent)
	}
	runtime.AddCleanup(new(collected), adapt, percent)
}

// Percent returns the percentage, as of [debug.SetGCPercent], for a number of live bytes.
func Percent(live uint64) int {
	growth := min(max(live, minimum), max(moderate-min(live, moderate), live/7))
	if live > large {
		growth = live / 2
	}
	return int(growth * 100 / max(live, smallest))
}
