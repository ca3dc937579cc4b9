package input

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stateset/stateset-go/api"
)

// Text takes a string. The parameter may appear once.
func (q *Query) Text(name string, list ...Rule) string {
	if q.describes(Parameter{Name: name, Types: asString, Rules: list}) {
		return ""
	}
	p := q.one(name)
	if p == nil {
		return ""
	}
	q.check(p, p.value, list)
	return p.value
}

// Token takes ssusd or usdc, in any case.
func (q *Query) Token(name string) string { return q.Text(name, token) }

// Texts takes strings: repeated parameters, with or without brackets, or values
// separated by commas.
func (q *Query) Texts(name string, list ...Rule) []string {
	if q.describes(Parameter{Name: name, Types: asString, Rules: list, Many: true}) {
		return nil
	}
	var texts []string
	for _, p := range q.array(name) {
		for value := range strings.SplitSeq(p.value, ",") {
			q.check(p, value, list)
			texts = append(texts, value)
		}
	}
	return texts
}

// check reports an invalid string.
func (q *Query) check(p *pair, text string, list []Rule) {
	if why := combine(list).length.Violation(utf8.RuneCountInString(text), "characters"); why != "" {
		q.invalid(p, "%s", why)
	}
	if why := textViolation(text, list); why != "" {
		q.invalid(p, "%s, not %s", why, Quote(text))
	}
}

// Count takes an integer from least to most, or nil if absent.
func (q *Query) Count(name string, least, most int64) *int64 {
	if q.describes(Parameter{Name: name, Types: asInteger, Rules: []Rule{Min(least), Max(most)}}) {
		return nil
	}
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

// Moment takes an RFC 3339 time or Unix seconds, or the zero time if absent.
func (q *Query) Moment(name string) time.Time {
	if q.describes(Parameter{Name: name, Types: []Type{TypeTime, TypeUnix}}) {
		return time.Time{}
	}
	p := q.one(name)
	if p == nil {
		return time.Time{}
	}
	if t, ok := parseTime(p.value); ok {
		return t
	}
	if n, err := strconv.ParseUint(p.value, 10, 63); err == nil && n <= MaxUnix {
		return time.Unix(int64(n), 0).UTC()
	}
	q.invalid(p, "must be an RFC 3339 time or Unix seconds, not %s", Quote(p.value))
	return time.Time{}
}

// Day takes a date, or the zero Date if absent.
func (q *Query) Day(name string) api.Date {
	if q.describes(Parameter{Name: name, Types: []Type{TypeDate}}) {
		return api.Date{}
	}
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

// Bound takes a date or an RFC 3339 time that bounds a range, inclusive. A date means
// its first second, or with last its last second. It returns the zero time if absent.
func (q *Query) Bound(name string, last bool) time.Time {
	if q.describes(Parameter{Name: name, Types: []Type{TypeDate, TypeTime}}) {
		return time.Time{}
	}
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
