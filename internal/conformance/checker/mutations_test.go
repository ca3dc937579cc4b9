package checker_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/conformance/checker"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver"
)

// mutant changes the requests and responses of one operation. Others are not changed.
type mutant struct {
	next     http.RoundTripper
	method   string
	path     *regexp.Regexp
	request  func(*http.Request)
	response func(*http.Request, *http.Response)
}

func (m *mutant) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != m.method || !m.path.MatchString(r.URL.Path) {
		return m.next.RoundTrip(r)
	}
	if m.request != nil {
		m.request(r)
	}
	response, err := m.next.RoundTrip(r)
	if err == nil && m.response != nil {
		m.response(r, response)
	}
	return response, err
}

// mutate returns the server with a mutant of the row's operation in front of it.
func mutate(server checker.Server, row *conformance.Operation, m mutant) checker.Server {
	op := row.Spec()
	m.next, m.method = server.Transport, op.Method
	m.path = regexp.MustCompile("^" + regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(op.Template(), "[^/]+") + "$")
	server.Transport = &m
	return server
}

// edit returns a mutation of the JSON body of responses, of errors or of successes.
func edit(failures bool, change func(members map[string]any)) func(*http.Request, *http.Response) {
	return func(_ *http.Request, r *http.Response) {
		if (r.StatusCode >= 400) == failures {
			rewrite(r, change)
		}
	}
}

func rewrite(r *http.Response, change func(members map[string]any)) {
	body, _ := io.ReadAll(r.Body)
	var members map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&members) == nil {
		change(members)
		body, _ = json.Marshal(members)
	}
	setBody(r, body)
}

func setBody(r *http.Response, body []byte) {
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header.Set("Content-Length", strconv.Itoa(len(body)))
}

// present returns the names of members that are not null, sorted.
func present(members map[string]any) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(members)), func(name string) bool { return members[name] == nil })
}

// mutation is a mutant, and the kind of difference that reports it.
type mutation struct {
	kind   checker.Kind
	writes bool // only for writes
	mutant mutant
}

// groups are mutations that can be applied at once.
var groups = [][]string{
	{"missing member", "unknown member", "missing header", "wrong code", "stale replay"},
	{"wrong type", "no idempotency"}, {"wrong status"}, {"open to everyone"},
}

// mutations are applied to every row.
var mutations = map[string]mutation{
	"missing member": {checker.MemberMissing, false, mutant{response: edit(false, func(members map[string]any) {
		delete(members, present(members)[len(present(members))-1])
	})}},
	"unknown member": {checker.MemberUnknown, false, mutant{response: edit(false, func(members map[string]any) { members["extra"] = 1 })}},
	"wrong type": {checker.Type, false, mutant{response: edit(false, func(members map[string]any) {
		name := present(members)[len(present(members))-1]
		if _, ok := members[name].(string); ok {
			members[name] = []int{1}
		} else {
			members[name] = "odd"
		}
	})}},
	"wrong status": {checker.HTTPStatus, false, mutant{response: func(_ *http.Request, r *http.Response) {
		if r.StatusCode/100 == 2 {
			r.StatusCode = 202
		}
	}}},
	"wrong code": {checker.Code, false, mutant{response: edit(true, func(members map[string]any) {
		members["error"].(map[string]any)["code"] = "other"
	})}},
	"missing header": {checker.Header, false, mutant{response: func(_ *http.Request, r *http.Response) { r.Header.Del("X-Request-Id") }}},
	"stale replay": {checker.Replay, true, mutant{response: func(_ *http.Request, r *http.Response) {
		if r.Header.Get("Idempotent-Replayed") != "" {
			rewrite(r, func(members map[string]any) { members["id"] = "another" })
		}
	}}},
	"no idempotency": {checker.Header, true, mutant{request: func(r *http.Request) { r.Header.Del("Idempotency-Key") }}},
	"open to everyone": {checker.HTTPStatus, false, mutant{request: func(r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			r.Header.Set("Authorization", "Bearer sk_test_everyone")
		}
	}}},
}

// preparesItself are the operations that find their objects with the same operation.
var preparesItself = map[string]bool{"Stablecoin.ListTransactions": true, "Webhooks.ListEvents": true}

// applicable reports whether a mutation changes the responses of the row.
func (m mutation) applicable(name string, row *conformance.Operation) bool {
	return (!m.writes || row.Spec().Mutates()) && (name != "open to everyone" || row.Spec().Access != spec.AccessOpen)
}

// reported reports whether the result has the kind of the mutation. If the operation
// finds its own objects, the SDK reports the mutation first.
func (m mutation) reported(name string, result *checker.Result) bool {
	return slices.ContainsFunc(result.Differences, func(d checker.Difference) bool {
		return d.Kind == m.kind || d.Kind == checker.SDK && preparesItself[result.Operation] || d.Kind == checker.HTTPStatus && name == "no idempotency"
	})
}

// combined applies all mutations of a group that apply to the row.
func combined(group []string, row *conformance.Operation) mutant {
	var all []mutant
	for _, name := range group {
		if m := mutations[name]; m.applicable(name, row) {
			all = append(all, m.mutant)
		}
	}
	return mutant{
		request: func(r *http.Request) {
			for _, m := range all {
				if m.request != nil {
					m.request(r)
				}
			}
		},
		response: func(request *http.Request, r *http.Response) {
			for _, m := range all {
				if m.response != nil {
					m.response(request, r)
				}
			}
		},
	}
}

// TestMutations applies each mutation to each operation of the mock server.
func TestMutations(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithWebhookFault("* drop"))
	server := func() checker.Server {
		return checker.Server{BaseURL: srv.URL(), Key: srv.NewAccount().Key(), Transport: srv.HTTPClient().Transport}
	}
	require.Equal(t, len(mutations), len(slices.Concat(groups...)))
	for _, group := range groups {
		t.Run(group[0], func(t *testing.T) {
			t.Parallel()
			for _, row := range conformance.All() {
				if row.Answer == "" || row.Name == "Agents.WaitExecution" { // WaitExecution waits for the status, see TestEndlessWait
					continue
				}
				report, err := checker.Run(t.Context(), checker.Options{
					Server: mutate(server(), row, combined(group, row)), Reference: server(), Run: regexp.MustCompile("^" + row.Name + "$"),
				})
				require.NoError(t, err)
				for _, name := range group {
					if m := mutations[name]; m.applicable(name, row) {
						require.True(t, m.reported(name, report.Operations[0]), "%s, %s: %+v", row.Name, name, report.Operations[0])
					}
				}
			}
		})
	}
}

// A removed route is reported as absent, and no other operation differs.
func TestRemovedRoutes(t *testing.T) {
	t.Parallel()
	gone := func(status int, body string) func(*http.Request, *http.Response) {
		return func(_ *http.Request, r *http.Response) {
			r.StatusCode = status
			setBody(r, []byte(body))
		}
	}
	for _, row := range conformance.All() {
		server := mutate(newMock(t), row, mutant{response: gone(404, `{"error":{"type":"not_found_error","code":"route_not_found"}}`)})
		result := check(t, server, "^"+row.Name+"$").Operations[0]
		require.Equal(t, checker.Absent, result.Status, "%+v", result)
		require.Empty(t, result.Differences)
	}
	row := rowNamed("Payments.Get")
	for name, test := range map[string]struct {
		mutant mutant
		want   checker.Status
	}{
		"page of a web server": {mutant{response: gone(404, "<html>")}, checker.Absent},
		"method":               {mutant{response: gone(405, "")}, checker.Absent},
		"not implemented":      {mutant{response: gone(501, "")}, checker.Absent},
		"unknown object":       {mutant{response: gone(404, `{"error":{"code":"resource_not_found"}}`)}, checker.Different},
		"forbidden":            {mutant{response: gone(403, `{"error":{"code":"insufficient_permissions"}}`)}, checker.Different},
	} {
		result := check(t, mutate(newMock(t), row, test.mutant), "^Payments.Get$").Operations[0]
		require.Equal(t, test.want, result.Status, "%s: %+v", name, result)
	}
}

func rowNamed(name string) *conformance.Operation {
	for _, row := range conformance.All() {
		if row.Name == name {
			return row
		}
	}
	panic(name)
}

// The lines of a report for mutations of one operation.
func TestDifferences(t *testing.T) {
	t.Parallel()
	inner := func(name string, change func(map[string]any)) func(*http.Request, *http.Response) {
		return edit(false, func(members map[string]any) { change(members[name].(map[string]any)) })
	}
	for name, test := range map[string]struct {
		row    string
		mutant mutant
		want   string
	}{
		"member of an object": {"Payments.Create", mutant{response: inner("transaction", func(m map[string]any) { delete(m, "gas_used") })},
			"member missing transaction.gas_used"},
		"number as text": {"Payments.Get", mutant{response: edit(false, func(m map[string]any) { m["created"] = "1" })},
			"type created: want number, got string"},
		"null": {"Payments.Get", mutant{response: edit(false, func(m map[string]any) { m["receipt_url"] = nil })},
			"type receipt_url: want string, got null"},
		"member of an element": {"Orders.Get", mutant{response: edit(false, func(m map[string]any) { m["items"].([]any)[0].(map[string]any)["colour"] = 1 })},
			"member unknown items[].colour"},
		"member of a row": {"Orders.List", mutant{response: edit(false, func(m map[string]any) { delete(m["data"].([]any)[0].(map[string]any), "notes") })},
			"member missing data[].notes"},
		"parameter": {"Payments.Create", mutant{response: edit(true, func(m map[string]any) { m["error"].(map[string]any)["param"] = nil })},
			`code error.param: want "amount", got ""`},
		"content type": {"Payments.Get", mutant{response: func(_ *http.Request, r *http.Response) { r.Header.Set("Content-Type", "text/json; charset=utf-8") }},
			`header Content-Type: want "application/json", got "text/json"`},
		"malformed time": {"Payments.Create", mutant{response: edit(false, func(m map[string]any) { m["captured_at"] = "yesterday" })},
			"value captured_at: want a time, got \"yesterday\""},
		"kind of object": {"Payments.Create", mutant{response: edit(false, func(m map[string]any) { m["object"] = "charge" })},
			"value object: want \"payment\", got \"charge\""},
		"kind of an element": {"Orders.Get", mutant{response: edit(false, func(m map[string]any) { m["items"].([]any)[0].(map[string]any)["object"] = "row" })},
			"value items[].object: want \"order_item\", got \"row\""},
		"another object": {"Payments.Get", mutant{response: edit(false, func(m map[string]any) { m["id"] = "pay_other" })},
			"sdk: got stateset: GET /v1/payments/{id}: 200: response is for \"pay_other\""},
		"members accepted": {"Payments.Create", mutant{request: func(r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			body = bytes.Replace(body, []byte(`"conformance_unknown":1,`), nil, 1)
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}}, "status: want 400, got 201"},
		"has_more": {"Payments.List", mutant{response: edit(false, func(m map[string]any) { m["has_more"] = false })},
			"pagination limit=1: want 1 row, has_more true, got 1 row, has_more false"},
		"has_more at the end": {"Payments.List", mutant{response: edit(false, func(m map[string]any) { m["has_more"] = true })},
			"pagination limit=100: want has_more false on the last page, got has_more true, then a page without rows"},
		"has_more at the end, offset": {"Stablecoin.ListTransactions", mutant{response: inner("pagination", func(m map[string]any) { m["has_more"] = true })},
			"pagination limit=100: want has_more false on the last page, got has_more true, then a page without rows"},
		"cursor ignored": {"Payments.List", mutant{request: func(r *http.Request) {
			q := r.URL.Query()
			q.Del("starting_after")
			r.URL.RawQuery = q.Encode()
		}}, "pagination limit=1&starting_after=: want 1 rows, has_more boolean, got 1 rows, has_more boolean, the first row"},
		"limit ignored": {"Payments.List", mutant{request: func(r *http.Request) { r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "limit=1&", "", 1) }},
			"pagination"},
		"server error": {"Payments.Get", mutant{response: func(_ *http.Request, r *http.Response) { r.StatusCode = 500; setBody(r, nil) }},
			"status: want 200, got 500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { // the SDK retries after waits
				result := check(t, mutate(newMock(t), rowNamed(test.row), test.mutant), "^"+test.row+"$").Operations[0]
				require.Equal(t, checker.Different, result.Status, "%+v", result)
				require.True(t, slices.ContainsFunc(result.Differences, func(d checker.Difference) bool { return strings.HasPrefix(d.String(), test.want) }),
					"%+v", result.Differences)
			})
		})
	}
}

func TestBlockedOperations(t *testing.T) {
	t.Parallel()
	server := mutate(newMock(t), rowNamed("Payments.Create"), mutant{response: func(_ *http.Request, r *http.Response) {
		r.StatusCode = 400
		setBody(r, []byte(`{"error":{"code":"no","message":"key sk_test_hunter2"}}`))
	}})
	report := check(t, server, `^Payments\.(Create|Get)$`)
	require.Equal(t, checker.Different, report.Operations[0].Status)
	require.Equal(t, checker.Blocked, report.Operations[1].Status)
	require.Contains(t, report.Operations[1].Reason, "Payments.Get: prepare: ")
	require.NotContains(t, report.Operations[1].Reason, "hunter2")
	require.False(t, report.Passed())
	require.Equal(t, 1, report.Blocked)
}
