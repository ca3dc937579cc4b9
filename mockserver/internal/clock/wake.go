package clock

import "time"

// Woken receives when [Clock.Next] may have decreased: a new first job was scheduled,
// or the clock was moved or unfrozen. It supports one receiver.
func (c *Clock) Woken() <-chan struct{} { return c.woken }

// wake requires the lock.
func (c *Clock) wake() {
	select {
	case c.woken <- struct{}{}:
	default: // a signal is already pending
	}
}

// Next returns the real time until a job is due, or zero if one is. It returns false
// without jobs, for a frozen clock before its first job, and during a move.
func (c *Clock) Next() (time.Duration, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.queue) == 0 || !c.moment.IsZero() {
		return 0, false
	}
	left := c.queue[0].due.Sub(c.now())
	if left <= 0 {
		return 0, true
	}
	return left, !c.frozen
}

// Moving reports whether a move is running its jobs.
func (c *Clock) Moving() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.moment.IsZero()
}
