// Package cron checks schedules of five fields: minute, hour, day of the month,
// month, day of the week.
package cron

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// field is what one of the five fields may hold.
type field struct {
	name     string
	min, max int
	names    []string // of the values from min on, in lower case
}

var fields = []field{
	{name: "minute", max: 59},
	{name: "hour", max: 23},
	{name: "day of the month", min: 1, max: 31},
	{name: "month", min: 1, max: 12, names: []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{name: "day of the week", max: 7, names: []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}}, // 7 is Sunday too
}

// Check says what is wrong with a schedule such as "*/15 8-18 * * mon-fri"; it is
// nil for a good one.
func Check(text string) error {
	parts := strings.Fields(text)
	if len(parts) != len(fields) {
		return fmt.Errorf("a schedule has five fields (minute, hour, day, month, weekday), this one has %d", len(parts))
	}
	for i := range fields {
		for item := range strings.SplitSeq(parts[i], ",") {
			if !fields[i].item(item) {
				return fmt.Errorf("the %s is from %d to %d, as in *, 5, 1-5, */15 or 1,15", fields[i].name, fields[i].min, fields[i].max)
			}
		}
	}
	return nil
}

// item is one element of a field's list: a star, a value or a range, and a step.
func (f *field) item(text string) bool {
	span, step, stepped := strings.Cut(text, "/")
	if stepped {
		if n, ok := number(step); !ok || n < 1 || n > f.max {
			return false
		}
	}
	if span == "*" {
		return true
	}
	from, to, ranged := strings.Cut(span, "-")
	low, ok := f.value(from)
	if !ok || !ranged {
		return ok && !stepped // a step of a single value means nothing
	}
	high, ok := f.value(to)
	return ok && low <= high
}

func (f *field) value(text string) (int, bool) {
	if i := slices.Index(f.names, strings.ToLower(text)); i >= 0 {
		return f.min + i, true
	}
	n, ok := number(text)
	return n, ok && n >= f.min && n <= f.max
}

// number reads one or two digits.
func number(text string) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 8)
	return int(n), err == nil && len(text) <= 2
}
