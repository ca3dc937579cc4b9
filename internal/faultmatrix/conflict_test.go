package faultmatrix

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

func TestMatrixKeyInUse(t *testing.T) {
	t.Parallel()
	open := func(attempts int) map[kind]want {
		return map[kind]want{keyed: {
			attempts: attempts, outcome: stateset.OutcomeUnknown, stop: stateset.StopAttempts, is: []error{stateset.ErrConflict}, says: []string{"retry with the same key"},
		}}
	}
	patient := []stateset.Option{stateset.WithMaxAttempts(6)}
	runMatrix(t, []scenario{
		{name: "F38 key in use five times", faults: []failing{fail(mockserver.InFlight(), mockserver.Times(5))}, client: patient, want: map[kind]want{keyed: {attempts: 6, effects: 1}}, check: apart},
		{name: "F38 key in use five times, as text", faults: []failing{fail(mockserver.InFlightText(), mockserver.Times(5))}, client: patient, want: map[kind]want{keyed: {attempts: 6, effects: 1}}, check: apart},
		{name: "F38 key in use always", faults: []failing{fail(mockserver.InFlight())}, want: open(3), check: apart},
		{name: "F38 key in use always, as text", faults: []failing{fail(mockserver.InFlightText())}, want: open(3), check: apart},
		{name: "F38 key in use, no patience", faults: []failing{fail(mockserver.InFlight())}, client: []stateset.Option{stateset.WithMaxAttempts(1)}, want: open(1)},
	})
}

// apart checks that attempts are at least half a second apart, because the first one is
// still running.
func apart(t *testing.T, r *run) {
	for _, a := range r.attempts()[:len(r.attempts())-1] {
		require.GreaterOrEqual(t, a.Delay, 10*matrixFloor)
	}
}

// refusal expects one attempt and a rejection with the header that forbids retries.
func refusal(kinds []kind, is error, says ...string) map[kind]want {
	wants := bareRefusal(kinds, is, says...)
	for k, w := range wants {
		w.stop = stateset.StopServerSaysSo
		wants[k] = w
	}
	return wants
}

// bareRefusal is refusal without the header about retries.
func bareRefusal(kinds []kind, is error, says ...string) map[kind]want {
	wants := map[kind]want{}
	for _, k := range kinds {
		wants[k] = want{attempts: 1, outcome: stateset.OutcomeRejected, stop: stateset.StopDefinitive, is: []error{is}, says: says}
	}
	return wants
}

func TestMatrixConflicts(t *testing.T) {
	t.Parallel()
	writes, all := []kind{keyed, unkeyed}, []kind{keyed, unkeyed, safe}
	envelope := func(code string) string {
		return fmt.Sprintf(`{"error":{"type":"invalid_request_error","code":%q,"message":"Keys are for one request: use a new key"}}`, code)
	}
	runMatrix(t, []scenario{
		{name: "F39 409 of the object's state", faults: []failing{fail(mockserver.ErrorCode("invalid_state"))}, want: refusal(writes, payments.ErrInvalidState, "409")},
		{name: "F39 409 of another kind", faults: []failing{fail(mockserver.Status(409).WithBody(envelope("version_mismatch")))}, want: bareRefusal(writes, stateset.ErrConflict)},
		{name: "F39 409 without a body", faults: []failing{fail(mockserver.Status(409).WithEnvelope("empty"))}, want: bareRefusal(writes, stateset.ErrConflict)},
		{name: "F39 409 idempotency_conflict", faults: []failing{fail(mockserver.Status(409).WithBody(envelope("idempotency_conflict")))}, want: bareRefusal(writes, stateset.ErrIdempotency, "use a new key")},
		{name: "F39 422 of the key", faults: []failing{fail(mockserver.ErrorCode("idempotency_key_reused"))}, want: refusal(writes, stateset.ErrIdempotency)},
		{name: "F39 400 idempotency_error", faults: []failing{fail(mockserver.Status(400).WithBody(envelope("idempotency_error")))}, want: bareRefusal(writes, stateset.ErrIdempotency, "use a new key")},
		{name: "F39 422", faults: []failing{fail(mockserver.Status(422).WithBody(envelope("amount_mismatch")))}, want: bareRefusal(all, stateset.ErrInvalidRequest)},
		{name: "F39 key used for another payment", call: reuseKey, want: map[kind]want{keyed: {
			attempts: 1, effects: 1, outcome: stateset.OutcomeRejected, stop: stateset.StopServerSaysSo, is: []error{stateset.ErrIdempotency, stateset.ErrInvalidRequest}, says: []string{"422"},
		}}, check: oneKeyReused},
	})
}

// reuseKey pays with a key, and pays another amount with the same key.
func reuseKey(ctx context.Context, r *run) error {
	r.pay(ctx, stateset.WithIdempotencyKey("order-7"))
	if r.err != nil {
		return r.err
	}
	r.tap.forget()
	other := matrixPayment()
	other.Amount = stateset.SSUSD("101.00")
	_, err := r.client.Payments.Create(ctx, other, stateset.WithIdempotencyKey("order-7"), stateset.WithResponse(&r.response))
	return err
}

// oneKeyReused checks that the first payment is unchanged, and that the error has advice.
func oneKeyReused(t *testing.T, r *run) {
	require.Equal(t, r.payment.ID, r.made(t)[0].ID)
	require.True(t, r.made(t)[0].Amount.Equal(stateset.SSUSD("100.00")))
	require.Contains(t, r.err.Error(), "key")
	require.Equal(t, "order-7", r.failure(t).IdempotencyKey)
	require.False(t, errors.Is(r.err, stateset.ErrOutcomeUnknown))
}

func TestMatrixRefusedKeys(t *testing.T) {
	t.Parallel()
	const masked = "sk_test_…XyZ7" // of the account's key
	all := []kind{keyed, unkeyed, safe}
	echo := `{"error":{"code":"invalid_api_key","message":"Invalid API key: sk_test_` + matrixAccount + `"}}`
	rolled := func(status mockserver.KeyStatus) func(context.Context, *run) error {
		return func(ctx context.Context, r *run) error {
			defer func() { _ = r.srv.RegisterKey(r.account.Key(), mockserver.KeyActive) }() // for the checks after the call
			if err := r.srv.RegisterKey(r.account.Key(), status); err != nil {
				return err
			}
			r.pay(ctx)
			return r.err
		}
	}
	lost := want{attempts: 2, effects: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopServerSaysSo, is: []error{stateset.ErrAuthentication, stateset.ErrOutcomeUnknown}}
	runMatrix(t, []scenario{
		{name: "F40 key rolled after it worked", call: rolled(mockserver.KeyRevoked), want: refusal(all, stateset.ErrAuthentication, "401", "revoked")},
		{name: "F40 key expired after it worked", call: rolled(mockserver.KeyExpired), want: refusal(all, stateset.ErrAuthentication, "401", "expired")},
		{name: "F40 401 that shows the key", faults: []failing{fail(mockserver.Status(401).WithBody(echo))}, want: bareRefusal(all, stateset.ErrAuthentication, masked)},
		{name: "F40 403 that shows the key", faults: []failing{fail(mockserver.Status(403).WithBody(echo))}, want: bareRefusal(all, stateset.ErrPermission, masked)},
		{name: "F40 401 as HTML", faults: []failing{fail(mockserver.Status(401).WithEnvelope("html"))}, want: bareRefusal(all, stateset.ErrAuthentication, "HTML")},
		{name: "F40 403", faults: []failing{fail(mockserver.ErrorCode("insufficient_permissions"))}, want: refusal(all, stateset.ErrPermission)},
		{name: "F40 key rolled after an answer that was lost", want: map[kind]want{keyed: lost}, check: afterLoss, faults: []failing{
			fail(mockserver.Reset(), mockserver.AfterCommit(), mockserver.Nth(1)), fail(mockserver.ErrorCode("api_key_revoked"), mockserver.Nth(2)),
		}},
	})
}

// afterLoss checks that the error reports that an earlier attempt may have taken effect.
func afterLoss(t *testing.T, r *run) { require.True(t, r.failure(t).PriorAttemptAmbiguous) }

// told responds with a status and the headers about retries, in one or both spellings.
func told(status int, stateset, other string) mockserver.Action {
	action := mockserver.Status(status)
	if stateset != "" {
		action = action.WithHeader("Stateset-Should-Retry", stateset)
	}
	if other != "" {
		action = action.WithHeader("X-Should-Retry", other)
	}
	return action
}

func TestMatrixShouldRetry(t *testing.T) {
	t.Parallel()
	definitive := func(stop stateset.StopReason, outcome stateset.Outcome) map[kind]want {
		return each(want{attempts: 1, outcome: outcome, stop: stop})
	}
	rejected := definitive(stateset.StopDefinitive, stateset.OutcomeRejected)
	says := definitive(stateset.StopServerSaysSo, stateset.OutcomeUnknown)
	told400 := want{attempts: 1, outcome: stateset.OutcomeRejected, stop: stateset.StopNotKeyed}
	retried := map[kind]want{keyed: {attempts: 2, effects: 1}, unkeyed: told400, safe: {attempts: 2}}
	spent := want{attempts: 3, outcome: stateset.OutcomeRejected, stop: stateset.StopAttempts}
	once := func(action mockserver.Action, opts ...mockserver.FaultOption) []failing {
		return []failing{fail(action, append(opts, mockserver.Times(1))...)}
	}
	scenarios := []scenario{
		{name: "F42 400, true", faults: once(told(400, "true", "")), want: retried},
		{name: "F42 400, true in the other spelling", faults: once(told(400, "", "true")), want: retried},
		{name: "F42 400, TRUE", faults: once(told(400, "TRUE", "")), want: retried},
		{name: "F42 400, true always", faults: []failing{fail(told(400, "true", ""))}, want: map[kind]want{keyed: spent, unkeyed: told400, safe: spent}},
		{name: "F42 400, true against false", faults: once(told(400, "true", "false")), want: retried},
		{name: "F42 501, true", faults: once(told(501, "true", "")), want: retried},
		{name: "F42 503, false", faults: once(told(503, "false", "")), want: says},
		{name: "F42 503, false in the other spelling", faults: once(told(503, "", "false")), want: says},
		{name: "F42 503, false against true", faults: once(told(503, "false", "true")), want: says},
		{name: "F42 429, false", faults: once(told(429, "false", "")), want: definitive(stateset.StopServerSaysSo, stateset.OutcomeRejected)},
		{name: "F42 429, true", faults: once(told(429, "true", "")), want: limited(2)},
		{name: "F42 503, true", faults: once(told(503, "true", "")), want: onlyOnce(2, 0)},
		{name: "F42 503 after the commit, true", faults: once(told(503, "true", ""), mockserver.AfterCommit()), want: onlyOnce(2, 1), check: replays},
	}
	for _, garbage := range []string{"yes", "1", "maybe", "true, false", "0", "null"} {
		scenarios = append(scenarios,
			scenario{name: "F42 400, " + garbage, faults: once(told(400, garbage, "")), want: rejected},
			scenario{name: "F42 503, " + garbage, faults: once(told(503, garbage, "")), want: onlyOnce(2, 0)},
		)
	}
	runMatrix(t, scenarios)
}
