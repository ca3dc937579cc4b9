package faultmatrix

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

// The documented bounds of the default retry policy.
const (
	matrixLimit     = 90 * time.Second
	matrixFloor     = 50 * time.Millisecond
	matrixMaxDelay  = 8 * time.Second
	matrixMaxAsked  = 60 * time.Second
	matrixMaxSpread = 6 * time.Second
	matrixFullCost  = 14 // budget tokens of a retry
)

// checkAnswer compares the result of the call with the expected result. It also checks
// the deadline, the number of attempts, and that each wait is at least the requested wait
// and at most that of the policy.
func (r *run) checkAnswer(t *testing.T) {
	t.Helper()
	if r.want.outcome == "" {
		require.NoError(t, r.err)
	} else {
		r.checkError(t)
	}
	attempts := r.attempts()
	require.Len(t, attempts, r.want.attempts, "%v", r.err)
	for i, a := range attempts {
		require.Equal(t, i+1, a.Number)
		if i == len(attempts)-1 {
			require.Zero(t, a.Delay)
			break
		}
		floor := matrixFloor
		if i == 0 && a.ConnReused && a.Status == 0 {
			floor = time.Millisecond // after the loss of a reused connection
		}
		require.GreaterOrEqual(t, a.Delay, max(floor, a.RetryAfter))
		spread := min(a.RetryAfter/10, time.Second)
		if a.Status == 429 { // many clients receive the same wait
			spread = min(a.RetryAfter, matrixMaxSpread)
		}
		require.LessOrEqual(t, a.Delay, max(matrixFloor+matrixMaxDelay, a.RetryAfter)+spread)
		require.LessOrEqual(t, a.RetryAfter, matrixMaxAsked)
		if !r.scenario.sockets {
			require.Equal(t, a.Start.Add(a.Duration+a.Delay), attempts[i+1].Start, "it waits as long as it says")
		}
	}
	r.checkStats(t, len(attempts))
	if !r.scenario.sockets {
		require.LessOrEqual(t, r.took, r.limit())
	}
}

// limit returns the time when the call must have returned.
func (r *run) limit() time.Duration {
	switch {
	case r.scenario.limit > 0:
		return r.scenario.limit
	case r.scenario.deadline > 0:
		return r.scenario.deadline
	}
	return matrixLimit
}

// checkStats checks the counters of the client, and its retry budget.
func (r *run) checkStats(t *testing.T, attempts int) {
	t.Helper()
	stats := r.client.Stats()
	if r.scenario.call != nil {
		return // the scenario may make several calls
	}
	require.Equal(t, int64(attempts), stats.Attempts-r.before.Attempts)
	require.Equal(t, int64(max(0, attempts-1)), stats.Retries-r.before.Retries)
	require.LessOrEqual(t, r.before.BudgetLeft-stats.BudgetLeft, matrixFullCost*max(0, attempts-1))
}

// checkError checks that the error is complete.
func (r *run) checkError(t *testing.T) {
	t.Helper()
	e := r.failure(t)
	require.Equal(t, r.want.outcome, e.Outcome, "%v", e)
	require.Equal(t, r.want.stop, e.StopReason, "%v", e)
	for _, target := range r.want.is {
		require.ErrorIs(t, e, target)
	}
	message := e.Error()
	for _, text := range r.want.says {
		require.Contains(t, message, text)
	}
	require.True(t, strings.HasPrefix(message, "stateset: "+e.Method+" "+e.Path+": "), message)
	require.NotContains(t, message, "\n")
	require.LessOrEqual(t, len(message), 2<<10)
	require.NotEmpty(t, e.Operation)
	if n := len(e.Attempts); n > 0 {
		require.Equal(t, e.Attempts[n-1].RequestID, e.RequestID)
		require.Equal(t, e.Attempts[n-1].Status, e.Status)
	}
	require.Equal(t, r.kind == keyed, e.IdempotencyKey != "")
	require.Equal(t, r.kind != keyed, e.KeyCreatedAt.IsZero())
	open := r.kind != safe && e.Outcome == stateset.OutcomeUnknown
	require.Equal(t, open, errors.Is(e, stateset.ErrOutcomeUnknown))
	if open {
		require.Contains(t, message, "outcome unknown")
	}
}

// checkWire checks the requests on the wire: not more than the attempts report, all with
// the same key, ID and body, and all to the server.
func (r *run) checkWire(t *testing.T) {
	t.Helper()
	sends := 0
	for _, a := range r.attempts() {
		sends += a.WireSends
	}
	wanted := r.want.sends
	if wanted == 0 && r.want.outcome != stateset.OutcomeNotSent {
		wanted = r.want.attempts
	}
	require.Equal(t, wanted, sends, "requests on the wire, %v", r.err)
	onWire := r.tap.sent()
	require.LessOrEqual(t, len(onWire), sends)
	for i, q := range onWire {
		first := onWire[0]
		require.Equal(t, r.kind == keyed, q.Header.Get("Idempotency-Key") != "")
		for _, name := range []string{"Idempotency-Key", "X-Client-Request-Id", "Content-Type"} {
			require.Equal(t, first.Header.Values(name), q.Header.Values(name), name)
		}
		require.Equal(t, first.Method+first.RequestURI, q.Method+q.RequestURI)
		if first.whole && q.whole {
			require.Equal(t, string(first.body), string(q.body), "request %d", i)
		}
		var e *stateset.Error
		if errors.As(r.err, &e) && e.IdempotencyKey != "" {
			require.Equal(t, e.IdempotencyKey, q.Header.Get("Idempotency-Key"))
		}
	}
}

// checkFaults checks that every fault was applied as often as configured, or to every
// request.
func (r *run) checkFaults(t *testing.T) {
	t.Helper()
	fired := 0
	for _, f := range r.faults {
		fired += f.Fired()
	}
	for _, f := range r.faults {
		if f.Left() > 0 && !strings.HasSuffix(f.String(), " optional") {
			require.GreaterOrEqual(t, fired, len(r.attempts()), "%s struck %d times and was to strike %d times more", f, f.Fired(), f.Left())
		}
	}
	require.Equal(t, len(r.faults) == 0, fired == 0, "a fault that nobody met")
	if r.scenario.dial != nil {
		require.NotEmpty(t, r.tap.hosts())
	}
}

// made returns the payments of the call, and other payments of the same amount.
func (r *run) made(t *testing.T) []*payments.Payment {
	t.Helper()
	all, err := stateset.Collect(r.account.Client().Payments.All(t.Context(), nil), 1000)
	require.NoError(t, err)
	var made []*payments.Payment
	for _, p := range all {
		if p.Recipient == recipient {
			made = append(made, p)
		}
	}
	return made
}

// checkEffects checks the effects in the server: at most one payment for the key, exactly
// the returned payment for a success, and none if the error reports no effect.
func (r *run) checkEffects(t *testing.T) {
	t.Helper()
	made := r.made(t)
	require.Len(t, made, r.want.effects, "%v", r.err)
	if r.scenario.call != nil {
		return
	}
	require.LessOrEqual(t, len(made), 1)
	switch r.want.outcome {
	case "":
		r.checkPayment(t, made)
	case stateset.OutcomeNotSent, stateset.OutcomeRejected:
		require.Empty(t, made)
		if r.want.outcome == stateset.OutcomeNotSent && !r.scenario.warm {
			require.Empty(t, r.requests, "the server knows of it")
		}
	case stateset.OutcomeSucceeded:
		require.Nil(t, r.payment)
	}
}

// checkPayment compares the payment that a successful call returned with that of the
// server.
func (r *run) checkPayment(t *testing.T, made []*payments.Payment) {
	t.Helper()
	require.NotNil(t, r.payment)
	if r.kind == safe {
		require.Equal(t, r.earlier.ID, r.payment.ID)
		require.True(t, r.earlier.Amount.Equal(r.payment.Amount), r.payment.Amount)
		return
	}
	require.Len(t, made, 1)
	require.Equal(t, made[0].ID, r.payment.ID)
	require.True(t, stateset.SSUSD("100.00").Equal(r.payment.Amount), r.payment.Amount)
	require.True(t, made[0].Amount.Equal(r.payment.Amount), made[0].Amount)
}

// resolve settles a call with an open outcome. Without faults, the same key returns a
// definitive response, and one payment exists.
func (r *run) resolve(t *testing.T) {
	t.Helper()
	open := r.want.outcome == stateset.OutcomeUnknown || r.want.outcome == stateset.OutcomeSucceeded
	if !open || r.scenario.call != nil {
		return
	}
	response, err := r.client.Resolve(t.Context(), r.err)
	switch {
	case r.kind != keyed:
		require.Error(t, err)
		require.Len(t, r.made(t), r.want.effects, "nothing is sent that could do it twice")
	case r.want.open:
		require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
		require.Len(t, r.made(t), r.want.effects)
	default:
		require.NoError(t, err)
		var p payments.Payment
		require.NoError(t, response.Decode(&p))
		made := r.made(t)
		require.Len(t, made, 1)
		require.Equal(t, made[0].ID, p.ID)
		require.Equal(t, r.want.effects == 1, response.Replayed)
	}
}

// checkBooks checks that the server's books balance, and that the sum of ssusd is
// unchanged.
func (r *run) checkBooks(t *testing.T) {
	t.Helper()
	require.NoError(t, r.srv.CheckLedger())
	paid := decimal.NewFromInt(int64(100 * len(r.made(t))))
	require.True(t, paid.Equal(r.account.Balance(recipient, "ssusd").Decimal()))
	there := paid.Add(r.account.Balance(r.account.Treasury(), "ssusd").Decimal()).Add(r.account.Balance(earlierWallet, "ssusd").Decimal())
	require.Equal(t, "1000000", there.String())
}
