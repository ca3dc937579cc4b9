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
		_, ok := c.Next()
		require.False(t, ok)
		nothing := func(time.Time) {}
		job := c.Schedule(c.Now().Add(time.Minute), nothing)
		require.True(t, woken(c))
		c.Schedule(c.Now().Add(time.Hour), nothing)
		require.False(t, woken(c), "it comes after another")
		left, ok := c.Next()
		require.True(t, ok)
		require.Equal(t, time.Minute, left)
		c.Freeze()
		_, ok = c.Next()
		require.False(t, ok)
		c.Schedule(c.Now(), nothing)
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
		require.True(t, c.Cancel(job))
		require.NoError(t, c.Advance(time.Second))
		require.True(t, woken(c))
		c.Reset()
		require.True(t, woken(c))
	})
}

func TestMoving(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(time.Unix(0, 0))
	var moving []bool
	look := func(time.Time) {
		moving = append(moving, c.Moving())
		_, ok := c.Next()
		require.False(t, ok && c.Moving(), "the move does what is due")
	}
	c.Schedule(c.Now(), look)
	c.RunDue()
	c.Schedule(c.Now().Add(time.Second), look)
	c.Schedule(c.Now().Add(time.Second), look)
	require.NoError(t, c.Advance(time.Second))
	require.Equal(t, []bool{false, true, true}, moving)
	require.False(t, c.Moving())
}
