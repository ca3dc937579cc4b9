package clock

import (
	"container/heap"
	"fmt"
	"time"
)

// lastYear is the last one that RFC 3339 can write.
const lastYear = 9999

// move runs the jobs up to target, each at its own time, and puts the clock
// there. The caller holds the lock and has checked that nothing runs.
func (c *Clock) move(target time.Time) error {
	if target.Year() > lastYear {
		return fmt.Errorf("clock: cannot move to the year %d: want %d at most", target.Year(), lastYear)
	}
	epoch := c.epoch
	c.moment = c.now()
	defer func() { // also when a job panics
		if c.epoch == epoch {
			c.moment = time.Time{}
			c.place(target)
		}
		c.wake()
	}()
	c.run(func() time.Time { return target }, func(due time.Time) {
		if due.After(c.moment) { // what was overdue does not turn time back
			c.moment = due
		}
	})
	return nil
}

// run takes the jobs that are due by end() from the queue and runs them without
// holding the lock; before is called with each job's due time, under the lock. A
// reset ends it.
func (c *Clock) run(end func() time.Time, before func(due time.Time)) {
	epoch := c.epoch
	for c.epoch == epoch && len(c.queue) > 0 && !c.queue[0].due.After(end()) {
		job := heap.Pop(&c.queue).(*Job)
		before(job.due)
		c.call(job)
	}
}

// call runs one job without the lock. Should the job panic, the clock stays
// usable: nobody waits for a run that has ended.
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
