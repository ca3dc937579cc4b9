package faultmatrix

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

func TestMatrixServerErrors(t *testing.T) {
	t.Parallel()
	early, late, once := mockserver.BeforeCommit(), mockserver.AfterCommit(), mockserver.Times(1)
	var scenarios []scenario
	for _, status := range []int{500, 502, 503, 504, 520} {
		code := mockserver.Status(status)
		scenarios = append(scenarios,
			scenario{
				name:   fmt.Sprintf("F28 %d before the commit", status),
				faults: []failing{fail(code, early, once)}, want: onlyOnce(2, 0, stateset.ErrServer), check: firstGot(status, false),
			},
			scenario{
				name:   fmt.Sprintf("F28 %d before the commit, always", status),
				faults: []failing{fail(code, early)}, want: never(0, stateset.ErrServer),
			},
			scenario{
				name:   fmt.Sprintf("F29 %d after the commit", status),
				faults: []failing{fail(code, late, once)}, want: onlyOnce(2, 1, stateset.ErrServer), check: firstGot(status, true),
			},
			scenario{
				name:   fmt.Sprintf("F29 %d after the commit, twice, as HTML", status),
				faults: []failing{fail(code.WithEnvelope("html"), late, mockserver.Times(2))}, want: onlyOnce(3, 1, stateset.ErrServer), check: firstGot(status, true),
			},
			scenario{
				name:   fmt.Sprintf("F29 %d after the commit, always", status),
				faults: []failing{fail(code, late)}, want: never(1, stateset.ErrServer),
			},
			scenario{
				name:   fmt.Sprintf("F30 %d stored under the key", status),
				faults: []failing{fail(mockserver.StoredError(status), once)}, check: stored(status),
				want: map[kind]want{
					keyed:   {attempts: 2, outcome: stateset.OutcomeUnknown, stop: stateset.StopStoredAnswer, is: []error{stateset.ErrServer}, says: []string{"stored answer"}, open: true},
					unkeyed: onlyOnce(2, 0, stateset.ErrServer)[unkeyed],
				},
			},
		)
	}
	runMatrix(t, scenarios)
}

// TestMatrixWaitsAreSpread makes a hundred calls that fail once. The waits differ, so the
// clients do not retry at the same moment.
func TestMatrixWaitsAreSpread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		srv.Fail("POST /payments", mockserver.Status(503), mockserver.PerKey(), mockserver.Nth(1))
		client := srv.Client()
		waits := map[time.Duration]bool{}
		for range 100 {
			var response stateset.Response
			_, err := client.Payments.Create(t.Context(), matrixPayment(), stateset.WithResponse(&response))
			require.NoError(t, err)
			wait := response.Attempts[0].Delay
			require.GreaterOrEqual(t, wait, matrixFloor)
			require.LessOrEqual(t, wait, matrixFloor+500*time.Millisecond)
			waits[wait.Truncate(100*time.Millisecond)] = true
		}
		require.GreaterOrEqual(t, len(waits), 5, "%v", waits)
	})
}

// firstGot checks the status of the first attempt, and whether a write finally received
// the stored response.
func firstGot(status int, replayed bool) func(*testing.T, *run) {
	return func(t *testing.T, r *run) {
		require.Equal(t, status, r.attempts()[0].Status)
		require.NotEmpty(t, r.attempts()[0].RequestID)
		if r.kind == keyed {
			require.Equal(t, replayed, r.response.Replayed)
		}
	}
}

// stored checks that a failure which the server repeats is marked as replayed.
func stored(status int) func(*testing.T, *run) {
	return func(t *testing.T, r *run) {
		e := r.failure(t)
		require.Equal(t, status, e.Status)
		require.Equal(t, r.kind == keyed, e.Replayed)
	}
}
