package transport

import (
	"github.com/stateset/stateset-go/api"
)

import "time"

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
func stretch(delay, asked time.Duration, throttled bool, random func(int64) int64) time.Duration {
	if asked <= 0 {
		return delay
	}
	spread := min(asked/10, time.Second)
	if throttled {
		spread = min(asked, maxSpread)
	}
	return max(delay, asked) + time.Duration(random(int64(spread)+1))
}
