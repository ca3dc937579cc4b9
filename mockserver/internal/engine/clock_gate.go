package engine

import (
	"context"
	"sync"
	"time"
)

// clockGate keeps moves of the clock and what runs in real time apart: a move begins
// when no attempt is under way, and while it runs nothing else does what is due.
type clockGate struct {
	mu      sync.Mutex
	active  int  // attempts under way or waiting for their turn, and calls of RunDue
	moving  bool // somebody moves the clock
	changed signal
}

// tryEnter begins something, unless the clock is being moved.
func (t *clockGate) tryEnter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.moving {
		return false
	}
	t.active++
	return true
}

// enter begins something from inside of what is under way.
func (t *clockGate) enter() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.active++
}

// leave ends what enter or join began.
func (t *clockGate) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.active--; t.active == 0 {
		t.changed.broadcast()
	}
}

// tryMove reports that nothing is under way, and begins a move then if asked. Where
// something is, it returns what is closed when that may have changed.
func (t *clockGate) tryMove(move bool) (changed <-chan struct{}, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.active > 0 || t.moving {
		return t.changed.wait(), false
	}
	t.moving = move
	return nil, true
}

// moved is closed when the move has ended that is under way; nil when none is.
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

// drain returns when nothing is under way.
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

// RunDue begins what real time has made due. Call it before each request. It waits
// for no delivery; while the clock is moved it does nothing, the move does all.
func (e *Engine) RunDue() {
	if e.gate.tryEnter() {
		e.clock.RunDue()
		e.gate.leave()
	}
}

// Settle returns when no attempt of a delivery is under way and nothing is due. Who
// calls it while he receives a delivery waits for himself, until ctx ends.
func (e *Engine) Settle(ctx context.Context) error { return e.settle(ctx, false) }

func (e *Engine) settle(ctx context.Context, move bool) error {
	for {
		e.RunDue()
		if left, ok := e.clock.Next(); ok && left == 0 && e.gate.moved() == nil {
			continue // due just now
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

// move moves the clock by do, after what is under way has ended.
func (e *Engine) move(do func() error) error {
	if err := e.settle(context.Background(), true); err != nil {
		return err
	}
	defer e.gate.endMove()
	return do()
}

// work does what real time makes due, without a request coming in, until the engine
// is closed.
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
