package faultmatrix

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

// limited expects a retry of every request, because a throttled request was not executed.
func limited(attempts int) map[kind]want { return each(want{attempts: attempts, effects: 1}) }

// requestedWait checks the requested wait of the first response. Each retry waited at
// least that time, and at least the minimum wait.
func requestedWait(d time.Duration) func(*testing.T, *run) {
	return func(t *testing.T, r *run) {
		first := r.attempts()[0]
		require.Equal(t, d, first.RetryAfter)
		if len(r.attempts()) > 1 {
			require.GreaterOrEqual(t, r.took, max(d, matrixFloor))
		} else {
			require.Zero(t, first.Delay)
			require.Zero(t, r.took)
		}
	}
}

// tooLong expects that the call stops at a response with too long a wait, and that the
// error holds the wait.
func tooLong(status int) map[kind]want {
	w := want{attempts: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopWaitTooLong, is: []error{stateset.ErrServer}}
	if status == 429 {
		w.outcome, w.is = stateset.OutcomeRejected, []error{stateset.ErrRateLimited}
		return each(w)
	}
	all := each(w)
	w.stop = stateset.StopNotKeyed
	all[unkeyed] = w
	return all
}

// busy responds to the first request with a status and pairs of header names and values.
func busy(status int, headers ...string) []failing {
	action := mockserver.Status(status)
	for i := 0; i+1 < len(headers); i += 2 {
		action = action.WithHeader(headers[i], headers[i+1])
	}
	return []failing{fail(action, mockserver.Times(1))}
}

// The time of the bubble starts at midnight of 1 January 2000, UTC. The server's Date is
// the same, except in scenarios that set another.
func TestMatrixServerWaits(t *testing.T) {
	t.Parallel()
	const date, after = "Date", "Retry-After"
	var scenarios []scenario
	for name, c := range map[string]struct {
		wait    time.Duration
		headers []string
	}{
		"seconds":                            {2 * time.Second, []string{after, "2"}},
		"the longest wait there is":          {60 * time.Second, []string{after, "60"}},
		"date of the past":                   {0, []string{after, "Fri, 31 Dec 1999 23:59:59 GMT"}},
		"date":                               {2 * time.Second, []string{after, "Sat, 01 Jan 2000 00:00:02 GMT"}},
		"date of asctime":                    {2 * time.Second, []string{after, "Sat Jan  1 00:00:02 2000"}},
		"date of RFC 850":                    {2 * time.Second, []string{after, "Saturday, 01-Jan-00 00:00:02 GMT"}},
		"date, our clock an hour late":       {2 * time.Second, []string{date, "Sat, 01 Jan 2000 01:00:00 GMT", after, "Sat, 01 Jan 2000 01:00:02 GMT"}},
		"date, our clock an hour early":      {2 * time.Second, []string{date, "Fri, 31 Dec 1999 23:00:00 GMT", after, "Fri, 31 Dec 1999 23:00:02 GMT"}},
		"date without the server's":          {2 * time.Second, []string{date, "yesterday", after, "Sat, 01 Jan 2000 00:00:02 GMT"}},
		"milliseconds, which win":            {1500 * time.Millisecond, []string{after, "30", "Retry-After-Ms", "1500"}},
		"seconds of X-RateLimit-Retry-After": {3 * time.Second, []string{"X-RateLimit-Retry-After", "3"}},
	} {
		scenarios = append(scenarios,
			scenario{name: "F31 503, " + name, faults: busy(503, c.headers...), want: onlyOnce(2, 0, stateset.ErrServer), check: requestedWait(c.wait)},
			scenario{name: "F31 429, " + name, faults: busy(429, c.headers...), want: limited(2), check: requestedWait(c.wait)},
		)
	}
	for _, c := range []struct {
		name, date, after string
	}{
		{"a day late", "Sun, 02 Jan 2000 00:00:00 GMT", "Sun, 02 Jan 2000 00:00:02 GMT"},
		{"a day early", "Fri, 31 Dec 1999 00:00:00 GMT", "Fri, 31 Dec 1999 00:00:02 GMT"},
	} {
		scenarios = append(scenarios, scenario{
			name: "F46 our wall clock is " + c.name, faults: busy(503, date, c.date, after, c.after),
			want: onlyOnce(2, 0, stateset.ErrServer), check: requestedWait(2 * time.Second),
		})
	}
	runMatrix(t, scenarios)
}

// No header causes a busy loop or a wait of hours. An invalid number is ignored, and too
// long a wait ends the call immediately.
func TestMatrixHostileWaits(t *testing.T) {
	t.Parallel()
	const endless = time.Duration(1<<63 - 1)
	var scenarios []scenario
	add := func(name string, wait time.Duration, headers ...string) {
		for _, status := range []int{503, 429} {
			s := scenario{name: fmt.Sprintf("F32 %d, %s", status, name), faults: busy(status, headers...), check: requestedWait(wait), want: limited(2)}
			switch {
			case wait > matrixMaxAsked:
				s.want = tooLong(status)
			case status == 503:
				s.want = onlyOnce(2, 0, stateset.ErrServer)
			}
			delete(s.want, safe) // F31 has all kinds
			delete(s.want, map[int]kind{503: unkeyed, 429: keyed}[status])
			scenarios = append(scenarios, s)
		}
	}
	for _, text := range []string{
		"0", "00", "-1", "+2", "1.5", "NaN", "Inf", "1e9", "0x10", "1_000", "2, 3", "2;3", "2 3", "2s", "٢", "２", "", "null", "soon",
		"Fri, 99 Dec 1999 23:59:59 GMT", "2000-01-01T00:00:02Z", "18446744073709551616x",
	} {
		add("Retry-After "+text, 0, "Retry-After", text)
	}
	for text, wait := range map[string]time.Duration{
		"61": 61 * time.Second, "3600": time.Hour, "1742659200": 1742659200 * time.Second, "9223372036": 9223372036 * time.Second, "9223372037": endless,
		"18446744074": endless, "9223372036854775808": endless, strings.Repeat("9", 300): endless, "0000000000000000061": 61 * time.Second,
	} {
		add("Retry-After "+text[:min(len(text), 20)], wait, "Retry-After", text)
	}
	add("a date in a year", 366*24*time.Hour, "Retry-After", "Mon, 01 Jan 2001 00:00:00 GMT")
	add("a date of the year 9999", endless, "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")
	add("two lines", 0, "Retry-After", "2", "Retry-After", "3")
	add("two lines that agree", 0, "Retry-After", "2", "Retry-After", "2")
	add("milliseconds beyond counting", endless, "Retry-After-Ms", "99999999999999999999")
	add("milliseconds below zero, then seconds", 2*time.Second, "Retry-After-Ms", "-5", "Retry-After", "2")
	add("zeroes before seconds", 2*time.Second, "Retry-After", strings.Repeat("0", 300)+"2")
	add("a wait in the X header beyond counting", endless, "X-RateLimit-Retry-After", "99999999999")
	runMatrix(t, scenarios)
}

func TestMatrixRateLimits(t *testing.T) {
	t.Parallel()
	const now = "Thu, 01 Jan 2026 00:00:00 GMT" // 1767225600
	const reset = "X-RateLimit-Reset"
	late := each(want{
		attempts: 1, outcome: stateset.OutcomeRejected, stop: stateset.StopDeadline, is: []error{stateset.ErrRateLimited}, says: []string{"retry after 30s"},
	})
	limits := func(d time.Duration, wait mockserver.Wait) []failing {
		return []failing{fail(mockserver.RateLimit(d, wait), mockserver.Times(1))}
	}
	scenarios := []scenario{
		{
			name: "F33 429, 30 s to wait and 5 s to the deadline", deadline: 5 * time.Second, want: late,
			faults: limits(30*time.Second, mockserver.WaitSeconds), check: requestedWait(30 * time.Second),
		},
		{
			name: "F33 429, 30 s to wait and 5 s for the call", client: []stateset.Option{stateset.WithTimeout(5 * time.Second)}, want: late,
			faults: limits(30*time.Second, mockserver.WaitSeconds), check: requestedWait(30 * time.Second),
		},
		{name: "F34 429, reset at a Unix time", faults: busy(429, "Date", now, reset, "1767225602"), want: limited(2), check: requestedWait(2 * time.Second)},
		{name: "F34 429, reset at a Unix time of the past", faults: busy(429, "Date", now, reset, "1767225000"), want: limited(2), check: requestedWait(0)},
		{name: "F34 429, reset at a Unix time far off", faults: busy(429, "Date", now, reset, "1767229200"), want: tooLong(429), check: requestedWait(time.Hour)},
		{name: "F34 429, reset in seconds", faults: limits(2*time.Second, mockserver.WaitResetDelta), want: limited(2), check: requestedWait(2 * time.Second)},
		{name: "F34 429, reset after seconds", faults: limits(2*time.Second, mockserver.WaitResetAfter), want: limited(2), check: requestedWait(2 * time.Second)},
		{name: "F34 429, wait in the field RateLimit", faults: limits(2*time.Second, mockserver.WaitRateLimit), want: limited(2), check: requestedWait(2 * time.Second)},
		{name: "F34 429, wait in the body", faults: limits(2*time.Second, mockserver.WaitBody), want: limited(2), check: requestedWait(2 * time.Second)},
		{name: "F34 429, no wait", faults: limits(2*time.Second, mockserver.WaitNone), want: limited(2), check: requestedWait(0)},
		{name: "F34 503, whose reset counts for nothing", faults: busy(503, reset, "30"), want: onlyOnce(2, 0), check: requestedWait(0)},
		{name: "F34 429 always", faults: []failing{fail(mockserver.Status(429))}, want: each(want{
			attempts: 3, outcome: stateset.OutcomeRejected, stop: stateset.StopAttempts, is: []error{stateset.ErrRateLimited},
		})},
	}
	for _, text := range []string{"soon", "-1", "1.5", "", "2, 3", "1e9"} {
		scenarios = append(scenarios, scenario{name: "F34 429, reset " + text, faults: busy(429, reset, text), want: limited(2), check: requestedWait(0)})
	}
	runMatrix(t, scenarios)
}

func TestMatrixTooEarly(t *testing.T) {
	t.Parallel()
	tooEarly := func(attempts int) want {
		return want{attempts: attempts, outcome: stateset.OutcomeRejected, stop: stateset.StopAttempts}
	}
	once := tooEarly(1)
	once.stop = stateset.StopNotKeyed
	afterLoss := want{attempts: 3, effects: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopAttempts}
	runMatrix(t, []scenario{
		{name: "F37 408 once", faults: busy(408), want: onlyOnce(2, 0)},
		{name: "F37 408 once, which asks to wait", faults: busy(408, "Retry-After", "3"), want: onlyOnce(2, 0), check: requestedWait(3 * time.Second)},
		{name: "F37 408 after the commit", faults: []failing{fail(mockserver.Status(408), mockserver.AfterCommit(), mockserver.Times(1))}, want: onlyOnce(2, 1), check: replays},
		{name: "F37 408 always", faults: []failing{fail(mockserver.Status(408))}, want: never(0)},
		{name: "F37 425 once", faults: busy(425), want: map[kind]want{keyed: {attempts: 2, effects: 1}, unkeyed: once, safe: {attempts: 2}}},
		{name: "F37 425 always", faults: []failing{fail(mockserver.Status(425))}, want: map[kind]want{keyed: tooEarly(3), unkeyed: once, safe: tooEarly(3)}},
		{
			name: "F37 425 after an answer that was lost", want: map[kind]want{keyed: afterLoss},
			faults: []failing{fail(mockserver.Reset(), mockserver.AfterCommit(), mockserver.Nth(1)), fail(mockserver.Status(425), mockserver.Between(2, 3))},
		},
	})
}
