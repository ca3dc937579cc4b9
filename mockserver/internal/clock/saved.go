package clock

import "time"

// State is the time of the server as data, for snapshots. A running clock is an offset
// from real time, so that it continues to run while it is stored.
type State struct {
	Frozen bool
	At     time.Time // of a frozen clock
	Ahead  Offset    // of a running clock
}

// Offset is a duration without the limit of [time.Duration].
type Offset struct{ Seconds, Nanos int64 }

func (s span) saved() Offset { return Offset{s.seconds, s.nanos} }
func (o Offset) span() span  { return span{o.Seconds, o.Nanos} }

// AccountState is the clock of an account as data.
type AccountState struct {
	Ahead Offset // of the clock of the server
}

// Still calls fn while no job runs and no clock moves. Before that it waits for moves and
// calls BeforeMove. fn may read clocks and must not move them.
func (c *Clock) Still(fn func()) {
	_ = c.hold(func() error {
		c.unlocked(fn)
		return nil
	})
}

// Save returns the state. Call Save in [Clock.Still].
func (c *Clock) Save() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.frozen:
		return State{Frozen: true, At: c.at}
	case c.at.IsZero():
		return State{}
	}
	return State{Ahead: between(c.anchor, c.at).saved()}
}

// Restore is [Clock.Reset], but to a saved state.
func (c *Clock) Restore(s State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reset()
	c.frozen, c.at, c.anchor = s.Frozen, s.At, real()
	if !s.Frozen && s.Ahead != (Offset{}) {
		c.at = s.Ahead.span().after(c.anchor)
	}
	c.wake()
}

// Save returns the state of the account's clock. Its jobs are not part of it: see
// [Account.Waiting].
func (a *Account) Save() AccountState {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return AccountState{a.ahead.saved()}
}

// Waiting returns the due time of a job, and its place among all jobs. queued is false
// for a job that has run or was taken to run.
func (a *Account) Waiting(job *Job) (due time.Time, sequence uint64, queued bool) {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return job.due, job.sequence, job.index >= 0
}

// RestoreAccount returns a clock with a saved state and without jobs.
func (c *Clock) RestoreAccount(s AccountState) *Account {
	a := c.NewAccount()
	c.mu.Lock()
	defer c.mu.Unlock()
	a.ahead = s.Ahead.span()
	return a
}
