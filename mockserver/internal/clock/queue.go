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
	index    int // place in the queue, -1 when it is not in it any more
}

// Schedule has run called once when the clock reaches due, with due as its
// argument. Jobs of one due time run in the order in which they were scheduled.
// A due time that has passed already is taken by the next run.
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

// Cancel takes the job out of the queue. It reports whether it did: false means
// that the job has run, is running or was cancelled before. nil is no job.
func (c *Clock) Cancel(job *Job) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if job == nil || job.index < 0 || job.index >= len(c.queue) || c.queue[job.index] != job {
		return false
	}
	heap.Remove(&c.queue, job.index)
	return true
}

// Pending is the number of jobs in the queue.
func (c *Clock) Pending() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.queue)
}

// lockIdle locks the clock at a time when no job runs.
func (c *Clock) lockIdle() {
	c.mu.Lock()
	for c.running != nil {
		done := c.running
		c.mu.Unlock()
		<-done
		c.mu.Lock()
	}
}

// queue is a heap of jobs, the next one first.
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

// Push is for container/heap.
func (q *queue) Push(x any) {
	job := x.(*Job)
	job.index = len(*q)
	*q = append(*q, job)
}

// Pop is for container/heap.
func (q *queue) Pop() any {
	old := *q
	job := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	job.index = -1
	return job
}
