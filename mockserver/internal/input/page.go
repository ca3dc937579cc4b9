package input

import "strconv"

// Bounds of a page.
const (
	DefaultLimit = 10
	MaxLimit     = 100
)

// Page is the requested part of a list. At most one cursor is set.
type Page struct {
	Limit         int
	StartingAfter string
	EndingBefore  string
}

// Page takes limit, starting_after and ending_before.
func (q *Query) Page() Page {
	page := Page{Limit: q.limit(), StartingAfter: q.cursor("starting_after"), EndingBefore: q.cursor("ending_before")}
	if page.StartingAfter != "" && page.EndingBefore != "" {
		q.Conflict("ending_before", "cannot be used together with 'starting_after'")
	}
	return page
}

func (q *Query) limit() int {
	if q.describes(Parameter{Name: "limit", Types: asInteger, Rules: []Rule{Min(1), Max(MaxLimit)}}) {
		return DefaultLimit
	}
	p := q.one("limit")
	if p == nil {
		return DefaultLimit
	}
	n, err := strconv.ParseUint(p.value, 10, 32)
	if err != nil || n < 1 || n > MaxLimit {
		q.invalid(p, "must be an integer from 1 to %d, not %s", MaxLimit, Quote(p.value))
		return DefaultLimit
	}
	return int(n)
}

func (q *Query) cursor(name string) string {
	if q.describes(Parameter{Name: name, Types: asString, Rules: idRules}) {
		return ""
	}
	p := q.one(name)
	if p == nil {
		return ""
	}
	if p.value == "" || len(p.value) > maxIDLen {
		q.invalid(p, "must be an id of this list")
	}
	return p.value
}
