package mockserver

import (
	"context"
	"fmt"
	"time"
)

// TB is the part of *testing.T, *testing.B and *testing.F that [New] requires.
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Failed() bool
	Name() string
}

// loggedRequests is how many requests a failed test logs.
const loggedRequests = 20

// settleTime is how long a test that ends waits for deliveries, in real time.
const settleTime = 5 * time.Second

// New returns a server for a test, in memory unless [WithTCP] is given. Bad options and
// an unusable address panic.
//
// When the test ends, New waits up to 5 seconds for running deliveries, and closes the
// server. The test fails if the ledger does not balance, if a fault of requests or
// deliveries did not fire as often as it should, or if a handler of [Webhooks.DeliverTo]
// does not serve its path. A failed test logs the seed, the latest requests, and the
// deliveries that did not succeed at once.
func New(t TB, opts ...Option) *Server {
	t.Helper()
	s, err := Start(context.Background(), append(opts[:len(opts):len(opts)], complainingTo(t))...)
	if err != nil {
		panic(fmt.Sprintf("mockserver: cannot start the server of %s: %v", t.Name(), err))
	}
	t.Cleanup(func() {
		t.Helper()
		s.settle()
		s.Close()
		s.reportFaults(t)
		s.reportMissed(t)
		if err := s.CheckLedger(); err != nil {
			t.Errorf("mockserver: the ledger does not balance:\n%v", err)
		}
		if err := s.Webhooks().CheckFaults(); err != nil {
			t.Errorf("%v", err)
		}
		if t.Failed() {
			s.logTo(t)
		}
	})
	return s
}

// complainingTo fails the test for what goes wrong as the server ends.
func complainingTo(t TB) Option {
	return func(c *config) error {
		c.complain = t.Errorf
		return nil
	}
}

// settle lets deliveries end, so that faults get their chance.
func (s *Server) settle() {
	ctx, cancel := context.WithTimeout(context.Background(), settleTime)
	defer cancel()
	_ = s.Webhooks().Settle(ctx) // what hangs is cut off
}

func (s *Server) logTo(t TB) {
	t.Helper()
	requests := s.Requests()
	last := requests[max(0, len(requests)-loggedRequests):]
	t.Logf("mockserver: seed %d, the last %d of %d requests:", s.seed, len(last), len(requests))
	for _, r := range last {
		t.Logf("  %s", r)
	}
	s.logDeliveries(t)
}
