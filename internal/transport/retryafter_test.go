package transport

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// localNow is the local clock of these tests. The server's clock is one hour behind.
var (
	localNow   = time.Date(2026, 3, 1, 13, 0, 0, 0, time.UTC)
	serverTime = "Sun, 01 Mar 2026 12:00:00 GMT"
)

const (
	absent  = time.Duration(-1) // no header is present
	forever = time.Duration(math.MaxInt64)
)

// Retry-After holds digits or a date. Any other value counts as absent, not as zero.
func TestServerWaitRetryAfter(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"0": 0, "1": time.Second, "30": 30 * time.Second, "007": 7 * time.Second, "3600": time.Hour,
		"0000000000000000000000000000002": 2 * time.Second,
		"9223372036":                      9223372036 * time.Second, "9223372037": forever, "18446744074": forever,
		"9223372036854775807": forever, "9223372036854775808": forever, strings.Repeat("9", 300): forever,
		strings.Repeat("0", 300): 0,

		"": absent, " ": absent, "-1": absent, "+5": absent, "1.5": absent, "1,5": absent, "NaN": absent, "Inf": absent,
		"-Inf": absent, "0x10": absent, "0x1p4": absent, "1e9": absent, "1e300": absent, "1_000": absent, "2, 3": absent,
		"2 3": absent, " 5": absent, "5 ": absent, "5s": absent, "\t5": absent, "５": absent, "٣": absent, "five": absent, "5;q=1": absent,

		"Sun, 01 Mar 2026 13:00:20 GMT":     20 * time.Second,
		"Sunday, 01-Mar-26 13:00:20 GMT":    20 * time.Second,
		"Sun Mar  1 13:00:20 2026":          20 * time.Second,
		"Sun, 01 Mar 2026 13:00:00 GMT":     0,
		"Fri, 31 Dec 1999 23:59:59 GMT":     0,
		"Fri, 31 Dec 9999 23:59:59 GMT":     time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Sub(localNow),
		"Sun, 01 Mar 2026 13:00:20 +0000":   absent,
		"Sun, 32 Mar 2026 13:00:20 GMT":     absent,
		"2026-03-01T13:00:20Z":              absent,
		"Sun, 01 Mar 2026 13:00:20":         absent,
		"Sun, 01 Mar 2026 13:00:20 GMT, 10": absent,
	} {
		for _, status := range []int{408, 409, 429, 500, 503} {
			requireWait(t, want, status, http.Header{"Retry-After": {value}})
		}
	}
}

// A date is relative to the Date of the response, so a wrong local clock does not matter.
func TestServerWaitDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		after, date string
		want        time.Duration
	}{
		{"Sun, 01 Mar 2026 12:00:20 GMT", serverTime, 20 * time.Second},
		{"Sunday, 01-Mar-26 12:00:20 GMT", serverTime, 20 * time.Second},
		{"Sun Mar  1 12:00:20 2026", serverTime, 20 * time.Second},
		{"Sun, 01 Mar 2026 13:00:20 GMT", serverTime, time.Hour + 20*time.Second},
		{"Sun, 01 Mar 2026 11:59:59 GMT", serverTime, 0},
		{"Sun, 01 Mar 2026 13:00:20 GMT", "yesterday", 20 * time.Second},
		{"Sun, 01 Mar 2026 13:00:20 GMT", "", 20 * time.Second},
		{"5", "yesterday", 5 * time.Second},
		{"Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", forever},
	} {
		requireWait(t, c.want, 503, http.Header{"Retry-After": {c.after}, "Date": {c.date}})
	}
}

// The other headers, and the statuses for which they count.
func TestServerWaitOtherHeaders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, value     string
		limited, others time.Duration // for a 429, for other statuses
	}{
		{"Retry-After-Ms", "250", 250 * time.Millisecond, 250 * time.Millisecond},
		{"Retry-After-Ms", "0", 0, 0},
		{"Retry-After-Ms", "1.5", absent, absent},
		{"Retry-After-Ms", "-250", absent, absent},
		{"Retry-After-Ms", "9999999999", 9999999999 * time.Millisecond, 9999999999 * time.Millisecond},
		{"Retry-After-Ms", "99999999999", forever, forever},
		{"X-RateLimit-Retry-After", "7", 7 * time.Second, 7 * time.Second},
		{"X-RateLimit-Retry-After", "7.0", absent, absent},
		{"X-RateLimit-Reset-After", "8", 8 * time.Second, absent},
		{"X-RateLimit-Reset-After", "soon", absent, absent},
		{"RateLimit", `"default";r=0;t=9`, 9 * time.Second, absent},
		{"RateLimit", `"default"; r=0; t=9 `, 9 * time.Second, absent},
		{"RateLimit", `"default";r=0;t=-9`, absent, absent},
		{"RateLimit", `"default";r=0;t`, absent, absent},
		{"RateLimit", `"default";r=0`, absent, absent},
		{"RateLimit", `limit=10, remaining=0, reset=9`, absent, absent},
		{"X-RateLimit-Reset", "10", 10 * time.Second, absent},
		{"X-RateLimit-Reset", "999999999", 999999999 * time.Second, absent},
		{"X-RateLimit-Reset", "1772370011", 11 * time.Second, absent}, // 13:00:11
		{"X-RateLimit-Reset", "1772369999", 0, absent},
		{"X-RateLimit-Reset", "1000000000", 0, absent},
		{"X-RateLimit-Reset", "9999999999", forever, absent},
		{"X-RateLimit-Reset", "99999999999999999999", forever, absent},
		{"X-RateLimit-Reset", "2026-03-01", absent, absent},
		{"X-RateLimit-Reset", "", absent, absent},
	} {
		header := http.Header{}
		header.Set(c.name, c.value)
		requireWait(t, c.limited, 429, header)
		requireWait(t, c.others, 503, header)
	}
}

// The first valid header counts. A malformed or repeated header does not hide the next
// one.
func TestServerWaitPrecedence(t *testing.T) {
	t.Parallel()
	header := http.Header{
		"Retry-After-Ms": {"100"}, "Retry-After": {"2"}, "X-Ratelimit-Retry-After": {"3"}, "X-Ratelimit-Reset-After": {"4"},
		"Ratelimit": {"p;t=6"}, "X-Ratelimit-Reset": {"7"},
	}
	order := []struct {
		name string
		want time.Duration
	}{
		{"Retry-After-Ms", 100 * time.Millisecond}, {"Retry-After", 2 * time.Second}, {"X-Ratelimit-Retry-After", 3 * time.Second},
		{"X-Ratelimit-Reset-After", 4 * time.Second}, {"", 5 * time.Second}, {"Ratelimit", 6 * time.Second}, {"X-Ratelimit-Reset", 7 * time.Second},
	}
	hint, ok := 5*time.Second, true
	for i, step := range order {
		got, found := ServerWait(429, header, func() (time.Duration, bool) { return hint, ok }, localNow)
		require.True(t, found)
		require.Equal(t, step.want, got, "%d: %s", i, step.name)
		switch {
		case step.name == "":
			ok = false
		case i%2 == 0:
			header[step.name] = []string{"garbage"}
		default:
			header[step.name] = []string{"1", "1"}
		}
	}
	_, found := ServerWait(429, header, func() (time.Duration, bool) { return 0, false }, localNow)
	require.False(t, found)
}

func TestServerWaitBodyHint(t *testing.T) {
	t.Parallel()
	for _, status := range []int{409, 429, 503} {
		got, ok := ServerWait(status, http.Header{}, func() (time.Duration, bool) { return 12 * time.Second, true }, localNow)
		require.True(t, ok)
		require.Equal(t, 12*time.Second, got)
	}
}

func requireWait(t *testing.T, want time.Duration, status int, header http.Header) {
	t.Helper()
	got, ok := ServerWait(status, header, func() (time.Duration, bool) { return 0, false }, localNow)
	if !ok {
		require.Zero(t, got)
		got = absent
	}
	require.Equal(t, want, got, "%d %q", status, header)
}

// For all headers, the wait is never negative and never shorter than the requested wait.
func FuzzServerWait(f *testing.F) {
	for _, seed := range []string{
		"0", "-1", "+5", "1.5", "NaN", "0x10", "1e9", "9223372037", "18446744074", "9223372036854775808", "2, 3",
		"Fri, 31 Dec 1999 23:59:59 GMT", "Sunday, 01-Mar-26 13:00:20 GMT", "Sun Mar  1 13:00:20 2026", `"p";r=0;t=9`, "1772370011",
	} {
		f.Add(seed, seed, seed, seed, int64(0))
		f.Add("", seed, "", serverTime, int64(1772370000))
		f.Add("", "", seed, "", int64(-62135596800))
	}
	policy, err := Complete(api.RetryPolicy{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, ms, after, limit, date string, now int64) {
		header := http.Header{
			"Retry-After-Ms": {ms}, "Retry-After": {after}, "Date": {date},
			"X-Ratelimit-Reset-After": {limit}, "Ratelimit": {limit}, "X-Ratelimit-Reset": {limit},
		}
		for _, status := range []int{429, 503} {
			asked, ok := ServerWait(status, header, func() (time.Duration, bool) { return 0, false }, time.Unix(now, 0))
			require.GreaterOrEqual(t, asked, time.Duration(0))
			require.True(t, ok || asked == 0)
			if asked > policy.MaxRetryAfter {
				continue // the call stops
			}
			for _, random := range []func(int64) int64{noJitter, fullJitter} {
				delay := stretch(backoff(&policy, 9, status == 429, random), asked, status == 429, random)
				require.GreaterOrEqual(t, delay, max(waitFloor, asked))
				require.LessOrEqual(t, delay, 66*time.Second)
			}
		}
	})
}
