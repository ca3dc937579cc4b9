package fault_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// plan returns a plan with the rules in text.
func plan(t *testing.T, text string) *fault.Plan {
	t.Helper()
	rules, err := fault.ParseAll(text)
	require.NoError(t, err)
	p := fault.NewPlan(1)
	_, err = p.Add(rules...)
	require.NoError(t, err)
	return p
}

// ask sends requests and returns the rule that applied to each, or "-".
func ask(p *fault.Plan, requests ...*fault.Request) string {
	var hits []string
	for _, q := range requests {
		if hit := p.Request(q); hit != nil {
			hit.Fire()
			hits = append(hits, hit.ID)
		} else {
			hits = append(hits, "-")
		}
	}
	return strings.Join(hits, " ")
}

func create(key string) *fault.Request {
	return &fault.Request{
		Method: "POST", Path: "/v1/payments", Canonical: "/v1/payments", Operation: spec.Lookup("Payments.Create"), Account: "test/a", Key: key,
	}
}

func times(n int, q *fault.Request) []*fault.Request {
	var all []*fault.Request
	for range n {
		all = append(all, q)
	}
	return all
}

func TestWhichRequestsAFaultHits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ rules, want string }{
		{"POST /payments do=reset", "f1 f1 f1 f1 f1"},
		{"POST /payments nth=2 do=reset", "- f1 - - -"},
		{"POST /payments nth=2..3 do=reset", "- f1 f1 - -"},
		{"POST /payments nth=4.. do=reset", "- - - f1 f1"},
		{"POST /payments after=3 do=reset", "- - - f1 f1"},
		{"POST /payments times=2 do=reset", "f1 f1 - - -"},
		{"POST /payments after=1 times=2 do=reset", "- f1 f1 - -"},
		{"POST /payments times=2 do=reset\n* do=close", "f1 f1 f2 f2 f2"},
		{"POST /payments nth=1 do=reset\nPOST /payments nth=3 do=close", "f1 - f2 - -"},
		{"* nth=1 do=reset\n* nth=2 do=close\n* nth=3 do=stall", "f1 f2 f3 - -"},
		{"GET /payments do=reset\nPOST /payments p=0 do=close optional", "- - - - -"},
		{"* at=accept do=reset", "- - - - -"},
	} {
		require.Equal(t, test.want, ask(plan(t, test.rules), times(5, create(""))...), test.rules)
	}
}

func TestCountsByKey(t *testing.T) {
	t.Parallel()
	p := plan(t, "POST /payments times=2 by=key do=reset")
	a, b, none := create("a"), create("b"), create("")
	require.Equal(t, "f1 f1 f1 - f1 - f1 f1 f1", ask(p, a, b, a, a, b, b, none, none, none))
	require.Equal(t, int64(0), p.States()[0].Left)
	other := create("a")
	other.Account = "test/b"
	require.Equal(t, "f1", ask(p, other), "the same key of another account is another key")
	require.Equal(t, int64(1), p.States()[0].Left)
}

func TestMatches(t *testing.T) {
	t.Parallel()
	refund := &fault.Request{
		Method: "POST", Path: "/v1/payments/refund", Canonical: "/v1/payments/{id}/refund", Operation: spec.Lookup("Payments.Refund"), Account: "test/a",
	}
	capture := &fault.Request{
		Method: "POST", Path: "/v1/payments/pay_1/capture", Canonical: "/v1/payments/pay_1/capture", Operation: spec.Lookup("Payments.Capture"), Key: "k",
	}
	unknown := &fault.Request{Method: "GET", Path: "/v1/nothing"}
	for match, want := range map[string]string{
		"*":                              "f1 f1 f1 f1",
		"POST *":                         "f1 f1 f1 -",
		"/payments":                      "f1 - - -",
		"POST /v1/payments":              "f1 - - -",
		"POST /payments/create":          "f1 - - -", // another alias of the same operation
		"GET /payments":                  "- - - -",
		"POST /payments/*":               "- f1 f1 -",
		"POST /payments*":                "f1 f1 f1 -",
		"POST /payments/{id}/refund":     "- f1 - -",
		"POST /payments/refund":          "- f1 - -",
		"POST /payments/*/refund":        "- f1 - -",
		"POST /payments/pay_1/*":         "- - f1 -",
		"/v1/*/capture":                  "- - f1 -",
		"op=payments.*":                  "f1 f1 f1 -",
		"Payments.Refund":                "- f1 - -",
		"op=*.c*":                        "f1 - f1 -",
		"* account=a":                    "f1 f1 - -",
		"* account=test/b":               "- - - -",
		"* key=k":                        "- - f1 -",
		"GET /nothing":                   "- - - f1",
		"/v1/nothin*g":                   "- - - f1",
		"/payments/**********x":          "- - - -",
		"POST /payments account=live/a":  "- - - -",
		"POST /payments/{id}/capture":    "- - f1 -",
		"POST /payments/pay_2/capture":   "- - - -",
		"PUT /payments/pay_1/capture":    "- - - -",
		"POST /v1/payments/pay_1/captur": "- - - -",
	} {
		require.Equal(t, want, ask(plan(t, match+" do=reset"), create(""), refund, capture, unknown), match)
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	p := plan(t, "POST /payments nth=2..3 do=reset")
	state := func() [3]int64 { s := p.States()[0]; return [3]int64{s.Matched, s.Fired, s.Left} }
	require.Equal(t, [3]int64{0, 0, 2}, state())
	ask(p, times(2, create(""))...)
	require.Equal(t, [3]int64{2, 1, 1}, state())
	ask(p, times(2, create(""))...)
	require.Equal(t, [3]int64{4, 2, 0}, state())

	p = plan(t, "POST /payments times=1 do=reset")
	hit := p.Request(create(""))
	require.Equal(t, [3]int64{1, 0, 1}, state())
	require.Nil(t, p.Request(create("")), "the one time is taken")
	hit.Miss()
	hit.Miss()
	require.Equal(t, "f1 -", ask(p, times(2, create(""))...), "and free again when the request did not get there")
	hit.Fire()
	require.Equal(t, [3]int64{4, 1, 0}, state(), "a miss stays one")

	p = plan(t, "POST /payments p=0 do=reset")
	require.Equal(t, [3]int64{0, 0, 1}, state())
	ask(p, create(""))
	require.Equal(t, [3]int64{1, 0, 0}, state(), "chance was asked")
	p = plan(t, "POST /payments by=key nth=1..2 do=reset")
	require.Equal(t, [3]int64{0, 0, 2}, state(), "no key came")
}

func TestChanceFollowsItsSeed(t *testing.T) {
	t.Parallel()
	run := func(text string) string { return ask(plan(t, text), times(2000, create("k"))...) }
	one := run("* p=0.3 seed=5 do=reset")
	require.Equal(t, one, run("* p=0.3 seed=5 do=reset"))
	require.NotEqual(t, one, run("* p=0.3 seed=6 do=reset"))
	require.NotEqual(t, one, run("* p=0.3 do=reset"))
	require.Equal(t, run("* p=0.3 do=reset"), run("* p=0.3 do=reset"), "the plan's seed")
	require.InDelta(t, 600, strings.Count(one, "f1"), 80)
	require.NotEqual(t, one, run("* p=0.3 seed=5 by=key do=reset"), "a key has chances of its own")
	require.Equal(t, strings.Repeat("f1 ", 1999)+"f1", run("* p=1 do=reset"))
}

func TestPlanChanges(t *testing.T) {
	t.Parallel()
	p := fault.NewPlan(0)
	require.False(t, p.Active())
	ids, err := p.Add(parse(t, "* do=reset"), parse(t, "* do=close"))
	require.NoError(t, err)
	require.Equal(t, []string{"f1", "f2"}, ids)
	require.True(t, p.Active())
	require.True(t, p.Remove("f1"))
	require.False(t, p.Remove("f1"))
	require.Equal(t, "f2", ask(p, create("")))
	p.Clear()
	require.False(t, p.Active())
	var many []*fault.Rule
	for range fault.MaxRules {
		many = append(many, parse(t, "* do=reset"))
	}
	_, err = p.Add(many...)
	require.NoError(t, err)
	_, err = p.Add(many[0])
	require.ErrorContains(t, err, "more than 1000")
	require.Len(t, p.States(), fault.MaxRules)
}

func TestConnections(t *testing.T) {
	t.Parallel()
	p := plan(t, "* at=accept nth=2 do=reset\n* do=close")
	require.Nil(t, p.Connection())
	require.Equal(t, "f1", p.Connection().ID)
	require.Nil(t, p.Connection())
	require.Equal(t, "f2", ask(p, create("")))
}

// TestConcurrentRequests checks that a fault fires as often as required under concurrent
// requests.
func TestConcurrentRequests(t *testing.T) {
	t.Parallel()
	p := plan(t, "POST /payments times=100 do=reset\nPOST /payments times=3 by=key do=close")
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			for j := range 50 {
				ask(p, create(strconv.Itoa(i*50+j)), create(strconv.Itoa(i)))
			}
		})
	}
	group.Wait()
	states := p.States()
	require.Equal(t, int64(1600), states[0].Matched)
	require.Equal(t, int64(100), states[0].Fired)
	require.Equal(t, int64(0), states[0].Left)
	require.LessOrEqual(t, states[1].Fired, int64(1500))
}
