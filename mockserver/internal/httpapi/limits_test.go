package httpapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

func (f *testServer) advance(d time.Duration) {
	f.t.Helper()
	require.NoError(f.t, f.engine.Advance(d))
}

func TestRateLimitFollowsTheServerClock(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, plan(PlanFree))
	for left := 19; left >= 0; left-- {
		got := f.call("GET", "/v1/account/balance", "").ok()
		require.Equal(t, "10", got.header.Get("X-RateLimit-Limit"))
		require.Equal(t, itoa(left), got.header.Get("X-RateLimit-Remaining"))
	}
	over := f.call("GET", "/v1/account/balance", "").refused(429, "rate_limit_exceeded", "null")
	require.Equal(t, "1", over.header.Get("Retry-After"))
	require.Equal(t, "true", over.header.Get("Stateset-Should-Retry"))
	require.Equal(t, "0", over.header.Get("X-RateLimit-Remaining"))
	require.Equal(t, itoa(int(begin.Unix())+2), over.header.Get("X-RateLimit-Reset"), "20 tokens at 10 a second")

	f.call("GET", "/v1/account/balance", "", "Authorization", "Bearer sk_test_other").ok()
	f.call("GET", "/v1/account/balance", "", "Authorization", "Bearer pk_test_abc").refused(429, "rate_limit_exceeded", "null")
	f.call("GET", "/v1/account/balance", "", "X-Account-Id", "acct_test_1").refused(429, "rate_limit_exceeded", "null")
	f.advance(100 * time.Millisecond)
	f.call("GET", "/v1/account/balance", "").ok()
	f.call("GET", "/v1/account/balance", "").refused(429, "rate_limit_exceeded", "null")
	f.advance(time.Minute)
	require.Equal(t, "19", f.call("GET", "/v1/account/balance", "").ok().header.Get("X-RateLimit-Remaining"))
}

func TestUncountedRequests(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, plan(PlanFree))
	for range 30 {
		f.call("GET", "/v1/account/balance", "", "Authorization", "Bearer x").refused(401, "invalid_api_key", "null")
		f.call("OPTIONS", "/v1/account/balance", "").ok()
		f.call("GET", "/health", "").ok()
		got := f.call("GET", "/nowhere", "").refused(404, "route_not_found", "null")
		require.Equal(t, "20", got.header.Get("X-RateLimit-Remaining"), "shown and not taken")
	}
	require.Equal(t, "19", f.call("GET", "/v1/account/balance", "").ok().header.Get("X-RateLimit-Remaining"))
	require.Equal(t, "18", f.call("POST", "/v1/payments", "{").header.Get("X-RateLimit-Remaining"), "bad requests count")
}

func TestDailyLimit(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, plan(PlanFree))
	for range 1000 {
		f.advance(100 * time.Millisecond)
		f.call("GET", "/v1/account/balance", "").ok()
	}
	over := f.call("GET", "/v1/account/balance", "").refused(429, "daily_limit_exceeded", "null")
	require.Equal(t, itoa(int(13*time.Hour/time.Second)+30*60-100), over.header.Get("Retry-After"), "to midnight UTC")
	require.Equal(t, "true", over.header.Get("Stateset-Should-Retry"))
	f.advance(14 * time.Hour)
	require.Equal(t, "19", f.call("GET", "/v1/account/balance", "").ok().header.Get("X-RateLimit-Remaining"))
}

func TestNoLimit(t *testing.T) {
	t.Parallel()
	got := newTestServer(t).call("GET", "/v1/account/balance", "").ok()
	require.Equal(t, "1000000", got.header.Get("X-RateLimit-Limit"))
	require.Equal(t, "1000000", got.header.Get("X-RateLimit-Remaining"))
	require.Equal(t, itoa(int(begin.Unix())), got.header.Get("X-RateLimit-Reset"))
}

// TestLimiterAgainstTokens compares the limiter with a bucket of tokens.
func TestLimiterAgainstTokens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := newLimiter(PlanFree)
		key := engine.AccountKey{Name: "a"}
		now, tokens := begin, int64(20)*100 // in hundredths: one per millisecond
		for range 200 {
			wait := rapid.Int64Range(0, 300).Draw(t, "ms")
			now = now.Add(time.Duration(wait) * time.Millisecond)
			tokens = min(2000, tokens+wait)
			left, code, retry := l.take(usage{key, now})
			if tokens < 100 {
				require.Equal(t, engine.CodeRateLimitExceeded, code)
				require.Equal(t, time.Duration(100-tokens)*time.Millisecond, retry)
				continue
			}
			tokens -= 100
			require.Empty(t, code)
			require.Equal(t, tokens/100, left.remaining)
			require.Equal(t, now.Add(time.Duration(2000-tokens)*time.Millisecond), left.reset)
		}
	})
}

func TestLimiterIsBounded(t *testing.T) {
	t.Parallel()
	l := newLimiter(PlanFree)
	remaining := func(account string) int {
		left, _, _ := l.take(usage{engine.AccountKey{Name: account}, begin})
		return int(left.remaining)
	}
	require.Equal(t, 19, remaining("busy"))
	require.Equal(t, 19, remaining("idle"))
	for i := range maxBuckets - 1 {
		if i == maxBuckets/2 {
			require.Equal(t, 18, remaining("busy"))
		}
		remaining(itoa(i))
	}
	require.Len(t, l.buckets, maxBuckets)
	require.Equal(t, maxBuckets, l.used.Len())
	require.Equal(t, 17, remaining("busy"))
	require.Equal(t, 19, remaining("idle"), "the least recently used one was dropped")
}
