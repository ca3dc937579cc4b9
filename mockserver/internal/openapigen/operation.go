package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/openapi"
)

// route is a method and a path of an operation.
type route struct {
	row   *spec.Operation
	alias *spec.Alias // nil for the canonical route
	index int         // of the alias, from 1
}

func (r *route) method() string {
	if r.alias != nil {
		return r.alias.Method
	}
	return r.row.Method
}

func (r *route) path() string {
	if r.alias != nil {
		return r.alias.Path
	}
	return r.row.Path
}

// pathIDs returns the names of the IDs in the path.
func (r *route) pathIDs() []string {
	if r.alias != nil {
		return r.row.WithAlias(r.index - 1).Params()
	}
	return r.row.Params()
}

// id returns the operationId: "paymentsCreate", and "paymentsCreateAlias1" for an alias.
func (r *route) id() string {
	name := strings.ReplaceAll(r.row.Name, ".", "")
	name = strings.ToLower(name[:1]) + name[1:]
	if r.alias != nil {
		name += "Alias" + strconv.Itoa(r.index)
	}
	return name
}

// routes returns the routes of all operations, in the order of the table.
func routes() []*route {
	var all []*route
	for _, row := range spec.All() {
		all = append(all, &route{row: row})
		for i := range row.Aliases {
			all = append(all, &route{row: row, alias: &row.Aliases[i], index: i + 1})
		}
	}
	return all
}

// paths returns the path items, each with its operations.
func (b *builder) paths() object {
	var paths object
	for _, r := range routes() {
		item, _ := paths.get(r.path()).(object)
		item = item.with(strings.ToLower(r.method()), b.operation(r))
		paths = paths.set(r.path(), item)
	}
	return paths
}

func (b *builder) operation(r *route) object {
	d := b.operations[r.row.Name]
	o := of("operationId", r.id(), "tags", []any{tagOf(r.row)}, "summary", r.row.Summary)
	o = o.text("description", b.description(r))
	if r.alias != nil {
		o = o.with("deprecated", true)
	}
	if r.row.Host == spec.HostNetwork {
		o = o.with("servers", openapi.Servers(r.row.Host))
	}
	o = o.with("security", security(r.row))
	if parameters := b.parameters(r, d); len(parameters) > 0 {
		o = o.with("parameters", parameters)
	}
	if d.HasBody {
		o = o.with("requestBody", b.requestBody(r, d))
	}
	o = o.with("responses", b.responses(r, d)).text("x-scope", r.row.Scope).with("x-source", string(r.row.Source))
	if rules := b.rules(r, d); len(rules) > 0 {
		o = o.with("x-rules", rules)
	}
	return o
}

// description returns the text for callers that follows the summary.
func (b *builder) description(r *route) string {
	var parts []string
	if r.alias != nil {
		parts = append(parts, "Another path of "+r.row.Method+" "+r.row.Path+". Use that one.")
	}
	switch {
	case r.row.Access == spec.AccessOpen:
		parts = append(parts, "No key is required.")
	case r.row.Scope == "":
		parts = append(parts, "A restricted key requires no scope.")
	default:
		parts = append(parts, "A restricted key requires the scope `"+r.row.Scope+"`.")
	}
	if d := b.operations[r.row.Name]; len(d.KeyMember) > 0 {
		parts = append(parts, "Without the Idempotency-Key header, the member `"+strings.Join(d.KeyMember, ".")+"` of the body is the idempotency key.")
	}
	return strings.Join(parts, " ")
}

// responses returns the success responses and the error responses.
func (b *builder) responses(r *route, d httpapi.Description) object {
	responses := of(strconv.Itoa(r.row.Status), b.success(r, r.row.Status))
	for _, status := range d.Statuses {
		responses = responses.with(strconv.Itoa(status), b.success(r, status))
	}
	for _, status := range b.errorStatuses(r, d) {
		responses = responses.with(strconv.Itoa(status), of("$ref", "#/components/responses/"+responseName(status)))
	}
	return responses
}

// errorStatuses returns the statuses of the errors that the operation may return. Every
// check that precedes an operation depends on what the operation accepts.
func (b *builder) errorStatuses(r *route, d httpapi.Description) []int {
	var statuses []int
	seen := map[int]bool{}
	for _, code := range b.codes {
		if !seen[code.Status] && occurs(code.Status, r, d) {
			seen[code.Status] = true
			statuses = append(statuses, code.Status)
		}
	}
	return statuses
}

func occurs(status int, r *route, d httpapi.Description) bool {
	switch status {
	case http.StatusMethodNotAllowed: // of another method
		return false
	case http.StatusNotFound:
		return len(r.pathIDs()) > 0 || d.HasBody || asks(d)
	case http.StatusUnprocessableEntity:
		return r.row.Mutates() || asks(d)
	case http.StatusPaymentRequired, http.StatusConflict:
		return r.row.Mutates()
	case http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		return d.HasBody
	}
	return true
}

// asks reports whether the query is a question, which may name objects, and not a filter.
func asks(d httpapi.Description) bool {
	asked := func(p parameter) bool { return !p.Array } // an array names objects to expand
	limit := func(p parameter) bool { return p.Name == "limit" }
	return slices.ContainsFunc(d.Query, asked) && !slices.ContainsFunc(d.Query, limit)
}
