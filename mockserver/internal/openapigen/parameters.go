package main

import (
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

type parameter = input.Parameter

// Names of the shared parameters.
const (
	accountHeader   = "AccountId"
	requestIDHeader = "RequestId"
	keyHeader       = "IdempotencyKey"
)

// sharedParameters returns the headers that many operations accept.
func sharedParameters() object {
	header := func(name, description, pattern string) object {
		return of("name", name, "in", "header", "description", description, "schema", of("type", "string").text("pattern", pattern))
	}
	return of(
		accountHeader, header("X-Account-Id", "The connected account to act for.", "^acct_[!-~]+$"),
		requestIDHeader, header("X-Request-Id", "An ID of the request: 1 to 128 visible ASCII characters. The response repeats it. Other texts are ignored.", ""),
		keyHeader, header("Idempotency-Key", "A key that makes repeats of the request safe: a request with the same key and body runs once within 24 hours. Quotes around the key are ignored.", `^("[!-~]{1,255}"|[!-~]{1,255})$`),
	)
}

// parameters returns the parameters of a route: the IDs in its path, its query and its
// headers.
func (b *builder) parameters(r *route, d httpapi.Description) []any {
	var all []any
	for _, name := range r.pathIDs() {
		all = append(all, of("name", name, "in", "path", "required", true, "schema", of("type", "string", "minLength", 1)))
	}
	for _, p := range d.Query {
		if p.Array && len(d.Expand) == 0 {
			continue // nothing can be expanded
		}
		all = append(all, b.queryParameters(p, d)...)
	}
	for _, name := range []string{accountHeader, requestIDHeader} {
		all = append(all, of("$ref", "#/components/parameters/"+name))
	}
	if r.row.Mutates() {
		all = append(all, of("$ref", "#/components/parameters/"+keyHeader))
	}
	return all
}

// queryParameters returns the spellings of a parameter of a query.
func (b *builder) queryParameters(p parameter, d httpapi.Description) []any {
	query := func(name string, schema object) object { return of("name", name, "in", "query", "schema", schema) }
	schema := b.parameterSchema(p)
	switch {
	case p.Keys:
		return []any{query(p.Name, of("type", "object", "additionalProperties", schema)).with("style", "deepObject").with("explode", true)}
	case p.Array:
		list := query(p.Name+"[]", of("type", "array", "items", schema.with("examples", anys(d.Expand))))
		return []any{list.with("description", "Paths of objects to return beside their IDs, at most four names deep: "+strings.Join(d.Expand, ", ")+". Paths of lists may begin with data.")}
	case p.Many:
		return []any{query(p.Name, of("type", "array", "items", schema)).with("description", "Selects the objects with one of the values.")}
	case p.Range:
		all := []any{query(p.Name, schema)}
		for _, operator := range input.Operators() {
			all = append(all, query(p.Name+"["+operator+"]", schema))
		}
		return all
	}
	return []any{query(p.Name, schema)}
}

// parameterSchema returns the schema of one value of a parameter.
func (b *builder) parameterSchema(p parameter) object {
	var forms []any
	for _, t := range p.Types {
		forms = append(forms, b.queryValue(&input.Member{Name: p.Name, Type: t, Rules: p.Rules}, p.Range))
	}
	if len(forms) == 1 {
		return forms[0].(object)
	}
	return of("anyOf", forms)
}

// queryValue returns the schema of a value in a query, where everything is text. A bound of
// a range may be negative.
func (b *builder) queryValue(m *input.Member, bound bool) object {
	switch {
	case m.Type == input.TypeUnix:
		return of("type", "integer", "minimum", 0, "maximum", int64(input.MaxUnix), "description", "Unix seconds.")
	case m.Type == input.TypeDecimal && bound:
		return b.decimal()
	}
	return b.valueSchema(m)
}
