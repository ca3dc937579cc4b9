package clock

import (
	"container/heap"
	"fmt"
	"time"
)

// lastYear is the last year that RFC 3339 can express.
const lastYear = 9999

// move runs the jobs up to target, each at its due time, and sets the clock to target.
// The caller holds the lock and has checked that no job runs.
func (c *Clock) move(target time.Time) error {
	if target.Year() > lastYear {
		return fmt.Errorf("clock: cannot move to the year %d: want %d at most", target.Year(), lastYear)
	}
	epoch := c.epoch
	c.moment = c.now()
	defer func() { // also after a panic
		if c.epoch == epoch {
			c.moment = time.Time{}
			c.place(target)
		}
		c.wake()
	}()
	c.run(func() time.Time { return target }, func(due time.Time) {
		if due.After(c.moment) { // an overdue job does not move the time back
			c.moment = due
		}
	})
	return nil
}

// run removes the jobs that are due by end() from the queue and runs them without the
// lock. It calls before with each due time, under the lock. A reset ends the run.
func (c *Clock) run(end func() time.Time, before func(due time.Time)) {
	epoch := c.epoch
	for c.epoch == epoch && len(c.queue) > 0 && !c.queue[0].due.After(end()) {
		job := heap.Pop(&c.queue).(*Job)
		before(job.due)
		c.call(job)
	}
}

// call runs one job without the lock. After a panic the clock stays usable.
func (c *Clock) call(job *Job) {
	done := make(chan struct{})
	c.running = done
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.running = nil
		close(done)
	}()
	job.run(job.due)
}
