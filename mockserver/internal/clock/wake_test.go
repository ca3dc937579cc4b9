package clock_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

// woken reports whether the clock has woken its receiver since the last call.
func woken(c *clock.Clock) bool {
	select {
	case <-c.Woken():
		return true
	default:
		return false
	}
}

func TestNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.New()
		a := c.NewAccount()
		_, ok := c.Next()
		require.False(t, ok)
		nothing := func(time.Time) {}
		job := a.Schedule(c.Now().Add(time.Minute), nothing)
		require.True(t, woken(c))
		a.Schedule(c.Now().Add(time.Hour), nothing)
		require.False(t, woken(c), "it comes after another")
		left, ok := c.Next()
		require.True(t, ok)
		require.Equal(t, time.Minute, left)
		c.Freeze()
		_, ok = c.Next()
		require.False(t, ok)
		a.Schedule(c.Now(), nothing)
		left, ok = c.Next()
		require.True(t, ok, "what is due is due while the clock stands too")
		require.Zero(t, left)
		c.RunDue()
		require.True(t, woken(c))
		c.Unfreeze()
		require.True(t, woken(c))
		<-time.After(2 * time.Minute)
		left, ok = c.Next()
		require.True(t, ok)
		require.Zero(t, left, "overdue is due")
		require.True(t, a.Cancel(job))
		require.NoError(t, c.Advance(time.Second))
		require.True(t, woken(c))
		c.Reset()
		require.True(t, woken(c))
	})
}

func TestMoving(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(time.Unix(0, 0))
	a := c.NewAccount()
	var moving []bool
	look := func(time.Time) {
		moving = append(moving, a.Moving())
		_, ok := c.Next()
		require.False(t, ok && a.Moving(), "the move does what is due")
	}
	a.Schedule(c.Now(), look)
	c.RunDue()
	a.Schedule(c.Now().Add(time.Second), look)
	a.Schedule(c.Now().Add(time.Second), look)
	require.NoError(t, c.Advance(time.Second))
	require.Equal(t, []bool{false, true, true}, moving)
	require.False(t, a.Moving())
}
