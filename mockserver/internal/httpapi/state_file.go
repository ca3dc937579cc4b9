package httpapi

import (
	"errors"
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/snapshot"
)

// StateError is returned for a state file that cannot be restored.
type StateError struct{ err error }

// Error returns the problem of the file, and how to fix it.
func (e *StateError) Error() string { return e.err.Error() }

// LoadState restores the state file of the options. found is false if there is no file
// yet. A file that cannot be restored is never written.
func (s *Server) LoadState() (found bool, err error) {
	path := s.opts.StateFile
	document, found, err := snapshot.ReadFile(path)
	if err != nil {
		return false, &StateError{err}
	}
	if !found {
		return false, nil
	}
	if err := s.Restore(document); err != nil {
		s.stateDamaged.Store(true)
		return true, &StateError{fmt.Errorf("%s: %w. The file was not changed: put a backup in its place, or move it away to start without a state", path, err)}
	}
	s.log.Info("state restored", "file", path)
	return true, nil
}

// SaveState writes the state file, and returns its size. The former file stays until the
// new one is complete.
func (s *Server) SaveState() (bytes int, err error) {
	switch {
	case s.opts.StateFile == "":
		return 0, errors.New("the server has no state file")
	case s.stateDamaged.Load():
		return 0, errors.New("the state file could not be restored, so it is not overwritten")
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	document, err := s.Snapshot()
	if err != nil {
		return 0, err
	}
	return len(document), snapshot.WriteFile(s.opts.StateFile, document)
}
