package transport

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
)

// gapsOf makes one call and returns the waits between its attempts, as the server saw
// them.
func gapsOf(t *testing.T, r *Request, step answer, random func(int64) int64, edits ...func(*Config)) (gaps []time.Duration, failure *Failure) {
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, step)
		c := s.client(t, edits...)
		c.random = random
		_, failure = c.Do(t.Context(), r)
		seen := s.requests()
		for i := 1; i < len(seen); i++ {
			gaps = append(gaps, seen[i].at.Sub(seen[i-1].at))
		}
	})
	return gaps, failure
}

// The gap between two attempts follows from the table, the policy and the server.
func TestGaps(t *testing.T) {
	t.Parallel()
	const floor = waitFloor
	second := time.Second
	for _, c := range []struct {
		name string
		step answer
		// The gaps with the minimum and with the maximum jitter.
		least, most []time.Duration
	}{
		{"no word", reply(503, ""), []time.Duration{floor, floor}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
		{"no answer", ended(""), []time.Duration{floor, floor}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
		{"throttled", reply(429, ""), []time.Duration{floor, floor}, []time.Duration{floor + second, floor + 2*second}},
		{"asked", reply(503, "", "Retry-After: 2"), []time.Duration{2 * second, 2 * second}, []time.Duration{2200 * time.Millisecond, 2200 * time.Millisecond}},
		{"asked for a minute", reply(429, "", "Retry-After: 60"), []time.Duration{60 * second}, []time.Duration{66 * second}},
		{"asked for less than the backoff", reply(429, "", "Retry-After-Ms: 100"), []time.Duration{100 * time.Millisecond, 100 * time.Millisecond},
			[]time.Duration{floor + 1100*time.Millisecond, floor + 2100*time.Millisecond}},
		{"asked by date", reply(503, "", "Retry-After: Sun, 01 Mar 2026 12:00:20 GMT", "Date: "+serverTime),
			[]time.Duration{20 * second, 20 * second}, []time.Duration{21 * second, 21 * second}},
		{"asked by a past date", reply(503, "", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT", "Date: "+serverTime),
			[]time.Duration{floor, floor}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
		{"asked by the body", reply(429, `{"error":{"code":"rate_limit_exceeded","retry_after":3}}`),
			[]time.Duration{3 * second, 3 * second}, []time.Duration{6 * second, 6 * second}},
		{"asked by the limit's reset, the body in plain text", reply(429, "slow down", "X-RateLimit-Reset: 3"),
			[]time.Duration{3 * second, 3 * second}, []time.Duration{6 * second, 6 * second}},
		{"zero", reply(503, "", "Retry-After: 0"), []time.Duration{floor, floor}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
		{"malformed", reply(503, "", "Retry-After: 1.5"), []time.Duration{floor, floor}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
		{"two lines", reply(503, "", "Retry-After: 5", "Retry-After: 6"), []time.Duration{floor, floor}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
		{"still running", reply(409, code("idempotency_key_in_use")), []time.Duration{floorInUse, floorInUse}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
		{"still running, asked", reply(409, code("idempotency_key_in_use"), "Retry-After: 1", "Stateset-Should-Retry: true"),
			[]time.Duration{second, second}, []time.Duration{1100 * time.Millisecond, floor + 1100*time.Millisecond}},
		{"still running, zero", reply(409, code("idempotency_key_in_use"), "Retry-After: 0", "Stateset-Should-Retry: true"),
			[]time.Duration{floorInUse, floorInUse}, []time.Duration{floor + 500*time.Millisecond, floor + second}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			least, _ := gapsOf(t, newRequest(Keyed), c.step, noJitter)
			most, _ := gapsOf(t, newRequest(Keyed), c.step, fullJitter)
			require.Equal(t, c.least, least)
			require.Equal(t, c.most, most)
		})
	}
}

// Above the maximum the call stops immediately and reports the requested wait.
func TestAskedToWaitTooLong(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"61": 61 * time.Second, "3600": time.Hour, "9223372037": forever, "18446744074": forever, strings.Repeat("9", 300): forever,
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			gaps, failure := gapsOf(t, newRequest(Keyed), reply(503, "", "Retry-After: "+value), fullJitter)
			require.Empty(t, gaps)
			require.Equal(t, api.StopWaitTooLong, failure.Stop)
			require.Equal(t, want, failure.RetryAfter)
			require.Equal(t, want, failure.Attempts[0].RetryAfter)
			require.Zero(t, failure.Attempts[0].Delay)
			require.Zero(t, failure.Elapsed)
		})
	}
}

func TestOwnCapOnWhatIsAsked(t *testing.T) {
	t.Parallel()
	edit := func(c *Config) { c.Policy.MaxRetryAfter = 5 * time.Second }
	gaps, _ := gapsOf(t, newRequest(Safe), reply(503, "", "Retry-After: 5"), noJitter, edit)
	require.Equal(t, []time.Duration{5 * time.Second, 5 * time.Second}, gaps)
	gaps, failure := gapsOf(t, newRequest(Safe), reply(503, "", "Retry-After: 6"), noJitter, edit)
	require.Empty(t, gaps)
	require.Equal(t, api.StopWaitTooLong, failure.Stop)
}

// No header causes a busy loop, or a wait of much more than a minute.
func TestAnyHeaderGivesASaneGap(t *testing.T) {
	t.Parallel()
	value := rapid.OneOf(
		rapid.SampledFrom([]string{"0", "-1", "9223372037", "18446744074", "1e9", "60", "59", "2, 3", "Fri, 31 Dec 1999 23:59:59 GMT", `"p";r=0;t=0`}),
		rapid.StringMatching(`[0-9]{1,25}`),
		rapid.StringMatching(`[ -~]{0,30}`),
	)
	names := []string{"Retry-After", "Retry-After-Ms", "X-RateLimit-Retry-After", "X-RateLimit-Reset-After", "RateLimit", "X-RateLimit-Reset", "Date"}
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		for _, name := range names {
			if rapid.Bool().Draw(rt, name) {
				lines = append(lines, name+": "+value.Draw(rt, "value of "+name))
			}
		}
		status := rapid.SampledFrom([]int{408, 429, 500, 503}).Draw(rt, "status")
		gaps, failure := gapsOf(t, newRequest(Safe), reply(status, "", lines...), rand.Int64N)
		require.Equal(rt, status, failure.Response.Status)
		require.LessOrEqual(rt, len(gaps), 2)
		for i, gap := range gaps {
			require.GreaterOrEqual(rt, gap, waitFloor)
			require.LessOrEqual(rt, gap, 66*time.Second)
			require.Equal(rt, gap, failure.Attempts[i].Delay)
		}
	})
}

// The waits of many calls spread over their whole range, so clients that failed at the
// same time do not retry at the same time.
func TestJitterSpreads(t *testing.T) {
	t.Parallel()
	policy := complete(t, api.RetryPolicy{})
	for _, throttled := range []bool{false, true} {
		step := policy.BaseDelay
		if throttled {
			step = throttledBase
		}
		var quarters [4]int
		for range 2000 {
			d := backoff(&policy, 0, throttled, rand.Int64N)
			require.GreaterOrEqual(t, d, waitFloor)
			require.LessOrEqual(t, d, waitFloor+step)
			quarters[min(3, int(4*(d-waitFloor)/step))]++
		}
		for i, n := range quarters {
			require.Greater(t, n, 300, "quarter %d of the range", i)
		}
	}
}

func TestBackoffGrowsToItsCap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		policy    api.RetryPolicy
		throttled bool
		most      []time.Duration // for retries 0, 1, 2 …
	}{
		{api.RetryPolicy{}, false, []time.Duration{500, 1000, 2000, 4000, 8000, 8000, 8000}},
		{api.RetryPolicy{}, true, []time.Duration{1000, 2000, 4000, 8000, 8000, 8000}},
		{api.RetryPolicy{BaseDelay: 3 * time.Second, MaxDelay: 10 * time.Second}, true, []time.Duration{3000, 6000, 10000, 10000}},
		{api.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: 5 * time.Minute}, false, []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024, 1024}},
		{api.RetryPolicy{BaseDelay: 5 * time.Minute, MaxDelay: 5 * time.Minute}, true, []time.Duration{300000, 300000, 300000}},
		{api.RetryPolicy{MaxDelay: 100 * time.Millisecond}, true, []time.Duration{100, 100, 100}},
	} {
		policy := complete(t, c.policy)
		for n, most := range c.most {
			require.Equal(t, waitFloor+most*time.Millisecond, backoff(&policy, n, c.throttled, fullJitter), "retry %d", n)
			require.Equal(t, waitFloor, backoff(&policy, n, c.throttled, noJitter))
		}
		for _, n := range []int{10, 63, 64, math.MaxInt} {
			d := backoff(&policy, n, c.throttled, fullJitter)
			require.GreaterOrEqual(t, d, waitFloor)
			require.LessOrEqual(t, d, waitFloor+policy.MaxDelay)
		}
	}
}

// The requested wait is a minimum. Jitter only adds to it.
func TestStretchNeverShortens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		delay := time.Duration(rapid.Int64Range(int64(waitFloor), int64(maxMaxDelay)).Draw(rt, "delay"))
		asked := time.Duration(rapid.Int64Range(0, int64(maxMaxDelay)).Draw(rt, "asked"))
		for throttled, spread := range map[bool]time.Duration{false: min(asked/10, time.Second), true: min(asked, maxSpread)} {
			least, most := stretch(delay, asked, throttled, noJitter), stretch(delay, asked, throttled, fullJitter)
			require.Equal(rt, max(delay, asked), least)
			require.Equal(rt, least+spread, most)
		}
	})
}
