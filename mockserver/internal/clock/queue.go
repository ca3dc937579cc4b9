package clock

import (
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/indexheap"
)

// Job is a scheduled call.
type Job struct {
	due      time.Time // of the account
	sequence uint64
	run      func(now time.Time)
	index    int // in the queue of its account
}

// Schedule calls run once when the clock of the account reaches due, with due as its
// argument. Jobs with equal due times run in the order of scheduling. A past due time is
// due at the next run. A closed account drops the job.
func (a *Account) Schedule(due time.Time, run func(now time.Time)) *Job {
	c := a.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sequence++
	job := &Job{due: due.Round(0).UTC(), sequence: c.sequence, run: run, index: indexheap.NotQueued}
	if a.closed {
		return job
	}
	a.jobs.Push(job)
	if a.requeue(); job.index == 0 && a.index == 0 {
		c.wake()
	}
	return job
}

// Cancel removes the job from the queue. It returns false if the job has run, is
// running, or was canceled before. A nil job is allowed.
func (a *Account) Cancel(job *Job) bool {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	if job == nil || job.index < 0 || job.index >= len(a.jobs) || a.jobs[job.index] != job {
		return false
	}
	a.jobs.Remove(job)
	a.requeue()
	return true
}

// Pending returns the number of queued jobs of all accounts.
func (c *Clock) Pending() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for a := range c.accounts {
		n += len(a.jobs)
	}
	return n
}

// pop removes the next job of the account.
func (a *Account) pop() *Job {
	job := a.jobs.Pop()
	a.requeue()
	return job
}

// due returns when the next job of the account is due by the clock of the server.
func (a *Account) due() time.Time { return a.ahead.before(a.jobs[0].due) }

// requeue updates the position of the account in the queue of the clock. Call requeue
// after a change of the jobs, of the offset or of held.
func (a *Account) requeue() {
	c := a.clock
	switch queued := a.index >= 0; {
	case len(a.jobs) == 0 || a.held:
		if queued {
			c.waiting.Remove(a)
		}
	case queued:
		c.waiting.Fix(a)
	default:
		c.waiting.Push(a)
	}
}

// Before orders the jobs of an account.
func (j *Job) Before(other *Job) bool { return earlier(j.due, other.due, j, other) }

// Index implements [indexheap.Element].
func (j *Job) Index() *int { return &j.index }

// Before orders accounts with jobs by when their next job is due by the clock of the
// server.
func (a *Account) Before(other *Account) bool {
	return earlier(a.due(), other.due(), a.jobs[0], other.jobs[0])
}

// Index implements [indexheap.Element].
func (a *Account) Index() *int { return &a.index }

// earlier compares jobs by the times at which they are due, then by their sequence.
func earlier(a, b time.Time, jobA, jobB *Job) bool {
	if !a.Equal(b) {
		return a.Before(b)
	}
	return jobA.sequence < jobB.sequence
}
