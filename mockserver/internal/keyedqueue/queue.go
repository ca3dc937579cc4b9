// Package keyedqueue is a worker pool that keeps order within a key: tasks of one key
// run one after another, tasks of different keys run concurrently.
package keyedqueue

import "sync"

// Queue runs tasks. Make one with [New]. A Queue is safe for concurrent use, and has
// goroutines only while it has tasks.
type Queue struct {
	mu      sync.Mutex
	workers int // maximum
	running int // workers
	closed  bool
	tasks   map[string][]func() // by key; the first one may be running
	ready   []string            // keys whose first task has no worker yet, oldest first
	idle    chan struct{}       // closed when no worker runs; nil before Close
}

// New returns a queue that runs at most the given number of tasks at once.
func New(workers int) *Queue {
	return &Queue{workers: workers, tasks: map[string][]func(){}}
}

// Go queues a task behind the others of its key. It reports whether the task was
// accepted: a closed queue accepts none.
func (q *Queue) Go(key string, task func()) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	tasks, busy := q.tasks[key]
	q.tasks[key] = append(tasks, task)
	if busy {
		return true
	}
	q.ready = append(q.ready, key)
	if q.running < q.workers {
		q.running++
		go q.work()
	}
	return true
}

// work runs one task of each ready key in turn, until no key is ready.
func (q *Queue) work() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.ready) > 0 {
		key := q.ready[0]
		q.ready = q.ready[1:]
		task := q.tasks[key][0]
		q.mu.Unlock()
		task()
		q.mu.Lock()
		if q.tasks[key] = q.tasks[key][1:]; len(q.tasks[key]) > 0 {
			q.ready = append(q.ready, key)
		} else {
			delete(q.tasks, key)
		}
	}
	q.running--
	if q.running == 0 && q.idle != nil {
		close(q.idle)
		q.idle = nil
	}
}

// Close accepts no more tasks, and returns when all accepted tasks have run.
func (q *Queue) Close() {
	q.mu.Lock()
	q.closed = true
	if q.running > 0 && q.idle == nil {
		q.idle = make(chan struct{})
	}
	idle := q.idle
	q.mu.Unlock()
	if idle != nil {
		<-idle
	}
}
