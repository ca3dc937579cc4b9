package httpapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// shape is a valid request of an operation with every member or parameter.
type shape struct {
	first string                 // requests, one per line; {0.id} is the ID in the first response
	call  string                 // method and path
	body  string                 // of writes
	query string                 // of reads
	row   *conformance.Operation // in place of first and of the IDs in call and body
}

// goodRequests returns the shapes, and for other operations the requests of the
// conformance suite.
func goodRequests() map[string]shape {
	all, shown := maps.Clone(shapes), map[string]bool{}
	for name := range shapes {
		operation, _, _ := strings.Cut(name, " ")
		shown[operation] = true
	}
	for _, row := range conformance.All() {
		if op, ok := handlers()[row.Name]; ok && op.members != nil && !shown[row.Name] && strings.HasPrefix(row.Request, "{") {
			operation := spec.Lookup(row.Name)
			all[row.Name] = shape{call: operation.Method + " " + operation.Template(), body: row.Request, row: row}
		}
	}
	return all
}

// fillRow prepares a request of the conformance suite with a client of the key.
func (f *testServer) fillRow(s shape, key string) func(text string) string {
	client, err := stateset.New(key, stateset.WithBaseURL("http://localhost"), stateset.WithHTTPClient(&http.Client{Transport: direct{f.server}}))
	require.NoError(f.t, err)
	ids, err := s.row.IDs(f.t.Context(), client)
	require.NoError(f.t, err)
	operation := spec.Lookup(s.row.Name)
	path := "/v1" + operation.Build([]string{cmp.Or(ids.Parent, ids.ID), ids.ID}[:len(operation.Params())]...)
	return strings.NewReplacer(operation.Template(), path, "<id>", ids.ID, "<parent>", ids.Parent).Replace
}

// direct sends requests to a handler.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	request := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), r.Body)
	request.RemoteAddr, request.Header = "127.0.0.1:5", r.Header
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, request)
	return w.Result(), nil
}

var placeholder = regexp.MustCompile(`\{[0-9]\.[a-z0-9_.]+\}`)

// TestShapes checks the responses to invalid requests: every body member is missing, of
// another type, empty, too long or out of range, and every query parameter has bad
// values.
func TestShapes(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, plan(PlanEnterprise))
	var out strings.Builder
	accounts := 0
	try := func(s shape, query, body string) string {
		accounts++
		key := fmt.Sprintf("Bearer sk_test_shape%d", accounts)
		var made []*reply
		fill := func(text string) string {
			return placeholder.ReplaceAllStringFunc(text, func(p string) string {
				i, path, _ := strings.Cut(strings.Trim(p, "{}"), ".")
				return made[int(i[0]-'0')].at(path)
			})
		}
		if s.row != nil {
			fill = f.fillRow(s, strings.TrimPrefix(key, "Bearer "))
		}
		for step := range strings.Lines(s.first) {
			words := strings.SplitN(fill(strings.TrimSpace(step)), " ", 3)
			made = append(made, f.call(words[0], words[1], words[2], "Authorization", key).ok())
		}
		method, path, _ := strings.Cut(s.call, " ")
		if query != "" {
			path += "?" + query
		}
		got := f.call(method, fill(path), fill(body), "Authorization", key)
		if got.status < 300 {
			return "ok"
		}
		param := got.at("error.param")
		message := strings.TrimPrefix(got.at("error.message"), "The '"+param+"' parameter ")
		return anonymous(fmt.Sprintf("%d %s %s: %s", got.status, got.at("error.code"), param, message))
	}
	good := goodRequests()
	for _, name := range slices.Sorted(maps.Keys(good)) {
		s := good[name]
		fmt.Fprintf(&out, "# %s %s\n", name, s.call)
		require.Equal(t, "ok", try(s, s.query, s.body), name)
		var fine []string
		for _, m := range append(mutations(t, s.body), badQueries(s.query)...) {
			if got := try(s, m.query, m.body); got != "ok" {
				fmt.Fprintf(&out, "%s: %s\n", m.label, got)
			} else {
				fine = append(fine, m.label)
			}
		}
		fmt.Fprintf(&out, "ok: %s\n\n", strings.Join(fine, ", "))
	}
	golden.Text(t, "shapes.txt", out.String())
}

// TestShapesAreComplete checks that the valid requests have every member that the readers
// declare.
func TestShapesAreComplete(t *testing.T) {
	t.Parallel()
	known := map[string]bool{} // "Payments.Create amount"
	for name, s := range goodRequests() {
		if s.body == "" {
			continue
		}
		var root any
		require.NoError(t, json.Unmarshal([]byte(s.body), &root), name)
		operation, _, _ := strings.Cut(name, " ")
		membersOf(root, operation+" ", func(path string) { known[path] = true })
	}
	missing := map[string]string{} // by the member names of an object: a member that no request has
	for operation, op := range handlers() {
		if op.members == nil {
			continue
		}
		objects(op.members(), operation+" ", func(names []string, path string) {
			for _, name := range names {
				if !known[path+name] {
					missing[strings.Join(names, " ")] = path + name
				}
			}
		})
	}
	for operation, op := range handlers() { // an object such as an address may be complete elsewhere
		if op.members == nil {
			continue
		}
		objects(op.members(), operation+" ", func(names []string, path string) {
			if !slices.ContainsFunc(names, func(name string) bool { return !known[path+name] }) {
				delete(missing, strings.Join(names, " "))
			}
		})
	}
	for _, path := range missing {
		t.Errorf("no request in shapes has the member %s", path)
	}
}

// membersOf visits the paths of all members of a value.
func membersOf(value any, path string, visit func(string)) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			visit(path + name)
			membersOf(member, path+name+".", visit)
		}
	case []any:
		for _, element := range v {
			membersOf(element, path, visit)
		}
	}
}

// objects visits the objects that a reader declares: the names of the members, and the
// prefix of their paths.
func objects(members []input.Member, path string, visit func(names []string, path string)) {
	var names []string
	for _, m := range members {
		names = append(names, m.Name)
		if len(m.Members) > 0 {
			objects(m.Members, path+m.Name+".", visit)
		}
	}
	visit(names, path)
}

// mutation is a valid request with one change.
type mutation struct{ label, query, body string }

// mutations returns bodies with one changed member each.
func mutations(t *testing.T, body string) []mutation {
	if body == "" {
		return nil
	}
	var list []mutation
	var root any
	change := func(label string) {
		text, err := json.Marshal(root)
		require.NoError(t, err)
		list = append(list, mutation{label: label, body: string(text)})
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&root))
	walk("", root, change)
	return list
}

// walk changes and restores the members of a value, one by one.
func walk(path string, value any, change func(label string)) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := strings.TrimPrefix(path+"."+name, ".")
			good := v[name]
			delete(v, name)
			change(at + " absent")
			for _, bad := range badValues(good) {
				v[name] = json.RawMessage(bad)
				change(at + "=" + clipped(bad))
			}
			v[name] = good
			walk(at, good, change)
		}
		v["extra"] = 1
		change(path + " with another member")
		delete(v, "extra")
	case []any:
		good := v[0]
		for _, bad := range badValues(good) {
			v[0] = json.RawMessage(bad)
			change(path + "[0]=" + clipped(bad))
		}
		v[0] = good
		walk(path+"[0]", good, change)
	}
}

// badValues returns invalid and extreme values that replace a valid value.
func badValues(good any) []string {
	long := `"` + strings.Repeat("x", 600) + `"`
	switch v := good.(type) {
	case string:
		if strings.Trim(v, "0123456789.") == "" {
			return []string{`""`, `7`, `"0"`, `"-1"`, `"1e3"`, `"0.0000001"`, `"99999999999999999"`}
		}
		return []string{`""`, `7`, long}
	case json.Number:
		return []string{`0`, `-1`, `1.5`, `99999999999`, `"7"`}
	case bool:
		return []string{`"true"`}
	case []any:
		return []string{`[]`, `{}`}
	}
	return []string{`{}`, `[]`}
}

// badQueries returns queries with one changed parameter each.
func badQueries(query string) []mutation {
	if query == "" {
		return nil
	}
	list := []mutation{{label: "another parameter", query: query + "&extra=1"}}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		for _, bad := range []string{"", "x", "0", "-1", "1.5", "99999999999999999999", strings.Repeat("x", 300)} {
			changed := slices.Clone(pairs)
			changed[i] = name + "=" + bad
			list = append(list, mutation{label: name + "=" + clipped(bad), query: strings.Join(changed, "&")})
		}
		list = append(list,
			mutation{label: name + " absent", query: strings.Join(slices.Delete(slices.Clone(pairs), i, i+1), "&")},
			mutation{label: name + " twice", query: query + "&" + pair},
			mutation{label: name + "[x]", query: query + "&" + name + "[x]=1"})
	}
	return list
}

// clipped shortens a value in a label.
func clipped(text string) string {
	if len(text) > 24 {
		return text[:8] + "…"
	}
	return text
}
