package httpapi

import (
	linked "container/list"
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
	buckets map[engine.AccountKey]*linked.Element
	used    *linked.List // of *bucket, the last used one first
}

// usage is a request of an account, at a time of its clock.
type usage struct {
	account engine.AccountKey
	at      time.Time
}

// usage describes the request for the limiter. It counts for the caller, even if the
// caller acts for a connected account.
func (c *call) usage() usage {
	key := engine.AccountKey{Name: c.key.name, Live: c.key.live}
	if c.caller == nil {
		return usage{key, c.server.engine.Clock().Now()}
	}
	return usage{key, c.caller.Clock().Now()}
}

// bucket is the token bucket of one account. It stores the time at which the bucket
// will be full: each request adds one interval, and passing time refills the bucket.
type bucket struct {
	full  time.Time
	day   time.Time // start of the day that count belongs to
	count int64

	account engine.AccountKey
}

// allowance holds the values of the rate limit headers.
type allowance struct {
	limit, remaining int64
	reset            time.Time
}

func newLimiter(plan Plan) *limiter {
	return &limiter{rates: plans[plan], buckets: map[engine.AccountKey]*linked.Element{}, used: linked.New()}
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

// maxBuckets is the maximum number of buckets. The least recently used one is dropped for
// a new one.
const maxBuckets = 10_000

// bucket returns the bucket of the account.
func (l *limiter) bucket(u usage) *bucket {
	place := l.buckets[u.account]
	if place == nil {
		if l.used.Len() >= maxBuckets {
			delete(l.buckets, l.used.Remove(l.used.Back()).(*bucket).account)
		}
		place = l.used.PushFront(&bucket{account: u.account})
		l.buckets[u.account] = place
	}
	l.used.MoveToFront(place)
	b := place.Value.(*bucket)
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
	if place := l.buckets[key]; place != nil {
		l.used.Remove(place)
		delete(l.buckets, key)
	}
}

func (l *limiter) describe(b *bucket, now time.Time) allowance {
	left := l.rates.burst - int64((b.full.Sub(now)+l.interval()-1)/l.interval())
	return allowance{l.rates.perSecond, max(0, min(left, l.rates.daily-b.count)), b.full}
}

// showLimit sets the headers without counting the request.
func (c *call) showLimit() {
	if !c.keyless() {
		c.setLimit(c.state.limits.peek(c.usage()))
	}
}

func (c *call) setLimit(left allowance) {
	if left.limit == unlimited {
		c.header["X-Ratelimit-Limit"], c.header["X-Ratelimit-Remaining"] = noLimit, noLimit
	} else {
		c.set("X-Ratelimit-Limit", strconv.FormatInt(left.limit, 10))
		c.set("X-Ratelimit-Remaining", strconv.FormatInt(left.remaining, 10))
	}
	c.set("X-Ratelimit-Reset", strconv.FormatInt(unixUp(left.reset), 10))
}

// seconds rounds up to whole seconds.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// unixUp returns the Unix time, rounded up to whole seconds.
func unixUp(t time.Time) int64 { return t.Add(time.Second - 1).Unix() }

// limit counts the request.
func (c *call) limit() error {
	if c.keyless() {
		return nil
	}
	left, code, wait := c.state.limits.take(c.usage())
	c.setLimit(left)
	if code == "" {
		return nil
	}
	c.header.Set("Retry-After", strconv.FormatInt(max(1, seconds(wait)), 10))
	if code == engine.CodeDailyLimitExceeded {
		return refuse(code, "", "The plan allows %d requests per day: try again after midnight UTC", c.state.limits.rates.daily)
	}
	return refuse(code, "", "The plan allows %d requests per second: try again in %s", left.limit, strconv.FormatInt(max(1, seconds(wait)), 10)+" s")
}
