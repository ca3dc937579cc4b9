package httpapi

import (
	"strconv"
	"sync"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// Plan determines the rate limits of an account.
type Plan string

// The plans.
const (
	PlanFree       Plan = "free"       // 10 requests per second, bursts of 20, 1,000 per day
	PlanStarter    Plan = "starter"    // 100 requests per second, bursts of 200, 100,000 per day
	PlanGrowth     Plan = "growth"     // 1,000 requests per second, bursts of 2,000, 10,000,000 per day
	PlanEnterprise Plan = "enterprise" // no effective limit
)

// Known reports whether the plan exists.
func (p Plan) Known() bool { return p == PlanEnterprise || plans[p] != rates{} }

type rates struct{ perSecond, burst, daily int64 }

var plans = map[Plan]rates{
	PlanFree:    {10, 20, 1_000},
	PlanStarter: {100, 200, 100_000},
	PlanGrowth:  {1_000, 2_000, 10_000_000},
}

// unlimited is the rate in the headers of an account without a limit.
const unlimited = 1_000_000

// limiter counts the requests of accounts by their clocks.
type limiter struct {
	rates rates // zero: no limit

	mu      sync.Mutex
	buckets map[engine.AccountKey]*bucket
}

// usage is a request of an account, by its clock and by that of the server.
type usage struct {
	account    engine.AccountKey
	at, server time.Time
}

// usage describes the request for the limiter. It counts for the caller, even if the
// caller acts for a connected account.
func (c *call) usage() usage {
	at, server := c.caller.Clock().Times()
	return usage{c.caller.Key(), at, server}
}

// bucket is the token bucket of one account. It stores the time at which the bucket
// will be full: each request adds one interval, and passing time refills the bucket.
type bucket struct {
	full  time.Time
	day   time.Time // start of the day that count belongs to
	count int64

	used, usedServer time.Time // the latest use, by the account and by the server
}

// idle returns a time that the account has reached. Its clock is never slower than that
// of the server.
func (b *bucket) idle(server time.Time) time.Time { return b.used.Add(server.Sub(b.usedServer)) }

// allowance holds the values of the rate limit headers.
type allowance struct {
	limit, remaining int64
	reset            time.Time
}

func newLimiter(plan Plan) *limiter {
	return &limiter{rates: plans[plan], buckets: map[engine.AccountKey]*bucket{}}
}

func (l *limiter) interval() time.Duration { return time.Second / time.Duration(l.rates.perSecond) }

// peek returns the allowance of the account without counting a request.
func (l *limiter) peek(u usage) allowance {
	if l.rates == (rates{}) {
		return allowance{unlimited, unlimited, u.at}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.describe(l.bucket(u), u.at)
}

// take counts a request. Over the limit it does not count the request, and returns the
// error code and the time until the next allowed request.
func (l *limiter) take(u usage) (left allowance, code string, wait time.Duration) {
	now := u.at
	if l.rates == (rates{}) {
		return allowance{unlimited, unlimited, now}, "", 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(u)
	if b.count >= l.rates.daily {
		return l.describe(b, now), engine.CodeDailyLimitExceeded, b.day.AddDate(0, 0, 1).Sub(now)
	}
	full := b.full.Add(l.interval())
	if over := full.Sub(now) - l.interval()*time.Duration(l.rates.burst); over > 0 {
		return l.describe(b, now), engine.CodeRateLimitExceeded, over
	}
	b.full = full
	b.count++
	return l.describe(b, now), "", 0
}

// maxBuckets is the maximum number of buckets. Full buckets are evicted first.
const maxBuckets = 10_000

// bucket returns the bucket of the account.
func (l *limiter) bucket(u usage) *bucket {
	b := l.buckets[u.account]
	if b == nil {
		if len(l.buckets) >= maxBuckets {
			l.forgetIdle(u.server)
		}
		b = &bucket{}
		l.buckets[u.account] = b
	}
	b.used, b.usedServer = u.at, u.server
	if b.full.Before(u.at) {
		b.full = u.at
	}
	if day := u.at.Truncate(24 * time.Hour); !day.Equal(b.day) {
		b.day, b.count = day, 0
	}
	return b
}

// forget removes the bucket of the account.
func (l *limiter) forget(key engine.AccountKey) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.buckets, key)
}

// forgetIdle removes buckets that equal a new bucket.
func (l *limiter) forgetIdle(server time.Time) {
	for key, b := range l.buckets {
		now := b.idle(server)
		today := now.Truncate(24 * time.Hour)
		if b.full.Before(now) && (b.count == 0 || !b.day.Equal(today)) {
			delete(l.buckets, key)
		}
	}
}

func (l *limiter) describe(b *bucket, now time.Time) allowance {
	left := l.rates.burst - int64((b.full.Sub(now)+l.interval()-1)/l.interval())
	return allowance{l.rates.perSecond, max(0, min(left, l.rates.daily-b.count)), b.full}
}

// showLimit sets the headers without counting the request.
func (c *call) showLimit() { c.setLimit(c.state.limits.peek(c.usage())) }

func (c *call) setLimit(left allowance) {
	c.header.Set("X-RateLimit-Limit", strconv.FormatInt(left.limit, 10))
	c.header.Set("X-RateLimit-Remaining", strconv.FormatInt(left.remaining, 10))
	c.header.Set("X-RateLimit-Reset", strconv.FormatInt(unixUp(left.reset), 10))
}

// seconds rounds up to whole seconds.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// unixUp returns the Unix time, rounded up to whole seconds.
func unixUp(t time.Time) int64 { return t.Add(time.Second - 1).Unix() }

// limit counts the request.
func (c *call) limit() error {
	if c.account == nil {
		return nil
	}
	left, code, wait := c.state.limits.take(c.usage())
	c.setLimit(left)
	if code == "" {
		return nil
	}
	c.header.Set("Retry-After", strconv.FormatInt(max(1, seconds(wait)), 10))
	if code == engine.CodeDailyLimitExceeded {
		return refuse(code, "", "More than the %d requests a day of this plan: try again after midnight UTC", c.state.limits.rates.daily)
	}
	return refuse(code, "", "More than %d requests a second: try again in %s", left.limit, strconv.FormatInt(max(1, seconds(wait)), 10)+" s")
}
