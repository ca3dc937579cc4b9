package clock

import "time"

// Woken receives when [Clock.Next] may have decreased: a new first job was scheduled,
// the clock was unfrozen, or a move has ended. It supports one receiver.
func (c *Clock) Woken() <-chan struct{} { return c.woken }

// wake requires the lock.
func (c *Clock) wake() {
	select {
	case c.woken <- struct{}{}:
	default: // a signal is already pending
	}
}

// Next returns the real time until a job is due, or zero if one is. It returns false
// without jobs, for a frozen clock before its first job, and during a move. It ignores
// accounts that move.
func (c *Clock) Next() (time.Duration, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 || c.held {
		return 0, false
	}
	left := c.waiting[0].due().Sub(c.now())
	if left <= 0 {
		return 0, true
	}
	return left, !c.frozen
}

// Busy reports whether a job runs or is due, or the clock or an account moves. A move
// begins before BeforeMove.
func (c *Clock) Busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held || c.moves > 0 || c.running != nil || len(c.waiting) > 0 && !c.waiting[0].due().After(c.now())
}

// Busy reports whether a job of the account runs or is due, or the account or the server
// moves.
func (a *Account) Busy() bool {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return a.held || a.clock.held || a.clock.running == a || len(a.jobs) > 0 && !a.jobs[0].due.After(a.now())
}
