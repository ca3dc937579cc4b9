//go:build openapi

package openapi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestViolations checks that the judge of traffic finds violations.
func TestViolations(t *testing.T) {
	const missing = `{"error":{"type":"not_found_error","code":"resource_not_found","message":"m","param":null,"doc_url":"u","request_id":"r"}}`
	read := func(status int, body string) *entry {
		e := &entry{Operation: "Orders.Get"}
		e.Request.Method, e.Request.URL = "GET", "http://localhost/v1/orders/ord_1"
		e.Request.Headers = []pair{{"Authorization", "Bearer sk_test_1"}}
		e.Response.Status, e.Response.Content.Text = status, body
		e.Response.Headers = []pair{{"Content-Type", "application/json"}, {"X-Request-Id", "r"}}
		return e
	}
	create := read(201, missing)
	create.Operation, create.Request.Method, create.Request.URL = "Orders.Create", "POST", "http://localhost/v1/orders"
	create.Request.Headers = append(create.Request.Headers, pair{"Content-Type", "application/json"})
	create.Request.PostData.Text = `{"items":[{"quantity":"2"}]}`
	faulty := read(200, `{}`)
	faulty.Fault = "f1"
	repeated, other := read(418, `{}`), read(418, `{}`)
	repeated.Response.Headers = append(repeated.Response.Headers, pair{"Original-Request-Id", "r"})
	other.Response.Headers = append(other.Response.Headers, pair{"Original-Request-Id", "another"})
	j := newJudge(t)
	j.noteFault("file", faulty)
	for name, test := range map[string]struct {
		entry *entry
		want  []string // parts of the violations, in order
	}{
		"good":           {read(404, missing), nil},
		"fault":          {faulty, nil},
		"repeated fault": {repeated, nil},
		"other repeat":   {other, []string{"Orders.Get response 418: "}},
		"no members":     {read(200, `{}`), []string{"Orders.Get response 200: "}},
		"unknown code":   {read(404, `{"error":{"code":"x"}}`), []string{"Orders.Get response 404: "}},
		"unknown status": {read(418, missing), []string{"Orders.Get response 418: "}},
		"bad request":    {create, []string{"Orders.Create request 201: ", "Orders.Create response 201: "}},
	} {
		clear(j.violations)
		j.check("file", test.entry)
		found := j.report()
		require.Len(t, found, len(test.want), "%s: %v", name, found)
		for i, want := range test.want {
			require.Contains(t, found[i], want, name)
		}
	}
}
