package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWait stands for every wait that is too long to count.
const maxWait = time.Duration(math.MaxInt64)

// resetIsTime is the number from which X-RateLimit-Reset is a Unix time; below it
// is a number of seconds. Servers differ.
const resetIsTime = 1_000_000_000

// ServerWait is how long the server asked to wait, and whether it did. The first
// valid of these counts: Retry-After-Ms, Retry-After, X-RateLimit-Retry-After,
// X-RateLimit-Reset-After, what the body says, RateLimit, X-RateLimit-Reset; those
// of the rate limit's reset only for a 429. What is malformed is absent, not zero.
// now is used only where the answer has no Date of its own.
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

// single is the header's value, if it stands on one line.
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

// ParseWait reads a number of ASCII digits and nothing else. More than ten digits
// are a legal, enormous wait, never an overflow.
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

// retryAfter reads Retry-After: seconds, or any of the three HTTP dates, counted
// from the answer's own Date so that a wrong local clock does no harm.
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

// rateLimitField reads the t parameter of the RateLimit header field of the IETF
// draft, seconds until the quota is back.
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
