package mockserver

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// nearestShown is the maximum number of requests in the error of a fault that did not fire.
const nearestShown = 3

// CheckFaults returns an error for each fault that did not fire as often as it should,
// joined by [errors.Join], or nil. An [Optional] fault need not fire. [New] calls
// CheckFaults when the test ends.
func (s *Server) CheckFaults() error {
	var unused []error
	for _, state := range s.face.Faults().States() {
		if state.Left > 0 && !state.Rule.Optional {
			unused = append(unused, fmt.Errorf("mockserver: the fault %s %q fired %s and must fire %s more; %s matched it%s",
				state.ID, state.Rule, count(state.Fired, "time", "times"), count(state.Left, "time", "times"), count(state.Matched, "request", "requests"), s.nearest(state.Rule)))
		}
	}
	return errors.Join(unused...)
}

// reportFaults fails the test for every fault that did not fire as often as it should.
func (s *Server) reportFaults(t TB) {
	t.Helper()
	if joined, ok := s.CheckFaults().(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			t.Errorf("%v", err)
		}
	}
}

// count returns the number with its noun: "1 time", "2 times".
func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// nearest returns the requests that are nearest to the rule, for the end of a message.
func (s *Server) nearest(rule *fault.Rule) string {
	if !s.face.Journal().Stores() {
		return "; the journal is off"
	}
	requests := s.Requests()
	if len(requests) == 0 {
		return "; the server received no request"
	}
	best, lines := 0, []string{}
	for _, r := range requests {
		q := &fault.Request{Method: r.Method, Path: r.Path}
		if r.Operation != "" {
			q.Operation = spec.Lookup(r.Operation)
		}
		near := rule.Nearness(q)
		if near > best {
			best, lines = near, lines[:0]
		}
		if near == best && len(lines) < nearestShown {
			lines = append(lines, fmt.Sprintf("  %s", r))
		}
	}
	return "; the nearest requests:\n" + strings.Join(lines, "\n")
}
