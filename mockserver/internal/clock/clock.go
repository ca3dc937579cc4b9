package clock

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/indexheap"
)

// Clock is the time of the server, and creates the clocks of accounts with
// [Clock.NewAccount]. Create a Clock with [New]. It is safe for concurrent use and starts
// no goroutine: jobs run on the goroutine that moves a clock or calls [Clock.RunDue].
type Clock struct {
	// BeforeMove, if set, is called at the beginning of a move, before its jobs run. It
	// waits for the work that earlier jobs have begun. Set it before the first use.
	BeforeMove func()

	mu     sync.Mutex
	frozen bool
	// at is the server time at the real time anchor. A running clock continues from at,
	// and a frozen clock stays there. Zero: the server time is real time.
	at, anchor time.Time
	// moment is the value of Now during the jobs of a move, and zero otherwise.
	moment time.Time

	start       time.Time // initial time; zero: real time
	startFrozen bool

	accounts map[*Account]struct{}
	waiting  indexheap.Heap[*Account] // the accounts with jobs that are not held
	sequence uint64                   // of the latest job
	epoch    uint64                   // counts resets, so that a run detects a reset

	running *Account   // the account whose job a run executes now
	held    bool       // by a move of the server
	wanted  int        // moves of the server that wait for the hold
	moves   int        // accounts that are held
	idle    *sync.Cond // signals a change of the four fields above
	woken   chan struct{}
}

// New returns a clock in real time.
func New() *Clock {
	c := &Clock{accounts: map[*Account]struct{}{}, woken: make(chan struct{}, 1)}
	c.idle = sync.NewCond(&c.mu)
	return c
}

// NewAt returns a clock that starts at a time in the past or in the future, and runs.
func NewAt(start time.Time) *Clock {
	c := New()
	c.start = start.Round(0).UTC()
	c.begin()
	return c
}

// NewFrozen returns a clock that is frozen at start. [Clock.Unfreeze] starts it.
func NewFrozen(start time.Time) *Clock {
	c := NewAt(start)
	c.frozen, c.startFrozen = true, true
	return c
}

// begin sets the clock to its initial state.
func (c *Clock) begin() {
	c.moment = time.Time{}
	c.frozen, c.at, c.anchor = c.startFrozen, c.start, real()
}

// Now returns the time of the server in UTC. It never goes backwards, except at
// [Clock.Reset] or if the machine's clock does. During the jobs of a move, Now is the
// time at which the running job is due.
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

// Reset closes the clocks of all accounts and sets the clock to its initial state. A run
// of jobs ends after its current job.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reset()
	c.wake()
}

func (c *Clock) reset() {
	c.epoch++
	for a := range c.accounts {
		a.close()
	}
	c.begin()
}

// The errors of moves.
var (
	ErrBackwards = errors.New("time only goes forward")
	ErrTooFar    = fmt.Errorf("time ends with the year %d", lastYear)
)

// Advance moves the clock forward and runs every job that becomes due, including jobs
// that jobs schedule, each at its due time. Advance returns when all of them have run.
// d must not be negative. The clocks of accounts move by the same duration.
//
// A move waits for the end of other moves, so a job must not move a clock.
func (c *Clock) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("clock: cannot advance by %s: %w", d, ErrBackwards)
	}
	return c.hold(func() error { return c.move(c.now().Add(d)) })
}

// Set moves the clock to t in the same way as Advance. t must not be before Now.
func (c *Clock) Set(t time.Time) error {
	t = t.Round(0).UTC()
	return c.hold(func() error {
		if now := c.now(); t.Before(now) {
			return fmt.Errorf("clock: cannot set %s: it is before the present %s: %w",
				t.Format(time.RFC3339Nano), now.Format(time.RFC3339Nano), ErrBackwards)
		}
		return c.move(t)
	})
}

// OffsetSeconds returns the server time minus real time, rounded to seconds.
func (c *Clock) OffsetSeconds() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return between(real(), c.now()).round()
}
