// Package spec holds the table of all operations of the StateSet Commerce Network
// API. The SDK's methods, the mock server's routes and scopes, the table in the
// documentation and the coverage tests read this table, so they cannot disagree.
package spec

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// BasePath precedes the path of every operation.
const BasePath = "/v1"

// Host is the documented host of an operation.
type Host string

// The hosts of the API.
const (
	HostAPI     Host = "api"     // https://api.stateset.com
	HostNetwork Host = "network" // https://api.stateset.network
)

// Source is where an operation is documented.
type Source string

// The sources of an operation.
const (
	Documented Source = "documented" // the vendor's reference documents
	Public     Source = "public"     // other public pages of the vendor
	Designed   Source = "designed"   // not documented, designed by this project
)

// Access is the set of API keys that may call an operation. Secret keys may call
// every operation.
type Access string

// The levels of access.
const (
	AccessScoped      Access = ""            // secret keys, and restricted keys with the scope
	AccessPublishable Access = "publishable" // publishable keys too
	AccessOpen        Access = "open"        // no key needed
)

// Alias is another documented method and path of an operation.
type Alias struct {
	Method, Path string
	// BodyID is the body member that carries the ID, if only the canonical path
	// has a placeholder for the ID.
	BodyID string
}

// Operation is one row of the table.
type Operation struct {
	Name    string // the SDK's method, "Payments.Create"
	Method  string // HTTP method of the canonical route
	Path    string // canonical path below BasePath, "/payments/{id}"
	Aliases []Alias
	Scope   string // scope that a restricted key requires; empty: none
	Access  Access
	Host    Host
	Status  int // success status
	Source  Source
	// Variants are further SDK methods that call the same operation.
	Variants []string
	Summary  string

	template string   // BasePath and Path
	parts    []string // Path cut at its placeholders
	params   []string // the placeholders' names
}

// Lookup returns the operation with the name. It panics on an unknown name, because
// names are literals of this module.
func Lookup(name string) *Operation {
	for i := range table {
		if table[i].Name == name {
			return &table[i]
		}
	}
	panic(fmt.Sprintf("spec: no operation %q", name))
}

// All returns every operation, in the order of the table.
func All() []*Operation {
	all := make([]*Operation, len(table))
	for i := range table {
		all[i] = &table[i]
	}
	return all
}

// IsOpen reports whether the method and path, below BasePath, belong to an operation that
// requires no key.
func IsOpen(method, path string) bool {
	for i := range table {
		if o := &table[i]; o.Access == AccessOpen && o.Method == method && o.Path == path {
			return true
		}
	}
	return false
}

// Template returns BasePath and the path with its placeholders, "/v1/payments/{id}".
func (o *Operation) Template() string { return o.template }

// Params returns the names of the path's placeholders, in order.
func (o *Operation) Params() []string { return o.params }

// Mutates reports whether the operation changes data. Such operations carry an
// idempotency key.
func (o *Operation) Mutates() bool { return o.Method != "GET" }

// Creates reports whether the operation returns a new object.
func (o *Operation) Creates() bool { return o.Status == http.StatusCreated }

// Build returns the path below BasePath with its placeholders replaced by the escaped
// IDs. Build panics if the number of IDs differs from that of the placeholders.
func (o *Operation) Build(ids ...string) string {
	if len(ids) == 0 && len(o.parts) == 1 {
		return o.Path
	}
	if len(ids) != len(o.parts)-1 {
		panic(fmt.Sprintf("spec: %s takes %d ids, got %d", o.Name, len(o.parts)-1, len(ids)))
	}
	var b strings.Builder
	for i, id := range ids {
		b.WriteString(o.parts[i])
		b.WriteString(url.PathEscape(id))
	}
	b.WriteString(o.parts[len(ids)])
	return b.String()
}

// WithAlias returns the operation with the method and path of its alias i. Use it
// when the caller has no ID for a placeholder of the canonical path.
func (o *Operation) WithAlias(i int) *Operation {
	out, alias := *o, o.Aliases[i]
	out.Method, out.Path = alias.Method, alias.Path
	out.template, out.parts, out.params = BasePath+alias.Path, split(alias.Path), placeholders(alias.Path)
	return &out
}

// split cuts a path at its placeholders: "/a/{id}/b" becomes "/a/" and "/b".
func split(path string) []string {
	var parts []string
	for {
		before, rest, found := strings.Cut(path, "{")
		parts = append(parts, before)
		if !found {
			return parts
		}
		_, path, _ = strings.Cut(rest, "}")
	}
}

func placeholders(path string) []string {
	var names []string
	for segment := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(segment, "{") {
			names = append(names, strings.Trim(segment, "{}"))
		}
	}
	return names
}
