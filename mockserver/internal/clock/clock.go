package clock

import (
	"fmt"
	"sync"
	"time"
)

// Clock tells the time of the server and runs due jobs. Make one with [New]. It is safe
// for concurrent use and starts no goroutine: jobs run on the goroutine that moves the
// clock or calls [Clock.RunDue].
type Clock struct {
	mu     sync.Mutex
	frozen bool
	// at is the server time at the real time anchor. A running clock continues from at,
	// and a frozen clock stays there. Zero: the server time is real time.
	at, anchor time.Time

	// running is closed when the current run of jobs ends. It is nil between runs.
	running chan struct{}
	// moment is the value of Now during the jobs of a move, and zero otherwise.
	moment time.Time
	start  time.Time // initial time of a frozen clock; zero for a clock in real time

	// epoch counts resets, so that a run detects a reset.
	epoch uint64

	queue    queue
	sequence uint64
	woken    chan struct{} // capacity 1
}

// New returns a clock in real time with an empty queue.
func New() *Clock { return &Clock{woken: make(chan struct{}, 1)} }

// NewFrozen returns a clock frozen at start, which may be in the past or in the future.
// [Clock.Unfreeze] starts the clock from there.
func NewFrozen(start time.Time) *Clock {
	c := New()
	c.start = start.Round(0).UTC()
	c.begin()
	return c
}

// begin sets the clock to its initial state.
func (c *Clock) begin() {
	c.moment = time.Time{}
	c.frozen, c.at, c.anchor = !c.start.IsZero(), c.start, real()
}

// Now returns the time of the server in UTC. It never goes backwards, except at
// [Clock.Reset] or if the machine's clock does. During the jobs of a move, Now is the
// due time of the running job.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	switch {
	case !c.moment.IsZero():
		return c.moment
	case c.at.IsZero():
		return real()
	case c.frozen:
		return c.at
	}
	return c.at.Add(real().Sub(c.anchor))
}

// real returns the time of the machine without its monotonic reading, which would
// ignore moves of the clock in comparisons.
func real() time.Time { return time.Now().Round(0).UTC() }

// place sets the time to t.
func (c *Clock) place(t time.Time) { c.at, c.anchor = t, real() }

// Frozen reports whether the clock is frozen.
func (c *Clock) Frozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frozen
}

// Offset returns the server time minus real time.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().Sub(real())
}

// Freeze stops the clock. Only Set and Advance move a frozen clock.
func (c *Clock) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.place(c.now())
	c.frozen = true
}

// Unfreeze starts a frozen clock.
func (c *Clock) Unfreeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.frozen {
		c.frozen = false
		c.place(c.at)
		c.wake()
	}
}

// Reset removes every job and sets the clock to its initial state: real time, or the
// start of [NewFrozen]. A run of jobs ends after its current job.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.queue = nil
	c.begin()
	c.wake()
}

// Advance moves the clock forward and runs every job that becomes due, including jobs
// that jobs schedule, each at its due time. Advance returns when all of them have run.
// d must not be negative.
//
// A move waits for the end of another move, so a job must not move the clock.
func (c *Clock) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("clock: cannot advance by %s: want zero or more, time only goes forward", d)
	}
	c.lockIdle()
	defer c.mu.Unlock()
	return c.move(c.now().Add(d))
}

// Set moves the clock to t in the same way as Advance. t must not be before Now.
func (c *Clock) Set(t time.Time) error {
	t = t.Round(0).UTC()
	c.lockIdle()
	defer c.mu.Unlock()
	if now := c.now(); t.Before(now) {
		return fmt.Errorf("clock: cannot set %s: it is before the present %s, and time only goes forward",
			t.Format(time.RFC3339Nano), now.Format(time.RFC3339Nano))
	}
	return c.move(t)
}

// RunDue runs every due job. It returns immediately if jobs are running, so a job may
// call code that calls RunDue.
func (c *Clock) RunDue() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running == nil {
		c.run(c.now, func(time.Time) {})
	}
}
