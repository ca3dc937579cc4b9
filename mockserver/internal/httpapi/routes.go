package httpapi

import (
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// route is the canonical route or an alias of an operation.
type route struct {
	row       *spec.Operation
	operation operation
	method    string
	segments  []string // of the whole path; placeholders keep their braces
	literals  int
	// bodyID is the body member with the ID that the path of an alias lacks. pathID is
	// the body member that receives the ID that only the path of an alias has.
	bodyID, pathID string
}

// router finds routes by their number of segments, most literal segments first.
type router struct {
	routes map[int][]*route
	named  map[string]*route // the canonical route by the name of the operation
}

func newRouter(operations map[string]operation) *router {
	r := &router{routes: map[int][]*route{}, named: map[string]*route{}}
	for _, row := range spec.All() {
		op, ok := operations[row.Name]
		if !ok {
			continue
		}
		r.named[row.Name] = &route{row: row, operation: op, method: row.Method}
		r.add(r.named[row.Name], row.Path)
		for _, alias := range row.Aliases {
			moved := &route{row: row, operation: op, method: alias.Method, bodyID: alias.BodyID}
			if len(row.Params()) == 0 && strings.Contains(alias.Path, "{") {
				_, rest, _ := strings.Cut(alias.Path, "{")
				moved.pathID, _, _ = strings.Cut(rest, "}")
			}
			r.add(moved, alias.Path)
		}
	}
	for _, routes := range r.routes {
		slices.SortStableFunc(routes, func(a, b *route) int { return b.literals - a.literals })
	}
	return r
}

func (r *router) add(to *route, path string) {
	to.segments = strings.Split(spec.BasePath+path, "/")
	for _, segment := range to.segments {
		if !isID(segment) {
			to.literals++
		}
	}
	r.routes[len(to.segments)] = append(r.routes[len(to.segments)], to)
}

// found is a matched route with the IDs in the path, or the methods that the path
// allows.
type found struct {
	route *route
	ids   []string
	allow []string
}

// match finds the route of an escaped path.
func (r *router) match(method, path string) (found, error) {
	var few [12]string
	segments, valid := splitPath(few[:0], path)
	if !valid {
		return found{}, r.notFound(method, path)
	}
	candidates := r.routes[len(segments)]
	for _, candidate := range candidates {
		if candidate.method == method && candidate.matches(segments) {
			return found{route: candidate, ids: candidate.idsIn(segments)}, nil
		}
	}
	allow := map[string]bool{}
	for _, candidate := range candidates {
		if candidate.matches(segments) {
			allow[candidate.method] = true
		}
	}
	if len(allow) == 0 {
		return found{}, r.notFound(method, path)
	}
	methods := allowed(maps.Keys(allow), http.MethodOptions)
	return found{allow: methods}, notAllowed(method, path, methods)
}

func (r *router) notFound(method, path string) error {
	return refuse(engine.CodeRouteNotFound, "", "There is no %s %s%s", method, shorten(path), r.suggest(path))
}

// splitPath appends the segments of an escaped path, decoded.
func splitPath(segments []string, path string) (_ []string, valid bool) {
	for segment := range strings.SplitSeq(path, "/") {
		segments = append(segments, segment)
	}
	if !strings.Contains(path, "%") {
		return segments, true
	}
	for i, escaped := range segments {
		segment, err := url.PathUnescape(escaped)
		if err != nil {
			return nil, false
		}
		segments[i] = segment
	}
	return segments, true
}

// allowed returns methods for an Allow header. HEAD is handled like GET.
func allowed(methods iter.Seq[string], more ...string) []string {
	all := append(slices.Collect(methods), more...)
	if slices.Contains(all, http.MethodGet) {
		all = append(all, http.MethodHead)
	}
	slices.Sort(all)
	return all
}

func notAllowed(method, path string, methods []string) error {
	use := "use "
	if len(methods) > 1 {
		use = "use one of "
	}
	return refuse(engine.CodeMethodNotAllowed, "", "%s is not allowed at %s: %s", method, shorten(path), use+strings.Join(methods, ", "))
}

// allow sets the methods of the path in the response.
func (c *call) allow(methods []string) {
	if len(methods) > 0 {
		c.header.Set("Allow", strings.Join(methods, ", "))
	}
}

// shorten returns a caller's text for a message: truncated and escaped.
func shorten(text string) string {
	quoted := strconv.Quote(truncate(text, 100))
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

func truncate(text string, most int) string {
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// matches compares the segments of a path.
func (r *route) matches(segments []string) bool {
	for i, want := range r.segments {
		if got := segments[i]; isID(want) && got == "" || !isID(want) && got != want {
			return false
		}
	}
	return true
}

// idsIn returns the IDs in a path that matches.
func (r *route) idsIn(segments []string) (ids []string) {
	for i, want := range r.segments {
		if isID(want) {
			ids = append(ids, segments[i])
		}
	}
	return ids
}

// isID reports whether the segment of a route is a placeholder.
func isID(segment string) bool { return strings.HasPrefix(segment, "{") }

// canonicalPath returns the path that all aliases of the request share.
func (c *call) canonicalPath() string {
	row := c.route.row
	if len(row.Params()) != len(c.ids) {
		return row.Template()
	}
	return spec.BasePath + row.Build(c.ids...)
}

// Operations returns the names of all operations with a handler, sorted.
func Operations() []string {
	var names []string
	for name := range handlers() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
