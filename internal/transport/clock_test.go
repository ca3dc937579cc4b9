package transport

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// passing is a context whose deadline passes between two checks: the first check reports
// the end, the second does not.
type passing struct {
	context.Context
	asked *atomic.Int64
}

func (c passing) Deadline() (time.Time, bool) {
	if c.asked.Add(1) == 1 {
		return time.Now().Add(-time.Nanosecond), true
	}
	return time.Now().Add(time.Hour), true
}

// The deadline of the caller's context is read once. Its end returns the error of the
// context, never a timeout of the SDK.
func TestDeadlineIsReadOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(200, "{}"))
		_, failure := s.client(t).Do(passing{t.Context(), new(atomic.Int64)}, newRequest(Keyed))
		require.NotNil(t, failure)
		require.ErrorIs(t, failure.Err, context.DeadlineExceeded)
		require.NotErrorIs(t, failure.Err, api.ErrCallTimeout)
		require.Equal(t, api.StopContext, failure.Stop)
		require.Equal(t, api.OutcomeNotSent, failure.Outcome)
	})
}

// A deadline that passes during the limiter's wait, before its timer has run, also
// returns the error of the context.
func TestDeadlineWhileTheLimiterWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(200, "{}"))
		ctx := lateTimer{t.Context(), time.Now().Add(time.Second)}
		_, failure := s.client(t, func(c *Config) {
			c.Limiter = limiter(func(context.Context) error { time.Sleep(time.Second); return nil })
		}).Do(ctx, newRequest(Keyed))
		require.NotNil(t, failure)
		require.ErrorIs(t, failure.Err, context.DeadlineExceeded)
		require.NotErrorIs(t, failure.Err, api.ErrCallTimeout)
		require.Empty(t, s.requests())
	})
}

// lateTimer is a context whose timer has not run after its deadline.
type lateTimer struct {
	context.Context
	at time.Time
}

func (c lateTimer) Deadline() (time.Time, bool) { return c.at, true }

// The timeouts of the SDK implement net.Error.
func TestTimeoutsAreNetErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		policy api.RetryPolicy
		is     error
	}{
		"attempt": {api.RetryPolicy{MaxAttempts: 1}, api.ErrAttemptTimeout},
		"call":    {api.RetryPolicy{AttemptTimeout: 600 * time.Millisecond, Timeout: time.Second}, api.ErrCallTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, stalled(""))
				_, failure := s.client(t, func(config *Config) { config.Policy = c.policy }).Do(t.Context(), newRequest(Keyed))
				var timeout net.Error
				require.ErrorAs(t, failure.Err, &timeout)
				require.True(t, timeout.Timeout())
				require.ErrorIs(t, failure.Err, c.is)
			})
		})
	}
}
