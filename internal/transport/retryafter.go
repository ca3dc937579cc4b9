package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWait replaces every longer wait.
const maxWait = time.Duration(math.MaxInt64)

// resetIsTime is the smallest X-RateLimit-Reset that is a Unix time. A smaller value is a
// number of seconds: servers use both.
const resetIsTime = 1_000_000_000

// ServerWait returns the wait that a response requests, and whether it requests one. The
// first valid source counts: Retry-After-Ms, Retry-After, X-RateLimit-Retry-After,
// X-RateLimit-Reset-After, the body, RateLimit, X-RateLimit-Reset. The last two count for
// a 429 only. A malformed value counts as absent. now is used when the response has no
// Date.
func ServerWait(status int, header http.Header, body func() (time.Duration, bool), now time.Time) (time.Duration, bool) {
	if d, ok := digits(header, "Retry-After-Ms", time.Millisecond); ok {
		return d, true
	}
	if d, ok := retryAfter(header, now); ok {
		return d, true
	}
	if d, ok := digits(header, "X-Ratelimit-Retry-After", time.Second); ok {
		return d, true
	}
	if status == http.StatusTooManyRequests {
		if d, ok := digits(header, "X-Ratelimit-Reset-After", time.Second); ok {
			return d, true
		}
	}
	if d, ok := body(); ok {
		return d, true
	}
	if status != http.StatusTooManyRequests {
		return 0, false
	}
	if d, ok := rateLimitField(header); ok {
		return d, true
	}
	return rateLimitReset(header, now)
}

// single returns the value of a header that occurs once.
func single(header http.Header, name string) (string, bool) {
	values := header[name]
	if len(values) != 1 || values[0] == "" {
		return "", false
	}
	return values[0], true
}

func digits(header http.Header, name string, unit time.Duration) (time.Duration, bool) {
	text, ok := single(header, name)
	if !ok {
		return 0, false
	}
	return ParseWait(text, unit)
}

// ParseWait reads a number of ASCII digits. More than ten digits are a valid, very long
// wait.
func ParseWait(text string, unit time.Duration) (time.Duration, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	trimmed := strings.TrimLeft(text, "0")
	if len(trimmed) > 10 {
		return maxWait, true
	}
	n, err := strconv.ParseInt("0"+trimmed, 10, 64)
	if err != nil || n > int64(maxWait/unit) {
		return maxWait, true
	}
	return time.Duration(n) * unit, true
}

// retryAfter reads Retry-After: seconds, or one of the three HTTP dates. A date is
// compared with the response's Date, so a wrong local clock does not matter.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text, ok := single(header, "Retry-After")
	if !ok {
		return 0, false
	}
	if d, ok := ParseWait(text, time.Second); ok {
		return d, true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return max(0, at.Sub(serverNow(header, now))), true
}

func serverNow(header http.Header, now time.Time) time.Time {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		return date
	}
	return now
}

// rateLimitField reads the parameter t of the IETF draft's RateLimit header: the seconds
// until the quota resets.
func rateLimitField(header http.Header) (time.Duration, bool) {
	text, ok := single(header, "Ratelimit")
	if !ok {
		return 0, false
	}
	for parameter := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if name == "t" {
			return ParseWait(value, time.Second)
		}
	}
	return 0, false
}

func rateLimitReset(header http.Header, now time.Time) (time.Duration, bool) {
	text, ok := single(header, "X-Ratelimit-Reset")
	if !ok {
		return 0, false
	}
	d, ok := ParseWait(text, time.Second)
	if !ok || d < resetIsTime*time.Second {
		return d, ok
	}
	if d == maxWait {
		return d, true
	}
	return max(0, time.Unix(int64(d/time.Second), 0).Sub(serverNow(header, now))), true
}
