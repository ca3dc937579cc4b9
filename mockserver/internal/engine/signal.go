package engine

import "sync"

// signal tells whoever waits that something has changed. The zero value is ready.
type signal struct {
	mu      sync.Mutex
	changed chan struct{} // nil while nobody waits
}

// wait returns a channel that is closed at the next change. Take it before looking at
// what may change.
func (s *signal) wait() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// broadcast tells of a change.
func (s *signal) broadcast() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}
