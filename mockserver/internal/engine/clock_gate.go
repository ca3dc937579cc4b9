package engine

import (
	"context"
	"sync"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

// clockGate counts delivery attempts that run or are queued, because a clock must not
// move meanwhile. Jobs of the clock begin attempts, and during a move no other goroutine
// runs jobs, so that no attempt begins.
type clockGate struct {
	mu       sync.Mutex
	attempts map[*Account]int
	changed  signal // an account has no attempts any more, or a run of jobs has ended
}

// enter registers an attempt. Call leave afterwards.
func (g *clockGate) enter(a *Account) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.attempts[a]++
}

func (g *clockGate) leave(a *Account) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.attempts[a]--; g.attempts[a] == 0 {
		delete(g.attempts, a)
		g.changed.broadcast()
	}
}

// busy reports whether an account has attempts. A nil account means any.
func (g *clockGate) busy(a *Account) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if a == nil {
		return len(g.attempts) > 0
	}
	return g.attempts[a] > 0
}

// drain waits until the account has no attempts. A nil account means all.
func (g *clockGate) drain(a *Account) {
	for {
		changed := g.changed.wait()
		if !g.busy(a) {
			return
		}
		<-changed
	}
}

// RunDue runs the jobs that real time made due. Call RunDue before each request. It
// does not wait for deliveries. Jobs of an account that moves are run by the move.
func (e *Engine) RunDue() {
	defer e.gate.changed.broadcast()
	e.clock.RunDue()
}

// Settle waits until no delivery attempt is running, no clock moves and no job is due. A
// webhook handler must not call Settle: the call would wait for its own delivery until
// ctx ends.
func (e *Engine) Settle(ctx context.Context) error {
	return e.settle(ctx, func() bool { return !e.clock.Busy() && !e.gate.busy(nil) })
}

// SettleAccount is Settle for the attempts and the jobs of one account.
func (e *Engine) SettleAccount(ctx context.Context, key AccountKey) error {
	a := e.Account(key)
	return e.settle(ctx, func() bool { return !a.clock.Busy() && !e.gate.busy(a) })
}

// settle runs due jobs until idle reports true.
func (e *Engine) settle(ctx context.Context, idle func() bool) error {
	defer e.gate.changed.broadcast()
	for {
		changed := e.gate.changed.wait()
		e.clock.RunDue()
		if idle() {
			return nil
		}
		if left, ok := e.clock.Next(); ok && left == 0 {
			continue // a job has just become due
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Advance moves the clock of the server forward by d, which must not be negative. It
// runs every job that becomes due, in the order of time, and each job at its due time.
//
// Running attempts end first. Attempts that become due run one after another before
// Advance returns. A webhook handler must not move a clock. A receiver that does not
// respond delays Advance by the timeout of each attempt.
func (e *Engine) Advance(d time.Duration) error {
	defer e.gate.changed.broadcast()
	return e.clock.Advance(d)
}

// SetTime moves the clock forward to t in the same way as Advance.
func (e *Engine) SetTime(t time.Time) error {
	defer e.gate.changed.broadcast()
	return e.clock.Set(t)
}

// Clock returns the clock of the account.
func (a *Account) Clock() *clock.Account { return a.clock }

// Advance is [Engine.Advance] for the clock of this account alone. It waits neither for
// attempts nor for moves of other accounts.
func (a *Account) Advance(d time.Duration) error {
	defer a.engine.gate.changed.broadcast()
	return a.clock.Advance(d)
}

// work runs the jobs that real time makes due, until the engine is closed.
func (e *Engine) work() {
	defer close(e.workDone)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		e.RunDue()
		timer.Stop()
		if left, ok := e.clock.Next(); ok {
			timer.Reset(left)
		}
		select {
		case <-e.base.Done():
			return
		case <-e.clock.Woken():
		case <-timer.C:
		}
	}
}
