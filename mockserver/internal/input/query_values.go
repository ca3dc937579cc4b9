package input

import (
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
)

// Text takes a text that may be given once; form is its grammar, which want names
// after "must be ".
func (q *Query) Text(name, want string, form func(string) bool) string {
	p := q.one(name)
	if p == nil {
		return ""
	}
	if !form(p.value) {
		q.invalid(p, "must be %s, not %s", want, Quote(p.value))
	}
	return p.value
}

// Texts takes texts, given repeatedly or with commas, of a grammar as [FormLike] has
// it.
func (q *Query) Texts(name, want string, form func(string) bool, known []string) []string {
	var list []string
	for _, p := range q.plain(name) {
		for value := range strings.SplitSeq(p.value, ",") {
			if !form(value) {
				q.invalid(p, "must be %s, not %s", want+DidYouMean(value, known), Quote(value))
			}
			list = append(list, value)
		}
	}
	return list
}

// Count takes an integer from least to most; nil where it is absent.
func (q *Query) Count(name string, least, most int64) *int64 {
	p := q.one(name)
	if p == nil {
		return nil
	}
	n, err := strconv.ParseUint(p.value, 10, 63)
	if err != nil || int64(n) < least || int64(n) > most {
		q.invalid(p, "must be an integer from %d to %d, not %s", least, most, Quote(p.value))
		return nil
	}
	value := int64(n)
	return &value
}

// Moment takes an RFC 3339 time or Unix seconds; the zero time where it is absent.
func (q *Query) Moment(name string) time.Time {
	p := q.one(name)
	if p == nil {
		return time.Time{}
	}
	if t, ok := parseTime(p.value); ok {
		return t
	}
	if n, err := strconv.ParseUint(p.value, 10, 63); err == nil && n <= maxUnix {
		return time.Unix(int64(n), 0).UTC()
	}
	q.invalid(p, "must be an RFC 3339 time or Unix seconds, not %s", Quote(p.value))
	return time.Time{}
}

// Day takes a date; the zero Date where it is absent.
func (q *Query) Day(name string) api.Date {
	p := q.one(name)
	if p == nil {
		return api.Date{}
	}
	day, err := api.ParseDate(p.value)
	if err != nil {
		q.invalid(p, "must be a date such as 2024-01-31, not %s", Quote(p.value))
	}
	return day
}

// Bound takes a date or an RFC 3339 time that ends or begins a span, inclusive: a
// date stands for its first second, and with last for its last one. The zero time is
// what is absent.
func (q *Query) Bound(name string, last bool) time.Time {
	p := q.one(name)
	if p == nil {
		return time.Time{}
	}
	if t, ok := parseTime(p.value); ok {
		return t
	}
	day, err := api.ParseDate(p.value)
	switch {
	case err != nil:
		q.invalid(p, "must be a date or an RFC 3339 time, not %s", Quote(p.value))
		return time.Time{}
	case last:
		return day.Time().AddDate(0, 0, 1).Add(-time.Second)
	}
	return day.Time()
}
