package transport

import "sync/atomic"

// Stats counts what a client did.
type Stats struct {
	calls, attempts, retries, failures atomic.Int64
}

// Snapshot is the state of a client's statistics.
type Snapshot struct {
	Calls      int64 // logical calls that ended
	Attempts   int64 // attempts of all calls
	Retries    int64 // attempts after the first of their call
	Failures   int64 // calls that ended in an error
	BudgetLeft int   // tokens left of the retry budget, 500 when full
}

func (s *Stats) snapshot(b *Budget) Snapshot {
	return Snapshot{
		Calls: s.calls.Load(), Attempts: s.attempts.Load(), Retries: s.retries.Load(),
		Failures: s.failures.Load(), BudgetLeft: b.Left(),
	}
}
