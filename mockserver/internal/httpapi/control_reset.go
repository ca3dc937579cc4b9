package httpapi

import (
	"runtime"
	"runtime/debug"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Reset removes all accounts, registered keys, stored responses, faults and journal
// entries, and sets the clock to its start. IDs do not repeat, except with restartIDs.
func (s *Server) Reset(restartIDs bool) {
	s.mu.Lock()
	s.state = s.newState()
	s.mu.Unlock()
	s.engine.Reset(restartIDs)
	s.faults.Clear()
	s.journal.Clear()
	if restartIDs {
		s.ids.restart()
	}
	releaseMemory()
}

// releaseAbove is the size of the heap above which a reset returns memory to the system.
// Collecting a smaller heap costs tests more than it helps.
const releaseAbove = 64 << 20

func releaseMemory() {
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > releaseAbove {
		debug.FreeOSMemory()
	}
}

// ResetAccount removes an account and the accounts that it acts for, their registered
// keys, stored responses, faults and journal entries.
func (s *Server) ResetAccount(key engine.AccountKey, restartIDs bool) {
	state := s.currentState()
	if key.Connected == "" {
		state.keys.forget(key.Name)
		state.limits.forget(key)
	}
	s.engine.ResetAccount(key, restartIDs)
	state.replays.forgetAbandoned()
	s.faults.ClearAccount(key.String())
	s.journal.ClearAccount(key.String())
}

// resetting is the body of reset.
type resetting struct {
	account    *engine.AccountKey // nil: all
	restartIDs bool
}

func readReset(o *input.Object) resetting {
	restart := o.Bool("restart_ids")
	return resetting{readOptionalAccount(o), restart != nil && *restart}
}

func (c *call) controlReset() (any, error) {
	params, err := input.Read(c.body, readReset)
	if err != nil {
		return nil, err
	}
	if params.account != nil {
		c.server.ResetAccount(*params.account, params.restartIDs)
		return c.accountClock(*params.account), nil
	}
	c.server.Reset(params.restartIDs)
	return c.serverClock(), nil
}
