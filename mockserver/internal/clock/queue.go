package clock

import (
	"container/heap"
	"time"
)

// Job is a scheduled call.
type Job struct {
	due      time.Time // of the account
	sequence uint64
	run      func(now time.Time)
	index    int // index in the queue of its account; -1 if not queued
}

// Schedule calls run once when the clock of the account reaches due, with due as its
// argument. Jobs with equal due times run in the order of scheduling. A past due time is
// due at the next run. A closed account drops the job.
func (a *Account) Schedule(due time.Time, run func(now time.Time)) *Job {
	c := a.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sequence++
	job := &Job{due: due.Round(0).UTC(), sequence: c.sequence, run: run, index: -1}
	if a.closed {
		return job
	}
	heap.Push(&a.jobs, job)
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
	heap.Remove(&a.jobs, job.index)
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
	job := heap.Pop(&a.jobs).(*Job)
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
			heap.Remove(&c.waiting, a.index)
		}
	case queued:
		heap.Fix(&c.waiting, a.index)
	default:
		heap.Push(&c.waiting, a)
	}
}

// jobQueue is a heap of the jobs of an account, the next job first.
type jobQueue []*Job

func (q jobQueue) Len() int { return len(q) }

func (q jobQueue) Less(i, j int) bool { return earlier(q[i].due, q[j].due, q[i], q[j]) }

func (q jobQueue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

// Push implements [heap.Interface].
func (q *jobQueue) Push(x any) {
	job := x.(*Job)
	job.index = len(*q)
	*q = append(*q, job)
}

// Pop implements [heap.Interface].
func (q *jobQueue) Pop() any {
	job := removeLast(q)
	job.index = -1
	return job
}

// accountQueue is a heap of accounts with jobs. The account whose next job is due first
// by the clock of the server is first.
type accountQueue []*Account

func (q accountQueue) Len() int { return len(q) }

func (q accountQueue) Less(i, j int) bool {
	return earlier(q[i].due(), q[j].due(), q[i].jobs[0], q[j].jobs[0])
}

func (q accountQueue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

// Push implements [heap.Interface].
func (q *accountQueue) Push(x any) {
	a := x.(*Account)
	a.index = len(*q)
	*q = append(*q, a)
}

// Pop implements [heap.Interface].
func (q *accountQueue) Pop() any {
	a := removeLast(q)
	a.index = -1
	return a
}

// earlier compares jobs by the times at which they are due, then by their sequence.
func earlier(a, b time.Time, jobA, jobB *Job) bool {
	if !a.Equal(b) {
		return a.Before(b)
	}
	return jobA.sequence < jobB.sequence
}

func removeLast[Q ~[]*E, E any](q *Q) *E {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
