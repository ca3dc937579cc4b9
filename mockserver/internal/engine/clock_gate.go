package engine

import (
	"context"
	"sync"
	"time"
)

// clockGate keeps clock moves and real-time work apart. A move starts when no attempt
// is running. During a move only the move runs due jobs.
type clockGate struct {
	mu      sync.Mutex
	active  int  // attempts that run or are queued, and calls of RunDue
	moving  bool // a clock move is running
	changed signal
}

// tryEnter registers work, unless a move is running. Call leave afterwards.
func (t *clockGate) tryEnter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.moving {
		return false
	}
	t.active++
	return true
}

// enter registers work on behalf of work that is already registered.
func (t *clockGate) enter() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.active++
}

// leave ends work that enter or tryEnter registered.
func (t *clockGate) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.active--; t.active == 0 {
		t.changed.broadcast()
	}
}

// tryMove reports whether no work is registered, and if move is set, starts a move.
// Otherwise it returns a channel that is closed at the next change.
func (t *clockGate) tryMove(move bool) (changed <-chan struct{}, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.active > 0 || t.moving {
		return t.changed.wait(), false
	}
	t.moving = move
	return nil, true
}

// moved returns a channel that is closed at the end of the current move, or nil if no
// move is running.
func (t *clockGate) moved() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.moving {
		return nil
	}
	return t.changed.wait()
}

func (t *clockGate) endMove() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.moving = false
	t.changed.broadcast()
}

// drain waits until no work is registered.
func (t *clockGate) drain() {
	for {
		t.mu.Lock()
		if t.active == 0 {
			t.mu.Unlock()
			return
		}
		changed := t.changed.wait()
		t.mu.Unlock()
		<-changed
	}
}

// RunDue runs the jobs that real time made due. Call RunDue before each request. It
// does not wait for deliveries. During a clock move RunDue does nothing, because the
// move runs the jobs.
func (e *Engine) RunDue() {
	if e.gate.tryEnter() {
		e.clock.RunDue()
		e.gate.leave()
	}
}

// Settle waits until no delivery attempt is running and no job is due. A webhook
// handler must not call Settle: the call would wait for its own delivery until ctx
// ends.
func (e *Engine) Settle(ctx context.Context) error { return e.settle(ctx, false) }

func (e *Engine) settle(ctx context.Context, move bool) error {
	for {
		e.RunDue()
		if left, ok := e.clock.Next(); ok && left == 0 && e.gate.moved() == nil {
			continue // a job has just become due
		}
		changed, ok := e.gate.tryMove(move)
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// move calls do, which moves the clock, when all registered work has ended.
func (e *Engine) move(do func() error) error {
	if err := e.settle(context.Background(), true); err != nil {
		return err
	}
	defer e.gate.endMove()
	return do()
}

// work runs the jobs that real time makes due, until the engine is closed.
func (e *Engine) work() {
	defer close(e.workDone)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		moved := e.gate.moved()
		if moved == nil {
			e.RunDue()
			timer.Stop()
			if left, ok := e.clock.Next(); ok {
				timer.Reset(left)
			}
		}
		select {
		case <-e.base.Done():
			return
		case <-e.clock.Woken():
		case <-moved:
		case <-timer.C:
		}
	}
}
