package faultmatrix

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

func TestMatrixBrokenBodies(t *testing.T) {
	t.Parallel()
	once, late := mockserver.Times(1), mockserver.AfterCommit()
	timeout := stateset.ErrAttemptTimeout
	slow := never(1)
	for k, w := range slow {
		if w.attempts == 3 {
			w.is = []error{stateset.ErrCallTimeout}
			slow[k] = w
		}
	}
	runMatrix(t, append(bothWays([]scenario{
		{name: "F16 half of the body, then FIN", faults: []failing{fail(mockserver.TruncatePercent(50, mockserver.CutFIN), once)}, want: onlyOnce(2, 1)},
		{name: "F16 nothing of the body, then FIN", faults: []failing{fail(mockserver.Truncate(0, mockserver.CutFIN), once)}, want: onlyOnce(2, 1)},
		{name: "F16 half of the body always", faults: []failing{fail(mockserver.TruncatePercent(50, mockserver.CutFIN))}, want: never(1)},
		{name: "F16 half of the body, then RST", faults: []failing{fail(mockserver.TruncatePercent(50, mockserver.CutRST), once)}, want: onlyOnce(2, 1)},
		{name: "F17 chunks without an end", faults: []failing{fail(mockserver.NoTerminator(), once)}, want: onlyOnce(2, 1)},
		{name: "F18 headers, then RST", faults: []failing{fail(mockserver.Reset(), mockserver.AfterHeaders(), once)}, want: onlyOnce(2, 1)},
		{name: "F18 headers, then FIN", faults: []failing{fail(mockserver.Disconnect(), mockserver.AfterHeaders(), once)}, want: onlyOnce(2, 1)},
		{name: "F21 length too long", faults: []failing{fail(mockserver.WrongLength(5), once)}, want: onlyOnce(2, 1)},
		{name: "F21 length too short", faults: []failing{fail(mockserver.WrongLength(-5), once)}, want: unreadable()}, // its length says that it is complete
		{name: "F21 length below zero", faults: []failing{fail(mockserver.NegativeLength(), once)}, want: onlyOnce(2, 1)},
		{name: "F21 two lengths", faults: []failing{fail(mockserver.TwoLengths(), once)}, want: onlyOnce(2, 1)},
		{name: "F21 no HTTP at all", faults: []failing{fail(mockserver.Garbage(), late, once)}, want: onlyOnce(2, 1)},
		{name: "F22 headers of 2 MiB", faults: []failing{fail(mockserver.HeaderFlood(2<<20), once)}, want: onlyOnce(2, 1)},
		{name: "F22 a hundred interim answers", faults: []failing{fail(mockserver.InterimFlood(100))}, want: each(want{attempts: 1, effects: 1})}, // a few KiB
		{name: "F22 interim answers of 2 MiB", faults: []failing{fail(mockserver.InterimFlood(40_000), once)}, want: onlyOnce(2, 1)},
	}), []scenario{
		{name: "F19 half of the body, then silence", faults: []failing{fail(mockserver.TruncatePercent(50, mockserver.CutHang), once)}, want: onlyOnce(2, 1, timeout), check: tookEach(30*time.Second, 1)},
		{name: "F20 a byte a second", faults: []failing{fail(mockserver.Drip(1), once)}, want: onlyOnce(2, 1, timeout), check: tookEach(30*time.Second, 1)},
		{name: "F20 a byte a second always", faults: []failing{fail(mockserver.Drip(1))}, want: slow, check: tookEach(30*time.Second, 1), limit: matrixLimit},
		{name: "F20 fifty bytes a second", faults: []failing{fail(mockserver.Drip(50))}, want: each(want{attempts: 1, effects: 1})},
	}...))
}

// unreadable expects a success that cannot be decoded.
func unreadable(is ...error) map[kind]want {
	w := want{attempts: 1, effects: 1, outcome: stateset.OutcomeSucceeded, stop: stateset.StopUnreadable, is: is}
	return each(w)
}

// page expects a page instead of JSON, from the server or from a proxy that did not
// forward the request.
func page(effects int) map[kind]want {
	return each(want{attempts: 1, effects: effects, outcome: stateset.OutcomeUnknown, stop: stateset.StopUnreadable})
}

func TestMatrixHugeBodies(t *testing.T) {
	t.Parallel()
	late := mockserver.AfterCommit()
	closed := func(t *testing.T, r *run) { require.Zero(t, r.tap.openConns(), "the rest is not read") }
	large, corrupt := unreadable(stateset.ErrResponseTooLarge), unreadable(stateset.ErrResponseCorrupt)
	write := map[kind]want{keyed: large[keyed]} // the server needs a long time to compress
	runMatrix(t, append(bothWays([]scenario{
		{name: "F23 body of 5 GiB", faults: []failing{fail(mockserver.BigBody(5<<30), late)}, want: large, check: closed},
		{name: "F24 gzip with a wrong checksum", faults: []failing{fail(mockserver.GzipCorrupt())}, want: corrupt},
		{name: "F24 gzip that is none", faults: []failing{fail(mockserver.GzipMislabelled())}, want: corrupt},
		{name: "F24 gzip in gzip", faults: []failing{fail(mockserver.GzipNested())}, want: unreadable()},
	}), scenario{name: "F24 gzip bomb of 256 MiB", faults: []failing{fail(mockserver.GzipBomb(256<<20), late)}, want: write, check: closed}))
}

func TestMatrixStrangeBodies(t *testing.T) {
	t.Parallel()
	late := mockserver.AfterCommit()
	scenarios := []scenario{
		{name: "F25 HTML in place of the answer", faults: []failing{fail(mockserver.HTML(), late)}, want: page(1), check: portal},
		{name: "F26 no body", faults: []failing{fail(mockserver.Empty(), late)}, want: unreadable(), check: undecoded},
		{name: "F26 null", faults: []failing{fail(mockserver.Null(), late)}, want: unreadable(), check: undecoded},
		{name: "F26 JSON that breaks off", faults: []failing{fail(mockserver.BadJSON(), late)}, want: unreadable(), check: undecoded},
		{name: "F26 JSON cut as if it were all", faults: []failing{fail(mockserver.TruncatePercent(50, mockserver.CutOK))}, want: unreadable(), check: undecoded},
	}
	scenarios = append(scenarios, scenario{name: "F25 captive portal", faults: []failing{fail(mockserver.HTML())}, want: page(0), check: portal})
	for name, body := range map[string]string{
		"array": `[]`, "nothing in it": `{}`, "text": `"paid"`, "number": `1`, "wrong types": `{"id":7,"object":"payment"}`,
		"depth 10,000":  `{"id":"pay_test_1","metadata":` + strings.Repeat(`[`, 10_000) + strings.Repeat(`]`, 10_000) + `}`,
		"invalid UTF-8": "{\"id\":\"\xff\xfe", "amount of 1e400": `{"id":"pay_test_1","object":"payment","amount":1e400,"currency":"ssusd"}`,
		"amount that is a text": `{"id":"pay_test_1","object":"payment","amount":"lots","currency":"ssusd"}`,
	} {
		scenarios = append(scenarios, scenario{
			name: "F26 " + name, want: unreadable(), check: undecoded,
			faults: []failing{fail(mockserver.Status(200).WithBody(body).WithHeader("Content-Type", "application/json"), late)},
		})
	}
	runMatrix(t, scenarios)
}

// portal checks that the error describes the page.
func portal(t *testing.T, r *run) {
	require.ErrorContains(t, r.err, "expected JSON, got text/html")
	undecoded(t, r)
}

// undecoded checks for a [stateset.DecodeError] that shows the start of the body.
func undecoded(t *testing.T, r *run) {
	var decode *stateset.DecodeError
	require.True(t, errors.As(r.err, &decode), "%v", r.err)
	require.LessOrEqual(t, len(decode.Start), 1<<10)
	require.NotContains(t, decode.Start, "\n")
}

// Additional and missing members do not prevent decoding a payment.
func TestMatrixNewServers(t *testing.T) {
	t.Parallel()
	body := func(rest string) func(context.Context, *run) error {
		return func(ctx context.Context, r *run) error {
			text := fmt.Sprintf(`{"id":%q,"object":"payment","amount":7.00,"currency":"ssusd",%s}`, r.earlier.ID, rest)
			r.faults = append(r.faults, r.srv.Fail(safe.match(), mockserver.Status(200).WithBody(text)))
			r.pay(ctx)
			return r.err
		}
	}
	ok := map[kind]want{safe: {attempts: 1}}
	runMatrix(t, []scenario{
		{
			name: "F27 unknown fields", want: ok, call: body(`"status":"succeeded","quantum":{"spin":[1,2,{}]},"livemode":false`),
			check: func(t *testing.T, r *run) { require.Equal(t, payments.StatusSucceeded, r.payment.Status) },
		},
		{
			name: "F27 unknown status", want: ok, call: body(`"status":"teleported"`),
			check: func(t *testing.T, r *run) { require.Equal(t, payments.Status("teleported"), r.payment.Status) },
		},
		{
			name: "F27 null for all that is optional", want: ok,
			call: body(`"status":"succeeded","payment_method":null,"metadata":null,"description":null,"customer_id":null,"transaction":null,"captured_at":null,"failure_code":null`),
			check: func(t *testing.T, r *run) {
				require.Nil(t, r.payment.PaymentMethod)
				require.Empty(t, r.payment.Description)
				require.True(t, r.payment.CapturedAt.IsZero())
			},
		},
		{
			name: "F27 duplicate keys", want: map[kind]want{safe: unreadable()[safe]}, call: body(`"status":"failed","status":"succeeded"`),
			check: undecoded,
		},
	})
}
