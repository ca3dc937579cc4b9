package httpapi

import (
	"runtime"
	"runtime/debug"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Reset removes all accounts, registered keys, stored responses, faults and journal
// entries, and sets the clock to its start. IDs do not repeat, except with restartIDs.
// Then it applies the fixtures of the options. If they fail, Reset returns an error, and
// accounts start with their test data.
func (s *Server) Reset(restartIDs bool) error {
	err := s.resetState(restartIDs)
	s.faults.Clear()
	s.journal.Clear()
	if restartIDs {
		s.ids.restart()
	}
	releaseMemory()
	return err
}

func (s *Server) resetState(restartIDs bool) error {
	fixtures := s.startFixtures()
	state := s.newState()
	state.register(fixtures)
	s.cut.Lock()
	defer s.cut.Unlock()
	s.replaceState(state)
	return s.engine.Reset(restartIDs, s.population(fixtures, false))
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
// keys, stored responses, faults and journal entries. Then it applies the fixtures of
// these accounts, like [Server.Reset].
func (s *Server) ResetAccount(key engine.AccountKey, restartIDs bool) error {
	err := s.resetAccountState(key, restartIDs)
	s.faults.ClearAccount(key.String())
	s.journal.ClearAccount(key.String())
	return err
}

func (s *Server) resetAccountState(key engine.AccountKey, restartIDs bool) error {
	s.cut.Lock()
	defer s.cut.Unlock()
	state, fixtures := s.currentState(), s.startFixtures().within(key)
	if key.Connected == "" {
		state.keys.forget(key.Name)
		state.limits.forget(key)
	}
	state.register(fixtures)
	err := s.engine.ResetAccount(key, restartIDs, s.population(fixtures, false))
	state.replays.forgetAbandoned()
	return err
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
		if err := c.server.ResetAccount(*params.account, params.restartIDs); err != nil {
			return nil, fixtureRefusal(err)
		}
		return c.accountClock(*params.account), nil
	}
	if err := c.server.Reset(params.restartIDs); err != nil {
		return nil, fixtureRefusal(err)
	}
	return c.serverClock(), nil
}
