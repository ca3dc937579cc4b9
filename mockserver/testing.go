package mockserver

import (
	"context"
	"fmt"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/har"
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

// loggedRequests is the maximum number of requests that a failed test logs.
const loggedRequests = 20

// settleTime is the maximum time that a test waits for deliveries at its end, in real
// time.
const settleTime = 5 * time.Second

// New returns a server for a test, in memory unless [WithTCP] is given. New panics for
// invalid options and for an address that cannot be used.
//
// When the test ends, New waits up to 5 seconds for running deliveries, and closes the
// server. The test fails if the ledger does not balance, if a fault did not fire as often
// as required, or if a handler of [Webhooks.DeliverTo] does not serve its path. A failed
// test logs the seed, the latest requests, and the deliveries that did not succeed at
// once.
//
// If the environment variable STATESET_HAR names a directory, all servers of a process
// write their requests to one HAR file in it. Keys in headers are masked, bodies are not.
func New(t TB, opts ...Option) *Server {
	t.Helper()
	s, err := Start(context.Background(), append(opts[:len(opts):len(opts)], failOnProblems(t), observedFor(t))...)
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

// failOnProblems fails the test for problems that the server finds as it ends.
func failOnProblems(t TB) Option {
	return func(c *config) error {
		c.complain = t.Errorf
		return nil
	}
}

// observedFor writes requests to the HAR file of the process, if the environment says so.
func observedFor(t TB) Option {
	return func(c *config) error {
		c.face.Observe = har.Observer(t.Name())
		return nil
	}
}

// settle waits for running deliveries, so that their faults can fire.
func (s *Server) settle() {
	ctx, cancel := context.WithTimeout(context.Background(), settleTime)
	defer cancel()
	_ = s.Webhooks().Settle(ctx) // deliveries that still run are canceled
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
