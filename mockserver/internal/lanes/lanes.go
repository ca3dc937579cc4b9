// Package lanes runs tasks side by side without mixing up their order: those of one
// lane run one after another, those of different lanes at the same time.
package lanes

import "sync"

// Lanes runs tasks. Make one with [New]. It is safe for concurrent use, and has
// goroutines only while it has tasks.
type Lanes struct {
	mu      sync.Mutex
	width   int
	running int
	closed  bool
	waiting map[string][]func() // the tasks of lanes that have some, also of those at work
	ready   []string            // lanes with tasks that nobody works on, longest wait first
	idle    chan struct{}       // closed once nothing runs any more; nil until Close
}

// New returns lanes of which width are at work at once, at most.
func New(width int) *Lanes {
	return &Lanes{width: width, waiting: map[string][]func(){}}
}

// Go has a task run after the others of its lane. It reports whether it does: after
// Close nothing is taken any more.
func (l *Lanes) Go(lane string, task func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	tasks, busy := l.waiting[lane]
	l.waiting[lane] = append(tasks, task)
	if busy {
		return true
	}
	l.ready = append(l.ready, lane)
	if l.running < l.width {
		l.running++
		go l.work()
	}
	return true
}

// work takes turns at the lanes that wait, a task each, until none does.
func (l *Lanes) work() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.ready) > 0 {
		lane := l.ready[0]
		l.ready = l.ready[1:]
		task := l.waiting[lane][0]
		l.mu.Unlock()
		task()
		l.mu.Lock()
		if l.waiting[lane] = l.waiting[lane][1:]; len(l.waiting[lane]) > 0 {
			l.ready = append(l.ready, lane)
		} else {
			delete(l.waiting, lane)
		}
	}
	l.running--
	if l.running == 0 && l.idle != nil {
		close(l.idle)
		l.idle = nil
	}
}

// Close takes no more tasks and returns when those that were taken have run.
func (l *Lanes) Close() {
	l.mu.Lock()
	l.closed = true
	if l.running > 0 && l.idle == nil {
		l.idle = make(chan struct{})
	}
	idle := l.idle
	l.mu.Unlock()
	if idle != nil {
		<-idle
	}
}
