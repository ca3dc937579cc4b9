package transport

import (
	"net/http"
	"time"

	"github.com/stateset/stateset-go/api"
)

// Wait is the wait of a row before the next attempt.
type Wait int

// The waits.
const (
	NoWait            Wait = iota
	Backoff                // exponential, with full jitter
	BackoffUnlessLost      // like Backoff, but no wait before the first retry if a reused connection was lost
	BackoffFloor           // like Backoff and the requested wait, at least half a second
	BackoffRequested       // like Backoff, at least the requested wait
)

// String describes the wait for the documentation.
func (w Wait) String() string {
	return [...]string{
		NoWait: "–", Backoff: "backoff", BackoffUnlessLost: "backoff; none for the first retry if a reused connection was lost",
		BackoffFloor:     "backoff, at least 0.5 s and the requested wait",
		BackoffRequested: "backoff, at least the requested wait",
	}[w]
}

// wait returns the delay before the next attempt, by the row's Wait.
func (c *call) wait(o *observation) time.Duration {
	throttled := o.status == http.StatusTooManyRequests
	if c.row.Wait == BackoffUnlessLost && len(c.attempts) == 1 && o.lostReused() {
		return lostWait
	}
	delay := backoff(&c.policy, len(c.attempts)-1, throttled, c.client.random)
	switch c.row.Wait {
	case BackoffFloor:
		return stretch(max(delay, floorInUse), c.requestedWait, throttled, c.client.random)
	case BackoffRequested:
		return stretch(delay, c.requestedWait, throttled, c.client.random)
	}
	return delay
}

// lostWait is the wait that counts as none. It is above zero because an
// Attempt.Delay above zero means that another attempt follows.
const lostWait = time.Millisecond

// floorInUse is the minimum wait for a request that still runs.
const floorInUse = 500 * time.Millisecond

// waitFloor is the minimum wait before a retry, so that no server can cause a busy loop.
const waitFloor = 50 * time.Millisecond

// throttledBase is the first step of the backoff after a 429.
const throttledBase = time.Second

// backoff returns the wait before retry n, counted from 0: full jitter over an exponential
// step, above a floor. random returns a number in [0, n).
func backoff(p *api.RetryPolicy, n int, throttled bool, random func(int64) int64) time.Duration {
	base := p.BaseDelay
	if throttled {
		base = max(base, throttledBase)
	}
	step := min(base<<min(n, 10), p.MaxDelay)
	return waitFloor + time.Duration(random(int64(step)+1))
}

// maxSpread is the maximum jitter added to a requested wait.
const maxSpread = 6 * time.Second

// stretch returns the wait when the server requested one: never shorter, and longer by a
// jitter, so that clients with the same requested wait do not return at once. A rate
// limiter sends many clients the same wait, so after a 429 the jitter is as long as the
// wait.
func stretch(delay, requested time.Duration, throttled bool, random func(int64) int64) time.Duration {
	if requested <= 0 {
		return delay
	}
	spread := min(requested/10, time.Second)
	if throttled {
		spread = min(requested, maxSpread)
	}
	return max(delay, requested) + time.Duration(random(int64(spread)+1))
}
