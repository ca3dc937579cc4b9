package clock

import (
	"fmt"
	"time"
)

// lastYear is the last year that RFC 3339 can express.
const lastYear = 9999

// checkYear returns an error for a time that RFC 3339 cannot express.
func checkYear(t time.Time) error {
	if t.Year() > lastYear {
		return fmt.Errorf("clock: cannot move to the year %d: %w", t.Year(), ErrTooFar)
	}
	return nil
}

// hold calls move under the lock, while no job runs and no account moves.
func (c *Clock) hold(move func() error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted++
	for c.held || c.moves > 0 || c.running != nil {
		c.idle.Wait()
	}
	c.wanted--
	c.held = true
	defer func() {
		c.held = false
		c.released()
	}()
	c.unlocked(c.BeforeMove)
	return move()
}

// hold calls move under the lock, while no other goroutine runs a job of the account.
func (a *Account) hold(move func() error) error {
	c := a.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.held || c.wanted > 0 || a.held || c.running == a {
		c.idle.Wait()
	}
	c.moves++
	a.held = true
	a.requeue()
	defer func() {
		c.moves--
		a.held = false
		a.requeue()
		c.released()
	}()
	c.unlocked(a.BeforeMove)
	return move()
}

// released wakes the goroutines that wait for the end of a move.
func (c *Clock) released() {
	c.idle.Broadcast()
	c.wake()
}

// unlocked calls fn without the lock. A nil fn is allowed.
func (c *Clock) unlocked(fn func()) {
	if fn == nil {
		return
	}
	c.mu.Unlock()
	defer c.mu.Lock()
	fn()
}

// call runs a job without the lock.
func (c *Clock) call(job *Job) { c.unlocked(func() { job.run(job.due) }) }

// move runs the jobs up to target, each at its due time, and sets the clock to target.
// The caller holds the clock.
func (c *Clock) move(target time.Time) error {
	for a := range c.accounts {
		if err := checkYear(a.ahead.after(target)); err != nil {
			return err
		}
	}
	if err := checkYear(target); err != nil {
		return err
	}
	epoch := c.epoch
	c.moment = c.now()
	defer func() { // also after a panic
		if c.epoch == epoch {
			c.moment = time.Time{}
			c.place(target)
		}
	}()
	c.run(func() time.Time { return target }, func(due time.Time) {
		if due.After(c.moment) { // an overdue job does not move the time back
			c.moment = due
		}
	})
	return nil
}

// RunDue runs every due job, except those of accounts that move. It returns immediately
// if jobs are running, so a job may call code that calls RunDue.
func (c *Clock) RunDue() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running == nil && !c.held {
		c.run(c.now, func(time.Time) {})
	}
}

// run removes the jobs that are due by end() from the queues and runs them without the
// lock. It calls before with the time of each by the clock of the server, under the
// lock. A reset ends the run.
func (c *Clock) run(end func() time.Time, before func(due time.Time)) {
	for epoch := c.epoch; c.epoch == epoch && len(c.waiting) > 0; {
		a := c.waiting[0]
		due := a.due()
		if due.After(end()) {
			return
		}
		job := a.pop()
		before(due)
		c.runJob(a, job)
	}
}

// runJob runs one job. After a panic the clock stays usable.
func (c *Clock) runJob(a *Account, job *Job) {
	c.running = a
	defer func() {
		c.running = nil
		c.idle.Broadcast()
	}()
	c.call(job)
}
