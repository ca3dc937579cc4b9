package mockserver_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// watched runs a test body with a server of a recorded test, and returns the errors of
// that test at its end.
func watched(t *testing.T, body func(w *wire)) string {
	t.Helper()
	tb := &recorder{}
	srv := mockserver.New(tb, mockserver.WithSeed(1))
	body(newWire(t, srv))
	for _, fn := range tb.cleanups {
		fn()
	}
	return strings.Join(tb.logs, "\n")
}

func TestFaultsThatDidNotFireFailTheTest(t *testing.T) {
	t.Parallel()
	require.Empty(t, watched(t, func(w *wire) {
		w.srv.Fail("POST /payments", mockserver.Status(500), mockserver.Times(1))
		w.srv.Fail("GET /orders", mockserver.Status(500), mockserver.Optional())
		w.srv.Fail("GET /orders", mockserver.Status(500)).Remove()
		w.srv.Fail("POST /payments", mockserver.Status(500), mockserver.Chance(0))
		w.pay("")
		w.pay("")
	}))
	got := watched(t, func(w *wire) {
		w.srv.Fail("POST /payments", mockserver.Reset(), mockserver.Times(3))
		w.pay("")
		w.pay("")
		w.do("GET", "/v1/payments", "", "")
	})
	require.Contains(t, got, `the fault f1 "POST /payments do=reset times=3" fired 2 times and must fire 1 time more; 2 requests matched it; the nearest requests:`)
	require.Contains(t, got, "0 POST /v1/payments")
	got = watched(t, func(w *wire) {
		w.srv.Fail("POST /payments/{id}/refund", mockserver.Reset())
		w.pay("")
		w.do("POST", "/v1/payments/pay_test_456/capture", "", "")
		w.do("GET", "/v1/orders", "", "")
	})
	require.Contains(t, got, "409 POST /v1/payments/pay_test_456/capture")
	require.NotContains(t, strings.SplitAfter(got, "seed")[0], "/v1/orders")
	got = watched(t, func(w *wire) { w.srv.Fail("*", mockserver.Reset()) })
	require.Contains(t, got, "the server received no request")
}

func TestFaultsOfAnAccount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	a, b := newWire(t, srv), newWire(t, srv)
	fault := a.account.Fail("POST /payments", mockserver.Status(503))
	b.pay("").created(t)
	require.Equal(t, 503, a.pay("").status)
	require.Equal(t, 1, fault.Matched())
	require.Equal(t, "f1", fault.ID())
	require.Equal(t, "POST /payments account=account_1 do=status:503", fault.String())
	fault.Remove()
	a.pay("").created(t)
}

func TestFaultsByKey(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	fault := w.srv.Fail("POST /payments", mockserver.Status(502), mockserver.AfterCommit(), mockserver.Times(2), mockserver.PerKey())
	w.srv.Fail("POST /payments", mockserver.Status(418), mockserver.ForKey("special"), mockserver.After(2))
	for _, key := range []string{"a", "special"} {
		require.Equal(t, 502, w.pay(key).status)
		require.Equal(t, 1, fault.Left())
		require.Equal(t, 502, w.pay(key).status)
	}
	w.pay("a").created(t)
	require.Equal(t, 418, w.pay("special").status)
	require.Equal(t, 2, w.paid())
	require.Equal(t, 4, fault.Fired())
	require.Equal(t, 6, fault.Matched())
}

func TestFaultOrderAndNumbers(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	w.srv.Fail("POST /payments", mockserver.Status(500), mockserver.Between(2, 3))
	w.srv.Fail("POST /payments", mockserver.Status(501), mockserver.Nth(3), mockserver.Optional())
	w.srv.Fail("*", mockserver.Status(502), mockserver.Times(1))
	var got []int
	for range 5 {
		got = append(got, w.pay("").status)
	}
	require.Equal(t, []int{502, 500, 500, 201, 201}, got)
	require.Len(t, w.srv.Faults(), 3)
}

func TestChanceFollowsTheServersSeed(t *testing.T) {
	t.Parallel()
	run := func(seed uint64, opts ...mockserver.FaultOption) (statuses []int) {
		w := newWire(t, mockserver.New(t, mockserver.WithSeed(seed)))
		w.srv.Fail("GET /payments", mockserver.Status(503), append(opts, mockserver.Chance(0.5))...)
		for range 60 {
			statuses = append(statuses, w.do("GET", "/v1/payments", "", "").status)
		}
		return statuses
	}
	one := run(1)
	require.Equal(t, one, run(1))
	require.NotEqual(t, one, run(2))
	require.Equal(t, run(1, mockserver.ChanceSeed(9)), run(2, mockserver.ChanceSeed(9)))
	require.Contains(t, one, 200)
	require.Contains(t, one, 503)
}

func TestBadFaultsPanic(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	for want, fault := range map[string]faultRule{
		"the Action is empty: pass one such as Status(503)":                                             rule(mockserver.Action{}),
		"AfterCommit() and AfterHeaders() cannot be combined: remove one":                               rule(mockserver.Reset(), mockserver.AfterCommit(), mockserver.AfterHeaders()),
		"Nth(1) and Between(2, 3) cannot be combined":                                                   rule(mockserver.Reset(), mockserver.Nth(1), mockserver.Between(2, 3)),
		"AfterCommit() cannot be combined with Drip(1): use AfterBytes or AfterPercent":                 rule(mockserver.Drip(1), mockserver.AfterCommit()),
		"AtAccept() cannot be combined with Status(503): use BeforeAnything, BeforeCommit, AfterCommit": rule(mockserver.Status(503), mockserver.AtAccept()),
		"Status(1000): must be a status from 200 to 599":                                                rule(mockserver.Status(1000)),
		`ErrorCode("nope"): unknown code`:                                                               rule(mockserver.ErrorCode("nope")),
		`WithEnvelope("nope"): unknown envelope`:                                                        rule(mockserver.Status(500).WithEnvelope("nope")),
		`WithBody("x") cannot be combined with Reset(): use Status, ErrorCode or StoredError`:           rule(mockserver.Reset().WithBody("x")),
		`WithBody("x") and WithEnvelope("html") cannot be combined`:                                     rule(mockserver.Status(500).WithBody("x").WithEnvelope("html")),
		"Times(0): must be an integer from 1 to 1000000000":                                             rule(mockserver.Reset(), mockserver.Times(0)),
		"Chance(2): must be a probability from 0 to 1":                                                  rule(mockserver.Reset(), mockserver.Chance(2)),
		"Nth(2) and After(3) cannot be combined: the fault would never fire":                            rule(mockserver.Reset(), mockserver.Nth(2), mockserver.After(3)),
		"BigBody(18253611008): must be a size":                                                          rule(mockserver.BigBody(17 << 30)),
		`Header("A", "b\r\nC: d"): the value of a header must have no line breaks`:                      rule(mockserver.Header("A", "b\r\nC: d")),
		"AtAccept() requires the match *":                                                               rule(mockserver.Reset(), mockserver.AtAccept()),
		"Delay(-1s): must be a duration such as":                                                        rule(mockserver.Delay(-time.Second)),
		`Truncate(1, "bang"): the end must be fin, rst, hang or ok`:                                     rule(mockserver.Truncate(1, "bang")),
		"AfterCommit(): Truncate and TruncatePercent already set the place":                             rule(mockserver.Truncate(1, mockserver.CutFIN), mockserver.AfterCommit()),
		"WrongLength(0): must be the difference from the real length":                                   rule(mockserver.WrongLength(0)),
	} {
		func() {
			defer func() {
				text := fmt.Sprint(recover())
				require.True(t, strings.HasPrefix(text, `mockserver: bad fault "POST /payments": `), text)
				require.Contains(t, text, want)
				require.NotContains(t, text, "do=", "the words of Go")
				require.NotContains(t, text, "at=", "the words of Go")
				require.NotContains(t, text, "as in")
			}()
			fault.at(srv, "POST /payments")
		}()
	}
	require.PanicsWithValue(t, `mockserver: bad fault "POST /payments do=reset": "do=reset" is not part of the match`, func() {
		srv.Fail("POST /payments do=reset", mockserver.Reset())
	})
	require.Panics(t, func() { srv.Fail("", mockserver.Reset()) })
	require.Panics(t, func() { srv.Fail("Payments.Creat", mockserver.Reset()) })
	require.Empty(t, srv.Faults())
}

func TestFaultsInText(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	faults, err := w.srv.FailText("# twice\nPOST /payments times=2 do=status:503\nGET /orders do=reset optional")
	require.NoError(t, err)
	require.Len(t, faults, 2)
	require.Equal(t, 503, w.pay("").status)
	require.Equal(t, 1, faults[0].Left())
	require.Equal(t, 503, w.pay("").status)

	_, err = w.srv.FailText("GET /payments do=reset\nGET /payments do=rest")
	require.ErrorContains(t, err, `mockserver: bad fault: "GET /payments do=rest": do=rest: unknown action (did you mean reset?)`)
	require.Len(t, w.srv.Faults(), 2, "none of them holds")
	_, err = w.srv.FailText(strings.Repeat("* do=reset optional\n", 999))
	require.ErrorContains(t, err, "more than 1000 rules")

	rules, err := mockserver.ParseFault("lost-answers")
	require.NoError(t, err)
	require.Equal(t, "* p=0.2 at=committed do=reset optional", rules.String())
	_, err = mockserver.ParseFault("")
	require.Error(t, err)

	begun := mockserver.New(t, mockserver.WithFaults(rules), mockserver.WithFaults(rules))
	require.Len(t, begun.Faults(), 2)
	begun.Reset()
	require.Empty(t, begun.Faults())
	full, err := mockserver.ParseFault(strings.Repeat("* do=reset optional\n", 1000))
	require.NoError(t, err)
	_, err = mockserver.Start(context.Background(), mockserver.WithFaults(full), mockserver.WithFaults(rules))
	require.ErrorContains(t, err, "more than 1000 rules")
}

// TestFaultsUnderLoad checks that a fault fires exactly as often as required, under
// concurrent requests and changes of rules.
func TestFaultsUnderLoad(t *testing.T) {
	t.Parallel()
	overNetworks(t, func(t *testing.T, opts ...mockserver.Option) {
		srv := mockserver.New(t, opts...)
		lost := srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(20))
		var group sync.WaitGroup
		for i := range 8 {
			w := newWire(t, srv)
			group.Go(func() {
				for j := range 10 {
					key := fmt.Sprintf("%d-%d", i, j)
					for w.pay(key).err != nil {
					}
				}
				if w.paid() != 10 {
					t.Errorf("%d payments, not 10", w.paid())
				}
			})
			group.Go(func() {
				srv.Fail("GET /orders", mockserver.Status(500)).Remove()
				_ = srv.Requests()
			})
		}
		group.Wait()
		require.Equal(t, 20, lost.Fired())
		require.Equal(t, 100, lost.Matched())
	})
}

// TestControlHasNoFaults checks that faults never apply to the control interface.
func TestControlHasNoFaults(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	w.srv.Fail("*", mockserver.Reset(), mockserver.Optional())
	require.Equal(t, 200, w.do("GET", "/_mock/health", "", "").status)
	w.do("GET", "/health", "", "").reset(t)
}
