package transport

import (
	"github.com/stateset/stateset-go/api"
)

import "sync/atomic"

// Stats counts the calls and attempts of a client.
type Stats struct {
	calls, attempts, retries, failures atomic.Int64
}

func (s *Stats) snapshot(b *Budget) api.Stats {
	return api.Stats{
		Calls: s.calls.Load(), Attempts: s.attempts.Load(), Retries: s.retries.Load(),
		Failures: s.failures.Load(), BudgetLeft: b.Left(),
	}
}
