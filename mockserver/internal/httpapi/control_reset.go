package httpapi

import "github.com/stateset/stateset-go/mockserver/internal/input"

// Reset removes all accounts, registered keys, stored responses, faults and journal
// entries, and sets the clock to its start. IDs do not repeat, except with restartIDs.
func (s *Server) Reset(restartIDs bool) {
	s.mu.Lock()
	s.state = s.newState()
	s.mu.Unlock()
	s.engine.Reset(restartIDs)
	s.faults.Clear()
	s.journal.clear()
	if restartIDs {
		s.ids.restart()
	}
}

func (c *call) controlReset() (any, error) {
	restartIDs, err := input.Read(c.body, func(o *input.Object) *bool { return o.Bool("restart_ids") })
	if err != nil {
		return nil, err
	}
	c.server.Reset(restartIDs != nil && *restartIDs)
	return c.controlClock()
}
