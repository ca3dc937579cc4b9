package input

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stateset/stateset-go/api"
)

// Text takes a text that may be given once.
func (q *Query) Text(name string, list ...Rule) string {
	p := q.one(name)
	if p == nil {
		return ""
	}
	var r rules
	r.add(list)
	q.check(p, p.value, &r)
	return p.value
}

// Token takes ssusd or usdc, in any case.
func (q *Query) Token(name string) string { return q.Text(name, token) }

// Texts takes texts, given repeatedly or with commas.
func (q *Query) Texts(name string, list ...Rule) []string {
	var r rules
	r.add(list)
	var texts []string
	for _, p := range q.plain(name) {
		for value := range strings.SplitSeq(p.value, ",") {
			q.check(p, value, &r)
			texts = append(texts, value)
		}
	}
	return texts
}

// check reports what is wrong with a text.
func (q *Query) check(p *pair, text string, r *rules) {
	if why := r.length.Violation(utf8.RuneCountInString(text), "characters"); why != "" {
		q.invalid(p, "%s", why)
	}
	for _, rule := range r.texts {
		if why := rule.Violation(text); why != "" {
			q.invalid(p, "%s, not %s", why, Quote(text))
		}
	}
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
