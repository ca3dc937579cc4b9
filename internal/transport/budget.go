package transport

import "sync/atomic"

// The sizes of the retry budget. A full budget pays for 35 retries at once. A steady
// failure rate of a few percent never empties it. An outage empties it within seconds,
// which limits the extra load of retries.
const (
	budgetSize    = 500
	retryCost     = 14
	throttledCost = 5
	successReward = 1
)

// Budget is a token bucket for retries. All calls with one API key share it. First attempts are free. A nil Budget never runs out.
type Budget struct {
	spent atomic.Int64 // tokens taken, 0 to budgetSize
}

// Left returns the number of tokens left.
func (b *Budget) Left() int {
	if b == nil {
		return budgetSize
	}
	return budgetSize - int(b.spent.Load())
}

// take pays for a retry, and reports whether the budget had enough tokens.
func (b *Budget) take(cost int64) bool {
	if b == nil {
		return true
	}
	for {
		spent := b.spent.Load()
		if spent+cost > budgetSize {
			return false
		}
		if b.spent.CompareAndSwap(spent, spent+cost) {
			return true
		}
	}
}

// give returns tokens.
func (b *Budget) give(tokens int64) {
	if b == nil || tokens == 0 {
		return
	}
	for {
		spent := b.spent.Load()
		if spent == 0 || b.spent.CompareAndSwap(spent, max(0, spent-tokens)) {
			return
		}
	}
}
