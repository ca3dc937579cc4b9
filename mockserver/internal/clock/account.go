package clock

import (
	"fmt"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/indexheap"
)

// Account is the clock of one account: the time of the server plus an offset, which
// only [Account.Advance] increases. It is safe for concurrent use.
type Account struct {
	// BeforeMove is [Clock.BeforeMove] for moves of this account.
	BeforeMove func()

	clock *Clock // whose lock guards the fields below
	// ahead is the offset. Jobs are due at times of the account, so that a change of the
	// offset changes when they are due by the clock of the server.
	ahead  span
	moment time.Time // the value of Now during the jobs of a move, and zero otherwise
	jobs   indexheap.Heap[*Job]
	index  int  // in the queue of the clock
	held   bool // by a move of the account
	closed bool
}

// NewAccount returns a clock with the offset zero. Close it when it is no longer used.
func (c *Clock) NewAccount() *Account {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &Account{clock: c, index: indexheap.NotQueued}
	c.accounts[a] = struct{}{}
	return a
}

// Close removes all jobs. A move ends after its current job.
func (a *Account) Close() {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	a.close()
}

func (a *Account) close() {
	a.closed, a.jobs = true, nil
	a.requeue()
	delete(a.clock.accounts, a)
}

// Now returns the time of the account. During the jobs of a move, Now is the time at
// which the running job is due.
func (a *Account) Now() time.Time {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return a.now()
}

func (a *Account) now() time.Time {
	if !a.moment.IsZero() {
		return a.moment
	}
	return a.ahead.after(a.clock.now())
}

// Times returns the time of the account and that of the server, at the same moment.
func (a *Account) Times() (account, server time.Time) {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return a.now(), a.clock.now()
}

// OffsetSeconds returns the time of the account minus real time, rounded to seconds.
func (a *Account) OffsetSeconds() int64 {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return between(real(), a.now()).round()
}

// Moving reports whether a move of the account or of the server is running jobs.
func (a *Account) Moving() bool {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return !a.moment.IsZero() || !a.clock.moment.IsZero()
}

// Advance is [Clock.Advance] for this account alone. Moves of different accounts run at
// the same time.
func (a *Account) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("clock: cannot advance by %s: %w", d, ErrBackwards)
	}
	return a.hold(func() error { return a.move(d) })
}

// move runs the jobs of the account up to d from now, each at its due time, and
// increases the offset by d. The caller holds the account.
func (a *Account) move(d time.Duration) error {
	now := a.now()
	end := now.Add(d)
	if err := checkYear(end); err != nil {
		return err
	}
	a.moment = now
	defer func() { // also after a panic
		a.moment = time.Time{}
		a.ahead = a.ahead.plus(d)
	}()
	for len(a.jobs) > 0 && !a.jobs[0].due.After(end) {
		job := a.pop()
		if job.due.After(a.moment) { // an overdue job does not move the time back
			a.moment = job.due
		}
		a.clock.call(job)
	}
	return nil
}
