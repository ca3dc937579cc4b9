package transport

import (
	"net/http"
	"time"

	"github.com/stateset/stateset-go/api"
)

// Wait says how long a row waits before the next attempt.
type Wait int

// The waits.
const (
	NoWait            Wait = iota
	Backoff                // exponential, with full jitter
	BackoffUnlessLost      // like Backoff, but no wait before the first retry if a reused connection was lost
	BackoffFloor           // like Backoff with what the server asked for, half a second at least
	BackoffRequested       // like Backoff, but no shorter than the server asked for
)

// String is the wait in words, for readers of the table.
func (w Wait) String() string {
	return [...]string{
		NoWait: "–", Backoff: "backoff", BackoffUnlessLost: "backoff, but none at first if a reused connection was lost",
		BackoffFloor:     "backoff, no less than half a second or what the server asks",
		BackoffRequested: "backoff, no less than the server asks",
	}[w]
}

// wait is the delay before the next attempt, by the row's Wait.
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

// floorInUse is the least wait for a request that still runs.
const floorInUse = 500 * time.Millisecond

// waitFloor is the least wait before a retry: no server can make a client spin.
const waitFloor = 50 * time.Millisecond

// throttledBase is the first step of the backoff after a 429.
const throttledBase = time.Second

// backoff is the wait before retry n (0 is the first): full jitter over an
// exponential step, above a floor. random returns a number in [0, n).
func backoff(p *api.RetryPolicy, n int, throttled bool, random func(int64) int64) time.Duration {
	base := p.BaseDelay
	if throttled {
		base = max(base, throttledBase)
	}
	step := min(base<<min(n, 10), p.MaxDelay)
	return waitFloor + time.Duration(random(int64(step)+1))
}

// maxSpread is the most that is added to a wait that the server asked for.
const maxSpread = 6 * time.Second

// stretch is the wait when the server asked for one: never shorter, and longer by
// chance, so that clients told the same do not come back as one. A rate limiter tells
// many the same at once, so after a 429 they spread over as long again.
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
