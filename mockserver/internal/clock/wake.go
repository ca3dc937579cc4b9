package clock

import "time"

// Woken receives when [Clock.Next] may have become less: a job was put before the
// others, or the clock was moved or let run. It is for one receiver.
func (c *Clock) Woken() <-chan struct{} { return c.woken }

// wake is called under the lock.
func (c *Clock) wake() {
	select {
	case c.woken <- struct{}{}:
	default: // it will be seen
	}
}

// Next is how much real time passes until a job is due, zero when one is. There is
// none when no job waits, when the clock stands still before it, and while a move runs.
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

// Moving reports whether a move of the clock runs its jobs.
func (c *Clock) Moving() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.moment.IsZero()
}
