package faultmatrix

import (
	"context"
	"errors"
	"maps"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

// bothWays returns scenarios in memory, and their writes also over TCP, with a reset by
// the operating system.
func bothWays(scenarios []scenario) []scenario {
	for i := range scenarios {
		over := scenarios[i]
		over.name += ", over TCP"
		over.sockets = true
		over.want = maps.Clone(over.want)
		delete(over.want, safe)
		scenarios = append(scenarios, over)
	}
	return scenarios
}

func TestMatrixResets(t *testing.T) {
	t.Parallel()
	reset, early, late := mockserver.Reset(), mockserver.BeforeCommit(), mockserver.AfterCommit()
	open := want{attempts: 3, effects: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopAttempts}
	gone := open
	gone.sends, gone.is = 1, []error{errRefuse}
	throttled := open
	throttled.is = []error{stateset.ErrRateLimited}
	runMatrix(t, append(bothWays([]scenario{
		{name: "F10 request read, reset", faults: []failing{fail(reset, mockserver.Times(1))}, want: onlyOnce(2, 0, errReset)},
		{name: "F10 request read, reset twice", faults: []failing{fail(reset, mockserver.Times(2))}, want: onlyOnce(3, 0, errReset)},
		{name: "F10 request read, reset always", faults: []failing{fail(reset)}, want: never(0, errReset)},
		{name: "F10 key reserved, reset", faults: []failing{fail(reset, early, mockserver.Times(1))}, want: onlyOnce(2, 0, errReset)},
		{name: "F10 key reserved, reset always", faults: []failing{fail(reset, early)}, want: never(0, errReset)},
		{name: "F11 effect committed, reset before headers", faults: []failing{fail(reset, late, mockserver.Times(1))}, want: onlyOnce(2, 1, errReset), check: replays},
		{name: "F11 effect committed, reset twice", faults: []failing{fail(reset, late, mockserver.Times(2))}, want: onlyOnce(3, 1, errReset), check: replays},
		{name: "F11 effect committed, reset always", faults: []failing{fail(reset, late)}, want: never(1, errReset)},
		{name: "F11 effect committed, connection ends", faults: []failing{fail(mockserver.Disconnect(), late, mockserver.Times(1))}, want: onlyOnce(2, 1), check: replays},
	}), []scenario{ // the responses to the retries do not reveal the effect of the first attempt
		{
			name: "F11 effect committed, reset, then connections refused", want: map[kind]want{keyed: gone},
			faults: []failing{fail(reset, late, mockserver.Times(1))}, dial: after(1, hangUp),
		},
		{
			name: "F11 effect committed, reset, then throttled", want: map[kind]want{keyed: throttled},
			faults: []failing{fail(reset, late, mockserver.Nth(1)), fail(mockserver.RateLimit(time.Second, mockserver.WaitSeconds), mockserver.After(1))},
		},
	}...))
}

// hangUp is a dial that is refused.
func hangUp(context.Context, string) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Net: "memory", Err: errRefuse}
}

// replays checks that a successful write received the stored response.
func replays(t *testing.T, r *run) {
	if r.kind == keyed {
		require.True(t, r.response.Replayed)
	}
}

func TestMatrixSilence(t *testing.T) {
	t.Parallel()
	late, once := mockserver.AfterCommit(), mockserver.Times(1)
	timeout := stateset.ErrAttemptTimeout
	inFlight := onlyOnce(3, 1, timeout)
	delete(inFlight, safe)
	runMatrix(t, []scenario{
		{name: "F12 effect committed, silence until the attempt times out", faults: []failing{fail(mockserver.Stall(0), late, once)}, want: onlyOnce(2, 1, timeout), check: replays},
		{
			name: "F12 effect committed, silence, key still in use at the retry", want: inFlight, check: replays,
			faults: []failing{fail(mockserver.Stall(0), late, mockserver.Nth(1)), fail(mockserver.InFlight(), mockserver.Nth(2))},
		},
		{
			name: "F12 effect committed, silence, key still in use as text", want: inFlight, check: replays,
			faults: []failing{fail(mockserver.Stall(0), late, mockserver.Nth(1)), fail(mockserver.InFlightText(), mockserver.Nth(2))},
		},
		{name: "F13 request read, silence once", faults: []failing{fail(mockserver.Stall(0), once)}, want: onlyOnce(2, 0, timeout), check: tookEach(25*time.Second, 1)},
		{name: "F13 request read, silence for ever", faults: []failing{fail(mockserver.Stall(0))}, want: never(0, timeout)},
		{
			name: "F13 silence for ever, short attempts", faults: []failing{fail(mockserver.Stall(0))}, want: never(0, timeout), check: tookEach(4*time.Second, 1),
			client: []stateset.Option{stateset.WithAttemptTimeout(4 * time.Second)}, limit: 3*4*time.Second + 2*(matrixFloor+time.Second),
		},
		{
			name: "F13 connection accepted, silence for ever", faults: []failing{failConns(mockserver.Stall(0))}, want: never(0),
			client: []stateset.Option{stateset.WithAttemptTimeout(4 * time.Second)},
			check: func(t *testing.T, r *run) {
				var timeout interface{ Timeout() bool }
				require.True(t, errors.As(r.err, &timeout) && timeout.Timeout())
			},
		},
	})
}
