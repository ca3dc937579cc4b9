package faultmatrix

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

// frozen is longer than the time that servers keep a key.
const frozen = 25 * time.Hour

// freeze advances the time as for a machine that sleeps.
func freeze() { <-time.After(frozen) }

// frozenLimiter freezes the second attempt.
type frozenLimiter struct{ calls int }

func (l *frozenLimiter) Wait(context.Context) error {
	if l.calls++; l.calls == 2 {
		freeze()
	}
	return nil
}

// A process that was suspended for a day between two attempts does not retry: the server
// has forgotten the key and would pay again.
func TestMatrixFrozenProcess(t *testing.T) {
	t.Parallel()
	atTheFirst := stateset.Hooks{OnAttempt: func(_ context.Context, _ stateset.Operation, a stateset.Attempt) {
		if a.Number == 1 {
			freeze()
		}
	}}
	afterTheAnswer := func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			defer freeze()
			return next.RoundTrip(r)
		})
	}
	for _, c := range []struct {
		name     string
		opt      func() stateset.Option
		attempts int
	}{
		{"F45 frozen before the wait", func() stateset.Option { return stateset.WithHooks(atTheFirst) }, 2},
		{"F45 frozen in the limiter", func() stateset.Option { return stateset.WithLimiter(new(frozenLimiter)) }, 2},
		{"F45 frozen with the answer lost", func() stateset.Option { return stateset.WithMiddleware(afterTheAnswer) }, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				account := srv.NewAccount()
				client := account.Client(c.opt())
				srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
				ctx, cancel := context.WithTimeout(t.Context(), 3*frozen)
				defer cancel()

				_, err := client.Payments.Create(ctx, matrixPayment())
				requireTooOld(t, err, c.attempts)
				_, err = client.Resolve(t.Context(), err)
				requireTooOld(t, err, 0)
				require.Len(t, srv.Requests(), 1, "nothing is sent that could do it twice")
				require.True(t, stateset.SSUSD("100.00").Equal(account.Balance(recipient, "ssusd")))
			})
		})
	}
}

func requireTooOld(t *testing.T, err error, attempts int) {
	t.Helper()
	var e *stateset.Error
	require.ErrorAs(t, err, &e)
	require.ErrorIs(t, err, stateset.ErrIdempotencyKeyExpired)
	require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	require.Equal(t, stateset.OutcomeUnknown, e.Outcome)
	require.Equal(t, stateset.StopKeyAge, e.StopReason)
	require.True(t, e.PriorAttemptAmbiguous || attempts == 1)
	require.Len(t, e.Attempts, attempts)
}

// A read has no key that can expire.
func TestMatrixFrozenRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		client := srv.Client(stateset.WithLimiter(new(frozenLimiter)))
		srv.Fail("GET /payments/*", mockserver.Status(503), mockserver.Times(1))
		ctx, cancel := context.WithTimeout(t.Context(), 3*frozen)
		defer cancel()
		_, err := client.Payments.Get(ctx, "pay_test_456")
		require.NoError(t, err)
	})
}
