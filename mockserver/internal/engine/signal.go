package engine

import "sync"

// signal wakes waiters at a change. The zero value is ready to use.
type signal struct {
	mu      sync.Mutex
	changed chan struct{} // nil without waiters
}

// wait returns a channel that is closed at the next change. Call wait before reading
// the state that may change.
func (s *signal) wait() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// broadcast wakes all waiters.
func (s *signal) broadcast() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}
