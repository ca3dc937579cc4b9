package clock

import (
	"container/heap"
	"time"
)

// Job is a scheduled call.
type Job struct {
	due      time.Time
	sequence uint64
	run      func(now time.Time)
	index    int // index in the queue; -1 if not queued
}

// Schedule calls run once when the clock reaches due, with due as its argument. Jobs
// with equal due times run in the order of scheduling. A past due time is due at the
// next run.
func (c *Clock) Schedule(due time.Time, run func(now time.Time)) *Job {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sequence++
	job := &Job{due: due.Round(0).UTC(), sequence: c.sequence, run: run}
	heap.Push(&c.queue, job)
	if job.index == 0 {
		c.wake()
	}
	return job
}

// Cancel removes the job from the queue. It returns false if the job has run, is
// running, or was canceled before. A nil job is allowed.
func (c *Clock) Cancel(job *Job) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if job == nil || job.index < 0 || job.index >= len(c.queue) || c.queue[job.index] != job {
		return false
	}
	heap.Remove(&c.queue, job.index)
	return true
}

// Pending returns the number of queued jobs.
func (c *Clock) Pending() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.queue)
}

// lockIdle locks the clock while no job runs.
func (c *Clock) lockIdle() {
	c.mu.Lock()
	for c.running != nil {
		done := c.running
		c.mu.Unlock()
		<-done
		c.mu.Lock()
	}
}

// queue is a heap of jobs, the next job first.
type queue []*Job

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if !q[i].due.Equal(q[j].due) {
		return q[i].due.Before(q[j].due)
	}
	return q[i].sequence < q[j].sequence
}

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

// Push implements heap.Interface.
func (q *queue) Push(x any) {
	job := x.(*Job)
	job.index = len(*q)
	*q = append(*q, job)
}

// Pop implements heap.Interface.
func (q *queue) Pop() any {
	old := *q
	job := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	job.index = -1
	return job
}
