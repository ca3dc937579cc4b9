package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

// Count is the expected number of requests.
type Count struct {
	Min int
	Max int // negative: no maximum
}

// AtLeastOnce is the default.
var AtLeastOnce = Count{1, -1}

func (c Count) allows(n int) bool { return n >= c.Min && (c.Max < 0 || n <= c.Max) }

// String returns the count for messages.
func (c Count) String() string {
	switch {
	case c.Min == c.Max:
		return fmt.Sprintf("exactly %d", c.Min)
	case c.Max < 0:
		return fmt.Sprintf("at least %d", c.Min)
	case c.Min == 0:
		return fmt.Sprintf("at most %d", c.Max)
	}
	return fmt.Sprintf("%d to %d", c.Min, c.Max)
}

// Expectation describes requests.
type Expectation struct {
	journal.Filter
	query   map[string][]string // masked
	body    any                 // masked
	hasBody bool
}

// SetQuery sets parameters that must have these values, in this order. Further
// parameters are allowed.
func (e *Expectation) SetQuery(values map[string][]string) { e.query = mask.Params(values) }

// SetBody sets the expected part of the body, as JSON. Its secrets are masked like those
// of requests, so that a test can expect a card number.
func (e *Expectation) SetBody(data []byte) error {
	value, err := wire.ParseAny(mask.JSON(data, false))
	if err != nil {
		return fmt.Errorf("the expected body is not valid JSON: %w", err)
	}
	e.body, e.hasBody = value, true
	return nil
}

// String returns the expectation for messages.
func (e *Expectation) String() string {
	var parts []string
	add := func(format, text string) {
		if text != "" {
			parts = append(parts, fmt.Sprintf(format, text))
		}
	}
	add("%s", e.Operation)
	add("%s", e.Method)
	add("%s", e.Path)
	add("with status %s", strings.Join(e.Status, " or "))
	add("with Idempotency-Key %s", e.IdempotencyKey)
	add("of account %s", e.Account)
	if len(e.query) > 0 {
		parts = append(parts, "with the query "+show(e.query))
	}
	if e.hasBody {
		parts = append(parts, "with the body "+show(e.body))
	}
	if len(parts) == 0 {
		return "any request"
	}
	return mask.Text(strings.Join(parts, " "))
}

// Penalties of differences, to find the nearest request.
const (
	otherOperation = 50
	otherMethod    = 20
	otherAccount   = 30
	otherMember    = 3
	maxMembers     = 10 // further members do not count
)

// Matches reports whether a request is as expected.
func (e *Expectation) Matches(r *journal.Entry) bool {
	differences, _ := e.compare(r)
	return len(differences) == 0
}

// compare returns the differences and a penalty. Without differences the request matches.
func (e *Expectation) compare(r *journal.Entry) (all []Difference, penalty int) {
	check := func(name, want, got string, same bool, cost int) {
		if want != "" && !same {
			all = append(all, Difference{name, mask.Text(want), mask.Text(orMissing(got))})
			penalty += cost
		}
	}
	f := &e.Filter
	check("operation", f.Operation, r.Operation, (&journal.Filter{Operation: f.Operation}).Matches(r), otherOperation)
	check("path", f.Path, r.Path, (&journal.Filter{Path: f.Path}).Matches(r), otherOperation)
	check("method", f.Method, r.Method, (&journal.Filter{Method: f.Method}).Matches(r), otherMethod)
	check("account", f.Account, r.Account, (&journal.Filter{Account: f.Account}).Matches(r), otherAccount)
	check("status", strings.Join(f.Status, " or "), fmt.Sprint(r.Status), (&journal.Filter{Status: f.Status}).Matches(r), otherMember)
	check("idempotency_key", f.IdempotencyKey, r.IdempotencyKey, (&journal.Filter{IdempotencyKey: f.IdempotencyKey}).Matches(r), otherMember)
	members := append(e.compareQuery(r), e.compareBody(r)...)
	return append(all, members...), penalty + otherMember*min(len(members), maxMembers)
}

func orMissing(text string) string {
	if text == "" {
		return missing
	}
	return text
}

func (e *Expectation) compareQuery(r *journal.Entry) (all []Difference) {
	if len(e.query) == 0 {
		return nil
	}
	sent := mask.Query(r.Query)
	for _, name := range slices.Sorted(maps.Keys(e.query)) {
		if want, got := e.query[name], sent[name]; !slices.Equal(want, got) {
			all = append(all, Difference{"query." + name, texts(want), texts(got)})
		}
	}
	return all
}

// texts returns the values of a parameter for messages.
func texts(values []string) string {
	switch len(values) {
	case 0:
		return missing
	case 1:
		return show(values[0])
	}
	return show(values)
}

func (e *Expectation) compareBody(r *journal.Entry) []Difference {
	if !e.hasBody {
		return nil
	}
	content := r.RequestBody
	value, err := wire.ParseAny(mask.JSON(content.Data, false))
	switch {
	case content.Size == 0:
		return []Difference{{"body", show(e.body), missing}}
	case len(content.Data) < content.Size:
		return []Difference{{"body", show(e.body), fmt.Sprintf("%d bytes, and the journal has only the first part", content.Size)}}
	case err != nil:
		return []Difference{{"body", show(e.body), "not valid JSON: " + show(string(mask.JSON(content.Data, false)))}}
	}
	return subset("body", e.body, value)
}
