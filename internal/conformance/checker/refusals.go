package checker

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
)

// unknownMember is a member and a query parameter that no operation has.
const unknownMember = "conformance_unknown"

// refusal is a bad call.
type refusal struct {
	name  string
	build func(conformance.IDs) request
}

// refusals makes the bad calls. Calls that the reference accepts are not sent to the
// checked server.
func (c *check) refusals(ctx context.Context) error {
	for _, bad := range c.badCalls() {
		want, err := c.reference.send(ctx, bad.build(c.ids.reference))
		if err != nil {
			return err
		}
		if want.status < http.StatusBadRequest {
			if err := c.prepareReference(ctx); err != nil { // the call may have used the objects
				return err
			}
			continue
		}
		got, err := c.ask(ctx, bad.name, bad.build(c.ids.target))
		if err != nil || c.done {
			return err
		}
		if got != nil {
			c.compare(bad.name, want, got)
		}
	}
	return nil
}

// badCalls derives bad calls from the good one.
func (c *check) badCalls() (calls []refusal) {
	op := c.row.Spec()
	add := func(name string, change func(*request)) {
		calls = append(calls, refusal{name, func(ids conformance.IDs) request {
			r := c.good(ids)
			change(&r)
			return r
		}})
	}
	if op.Access != spec.AccessOpen {
		add("no key", func(r *request) { r.noKey = true })
	}
	if len(op.Params()) > 0 {
		calls = append(calls, refusal{"unknown ID", func(ids conformance.IDs) request { return c.good(unknownIDs(ids)) }})
	}
	if op.Method == http.MethodGet {
		for _, parameter := range []string{unknownMember + "=1", "limit=0", "limit=101", "starting_after=conformance_unknown"} {
			add("query "+parameter, func(r *request) { r.query = strings.TrimPrefix(r.query+"&"+parameter, "&") })
		}
		return append(calls, c.withoutParameters()...)
	}
	if c.row.Request == "" {
		return calls
	}
	add("malformed JSON", func(r *request) { r.body = "{" })
	add("body of type text/plain", func(r *request) { r.contentType = "text/plain" })
	add("unknown member", func(r *request) { r.body = withUnknown(r.body) })
	for _, name := range sortedNames(parse([]byte(c.row.Request)).(map[string]any)) {
		add("without "+name, func(r *request) { r.body = without(r.body, name) })
		add(name+" of a wrong type", func(r *request) { r.body = withWrongType(r.body, name) })
	}
	return calls
}

// withoutParameters omits the parameters of a query one by one.
func (c *check) withoutParameters() (calls []refusal) {
	query, err := url.ParseQuery(c.row.Request)
	if err != nil {
		return nil // the table of this module is valid
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		calls = append(calls, refusal{"without " + name, func(ids conformance.IDs) request {
			r := c.good(ids)
			q, _ := url.ParseQuery(r.query)
			q.Del(name)
			r.query = q.Encode()
			return r
		}})
	}
	return calls
}

// unknownIDs returns IDs of the same form for an object that does not exist.
func unknownIDs(ids conformance.IDs) conformance.IDs {
	if ids.ID != "" {
		ids.ID = unknownID(ids.ID)
	} else {
		ids.Parent = unknownID(ids.Parent)
	}
	return ids
}

func unknownID(id string) string { return id[:strings.LastIndexByte(id, '_')+1] + "unknown" }

func without(body, name string) string {
	members, _ := parse([]byte(body)).(map[string]any)
	delete(members, name)
	return encode(members)
}

// withWrongType replaces a member with a value of another JSON type.
func withWrongType(body, name string) string {
	members, _ := parse([]byte(body)).(map[string]any)
	switch members[name].(type) {
	case []any:
		members[name] = true
	case map[string]any:
		members[name] = "odd"
	default:
		members[name] = []any{json.Number("1")}
	}
	return encode(members)
}

func encode(members map[string]any) string {
	text, _ := json.Marshal(members) // the values were decoded from JSON
	return string(text)
}

func sortedNames(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }
