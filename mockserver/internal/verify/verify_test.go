package verify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/verify"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var at = time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)

// post is a request with a body.
func post(body string) *journal.Entry {
	return &journal.Entry{
		ID: 1, Time: at, Method: "POST", Path: "/v1/payments", Operation: "Payments.Create", Account: "test/a", Status: 201,
		Query: "expand[]=order&status=a&status=b", RequestBody: journal.NewContent([]byte(body)),
	}
}

// differences compares a body with an expected one.
func differences(t *testing.T, want, got string) string {
	t.Helper()
	e := &verify.Expectation{}
	require.NoError(t, e.SetBody([]byte(want)))
	report := verify.Check([]*journal.Entry{post(got)}, e, verify.AtLeastOnce)
	var lines []string
	for _, near := range report.Nearest {
		for _, difference := range near.Differences {
			lines = append(lines, difference.String())
		}
	}
	require.Equal(t, report.OK, len(lines) == 0)
	return strings.Join(lines, "; ")
}

func TestSubset(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ want, got, differences string }{
		{`{}`, `{"a":1}`, ""},
		{`{"a":1}`, `{"a":1,"b":2}`, ""},
		{`{"a":{"b":true}}`, `{"a":{"b":true,"c":null}}`, ""},
		{`{"a":1,"b":2}`, `{"a":1}`, "body.b: expected 2, got missing"},
		{`{"a":null}`, `{"a":null}`, ""},
		{`{"a":null}`, `{}`, "body.a: expected null, got missing"},
		{`{"a":1}`, `{"a":"1"}`, `body.a: expected 1, got "1"`},
		{`{"a":"x"}`, `{"a":"X"}`, `body.a: expected "x", got "X"`},
		{`{"a":{"b":1}}`, `{"a":[1]}`, `body.a: expected {"b":1}, got [1]`},
		{`{"a":[{"b":1},2]}`, `{"a":[{"b":1,"c":3},2]}`, ""},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, "body.a[0]: expected 1, got 2; body.a[1]: expected 2, got 1"},
		{`{"a":[1]}`, `{"a":[1,2]}`, "body.a: expected 1 element [1], got 2 elements [1,2]"},
		{`{"a":[]}`, `{"a":[]}`, ""},
		{`{"a":1}`, ``, `body: expected {"a":1}, got missing`},
		{`{"a":1}`, `a=1`, `body: expected {"a":1}, got not valid JSON: "a=1"`},
		{`{"card":{"number":"4242424242424242"}}`, `{"card":{"number":"4242424242424242"}}`, ""},
		{`{"card":{"number":"****4242"}}`, `{"card":{"number":"4242424242424242"}}`, ""},
		{`{"cvc":"123"}`, `{"cvc":"987"}`, ""}, // masked alike
		{`{"n":"4242424242424242"}`, `{"n":"5555555555554444"}`, `body.n: expected "****4242", got "****4444"`},
	} {
		require.Equal(t, test.differences, differences(t, test.want, test.got), "%s in %s", test.want, test.got)
	}
}

func TestNumbersAreExact(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{
		{"10", "10.00"}, {"1e1", "10"}, {"0.1", "1E-1"}, {"-0", "0.000"}, {"100", "1.00e2"}, {"0.10", "0.1"},
		{"123456789012345678901234567890.5", "123456789012345678901234567890.50"},
		{"1e999999999999999999999", "1e999999999999999999999"},
	} {
		require.Empty(t, differences(t, `{"n":`+same[0]+`}`, `{"n":`+same[1]+`}`), "%v", same)
	}
	for _, other := range [][2]string{
		{"0.1", "0.10000000000000001"}, {"1", "-1"}, {"9007199254740993", "9007199254740992"}, {"1e2", "1e3"}, {"10", "1"},
		{"1e999999999999999999999", "1e999999999999999999998"},
	} {
		require.NotEmpty(t, differences(t, `{"n":`+other[0]+`}`, `{"n":`+other[1]+`}`), "%v", other)
	}
}

func TestQueryAndFilter(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		filter      journal.Filter
		query       map[string][]string
		differences string
	}{
		"all": {filter: journal.Filter{
			Operation: "payments.*", Account: "a", Method: "post", Path: "/payments", Status: []string{"2xx"},
		}, query: map[string][]string{"status": {"a", "b"}}},
		"operation": {journal.Filter{Operation: "Payments.Get"}, nil, "operation: expected Payments.Get, got Payments.Create"},
		"account":   {journal.Filter{Account: "b"}, nil, "account: expected b, got test/a"},
		"status":    {journal.Filter{Status: []string{"404", "5xx"}}, nil, "status: expected 404 or 5xx, got 201"},
		"key":       {journal.Filter{IdempotencyKey: "k"}, nil, "idempotency_key: expected k, got missing"},
		"order":     {query: map[string][]string{"status": {"b", "a"}}, differences: `query.status: expected ["b","a"], got ["a","b"]`},
		"missing":   {query: map[string][]string{"limit": {"1"}}, differences: `query.limit: expected "1", got missing`},
		"later":     {filter: journal.Filter{After: 1}, differences: "the server received no request"},
	} {
		e := &verify.Expectation{Filter: test.filter}
		e.SetQuery(test.query)
		report := verify.Check([]*journal.Entry{post("")}, e, verify.AtLeastOnce)
		require.Equal(t, test.differences == "", report.OK, name)
		require.Contains(t, report.String(), test.differences, name)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	entries := []*journal.Entry{post("{}"), post("{}"), post("{}"), post("{}")}
	for _, test := range []struct {
		count verify.Count
		ok    bool
		want  string
	}{
		{verify.AtLeastOnce, true, "expected at least 1"},
		{verify.Count{Min: 4, Max: 4}, true, "expected exactly 4"},
		{verify.Count{Min: 5, Max: -1}, false, "expected at least 5"},
		{verify.Count{Min: 0, Max: 3}, false, "expected at most 3"},
		{verify.Count{Min: 2, Max: 3}, false, "expected 2 to 3"},
	} {
		report := verify.Check(entries, &verify.Expectation{}, test.count)
		require.Equal(t, test.ok, report.OK)
		require.Equal(t, "4 requests match any request, "+test.want, report.Summary)
		require.Contains(t, report.String(), "  and 1 more")
	}
	none := verify.Check(nil, &verify.Expectation{}, verify.Count{})
	require.True(t, none.OK, "exactly 0")
}

func TestNearestRequestsComeFirst(t *testing.T) {
	t.Parallel()
	entry := func(id int64, operation, body string) *journal.Entry {
		e := post(body)
		e.ID, e.Operation = id, operation
		return e
	}
	e := &verify.Expectation{Filter: journal.Filter{Operation: "Payments.Create"}}
	require.NoError(t, e.SetBody([]byte(`{"amount":10,"currency":"ssusd"}`)))
	report := verify.Check([]*journal.Entry{
		entry(1, "Payments.Get", ""),
		entry(2, "Payments.Create", `{"amount":10,"currency":"usdc"}`),
		entry(3, "Payments.Create", `{"amount":11,"currency":"usdc"}`),
		entry(4, "Orders.Create", ""),
		entry(5, "Orders.Create", ""),
	}, e, verify.AtLeastOnce)
	require.Equal(t, `no request matches Payments.Create with the body {"amount":10,"currency":"ssusd"}, expected at least 1
  nearest: #2 2024-01-15T10:30:00Z POST /v1/payments → 201 Payments.Create test/a
    body.currency: expected "ssusd", got "usdc"
  nearest: #3 2024-01-15T10:30:00Z POST /v1/payments → 201 Payments.Create test/a
    body.amount: expected 10, got 11
    body.currency: expected "ssusd", got "usdc"
  nearest: #5 2024-01-15T10:30:00Z POST /v1/payments → 201 Orders.Create test/a
    operation: expected Payments.Create, got Orders.Create
    body: expected {"amount":10,"currency":"ssusd"}, got missing`, report.String())
}

func TestCutBodiesDoNotMatch(t *testing.T) {
	t.Parallel()
	require.Contains(t, differences(t, `{"a":1}`, `{"a":1,"b":"`+strings.Repeat("x", 70_000)+`"}`),
		"got 70014 bytes, and the journal has only the first part")
}

func TestBadBody(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{", `{"a":1} x`} {
		require.ErrorContains(t, new(verify.Expectation).SetBody([]byte(body)), "the expected body is not valid JSON", body)
	}
}
