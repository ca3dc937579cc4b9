package clock

import (
	"fmt"
	"sync"
	"time"
)

// Clock tells the server's time and runs what that time makes due. Make one with
// [New]. It is safe for concurrent use and starts no goroutine: jobs run on the
// goroutine that moves the clock or calls [Clock.RunDue].
type Clock struct {
	mu     sync.Mutex
	frozen bool
	// at is the server's time at the real time anchor. A frozen clock stands there,
	// another runs on from there. Zero: the server's time is real time.
	at, anchor time.Time

	// running is not nil while jobs run, and is closed when they are done.
	running chan struct{}
	// moment is what Now tells while jobs of a move run; zero at other times.
	moment time.Time
	start  time.Time // where Reset freezes the clock; zero for a clock in real time

	// epoch counts resets, so that a run notices that its clock was reset.
	epoch uint64

	queue    queue
	sequence uint64
	woken    chan struct{} // holds one
}

// New returns a clock that tells real time, with an empty queue.
func New() *Clock { return &Clock{woken: make(chan struct{}, 1)} }

// NewFrozen returns a clock that stands still at start, which may lie in the past
// or in the future. [Clock.Unfreeze] lets it run on from there.
func NewFrozen(start time.Time) *Clock {
	c := New()
	c.start = start.Round(0).UTC()
	c.begin()
	return c
}

// begin puts the clock where it was when it was made.
func (c *Clock) begin() {
	c.moment = time.Time{}
	c.frozen, c.at, c.anchor = !c.start.IsZero(), c.start, real()
}

// Now is the server's time, in UTC. It never goes backwards, except by
// [Clock.Reset] or with the machine's own clock. While a move runs its jobs, Now is the due time of the job that runs.
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

// real is the machine's time without its monotonic reading, which would make
// comparisons ignore how far the clock was moved.
func real() time.Time { return time.Now().Round(0).UTC() }

// place makes the clock tell t from now on.
func (c *Clock) place(t time.Time) { c.at, c.anchor = t, real() }

// Frozen reports whether the clock stands still.
func (c *Clock) Frozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frozen
}

// Offset is how far the server's time is ahead of real time.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().Sub(real())
}

// Freeze stops the clock where it is; only Set and Advance move it then.
func (c *Clock) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.place(c.now())
	c.frozen = true
}

// Unfreeze lets the clock run on from where it stands.
func (c *Clock) Unfreeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.frozen {
		c.frozen = false
		c.place(c.at)
		c.wake()
	}
}

// Reset forgets every job and puts the clock back to its beginning: to real time,
// or to where [NewFrozen] froze it. A run that is under way ends after its present
// job.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.queue = nil
	c.begin()
	c.wake()
}

// Advance moves the clock forward and runs every job that comes due on the way,
// those scheduled by jobs included, each at its own time. It returns when all of
// them have run. d must not be negative.
//
// A move waits for the one that is under way, so a job must not move the clock.
func (c *Clock) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("clock: cannot advance by %s: want zero or more, time only goes forward", d)
	}
	c.lockIdle()
	defer c.mu.Unlock()
	return c.move(c.now().Add(d))
}

// Set moves the clock to t as Advance does. t must not be before Now.
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

// RunDue runs every job that is due by now. It returns at once when jobs are
// running already, which makes it safe for a job to call what calls RunDue.
func (c *Clock) RunDue() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running == nil {
		c.run(c.now, func(time.Time) {})
	}
}
