package clock_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

func TestAccountsMoveIndependently(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(start)
	a, b := c.NewAccount(), c.NewAccount()
	var ran []string
	note := func(account *clock.Account, name string) func(time.Time) {
		return func(due time.Time) {
			require.Equal(t, due, account.Now(), "each at its own time")
			ran = append(ran, name)
		}
	}
	for hours := 1; hours <= 4; hours++ {
		due := start.Add(time.Duration(hours) * time.Hour)
		a.Schedule(due, note(a, fmt.Sprint("a", hours)))
		b.Schedule(due, note(b, fmt.Sprint("b", hours)))
	}
	require.NoError(t, a.Advance(2*time.Hour))
	require.Equal(t, []string{"a1", "a2"}, ran)
	require.Equal(t, start.Add(2*time.Hour), a.Now())
	require.Equal(t, start, b.Now())
	require.Equal(t, start, c.Now())

	require.NoError(t, c.Advance(time.Hour))
	require.Equal(t, []string{"a1", "a2", "b1", "a3"}, ran, "in the order of scheduling where both are due")
	require.NoError(t, c.Advance(30*time.Minute))
	require.NoError(t, a.Advance(30*time.Minute))
	require.Equal(t, start.Add(4*time.Hour), a.Now())
	require.Equal(t, start.Add(90*time.Minute), b.Now())
	require.NoError(t, c.Set(start.Add(4*time.Hour)))
	require.Equal(t, []string{"a1", "a2", "b1", "a3", "a4", "b2", "b3", "b4"}, ran)
	require.Equal(t, start.Add(6*time.Hour+30*time.Minute), a.Now(), "the offset stays")

	require.ErrorIs(t, a.Advance(-1), clock.ErrBackwards)
	a.Close()
	a.Close()
	c.Reset()
	require.Equal(t, start, c.NewAccount().Now())
}

// Concurrent moves run the jobs of each account in the order of time. No job runs before
// the clocks of the server and of the account have reached its time.
func TestMovesOfAccountsAndServer(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 1))
		c := clock.NewFrozen(start)
		accounts := []*clock.Account{c.NewAccount(), c.NewAccount(), c.NewAccount()}
		last := make([]time.Time, len(accounts))
		scheduled, ran := 0, 0
		for range 200 {
			i := random.IntN(len(accounts))
			a, d := accounts[i], time.Duration(random.IntN(100))*time.Minute
			switch random.IntN(4) {
			case 0, 1:
				scheduled++
				due := a.Now().Add(d)
				a.Schedule(due, func(now time.Time) {
					require.Equal(t, []time.Time{due, due}, []time.Time{now, a.Now()}, "seed %d", seed)
					require.False(t, now.Before(last[i]), "seed %d", seed)
					last[i] = now
					ran++
				})
			case 2:
				require.NoError(t, a.Advance(d))
			case 3:
				require.NoError(t, c.Advance(d))
			}
		}
		require.Equal(t, scheduled, ran+c.Pending(), "seed %d", seed)
		require.NoError(t, c.Advance(100*time.Minute))
		require.Equal(t, scheduled, ran, "seed %d", seed)
	}
}

func TestAccountInRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.New()
		begin := c.Now()
		a := c.NewAccount()
		ran := 0
		a.Schedule(begin.Add(90*time.Minute), func(time.Time) { ran++ })
		require.NoError(t, a.Advance(time.Hour))
		left, ok := c.Next()
		require.True(t, ok)
		require.Equal(t, 30*time.Minute, left, "the offset brings the job nearer")
		pass(30 * time.Minute)
		require.Equal(t, begin.Add(90*time.Minute), a.Now())
		require.EqualValues(t, 3600, a.OffsetSeconds())
		account, server := a.Times()
		require.Equal(t, time.Hour, account.Sub(server))
		c.RunDue()
		require.Equal(t, 1, ran)
		c.Freeze()
		require.NoError(t, a.Advance(time.Hour), "a frozen server, too")
		pass(time.Hour)
		require.Equal(t, begin.Add(150*time.Minute), a.Now())
	})
}

func TestOffsetOfManyCenturies(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(start)
	a := c.NewAccount()
	century := 100 * 365 * 24 * time.Hour
	for range 60 {
		require.NoError(t, a.Advance(century))
	}
	require.Equal(t, start.Add(0).AddDate(0, 0, 60*100*365), a.Now())
	require.NoError(t, a.Advance(time.Second/2))
	require.NoError(t, a.Advance(time.Second/2))
	late := start.AddDate(0, 0, 60*100*365).Add(time.Second)
	require.Equal(t, late, a.Now())
	ran := false
	a.Schedule(late.Add(time.Second), func(time.Time) { ran = true })
	require.NoError(t, c.Advance(time.Second))
	require.True(t, ran)

	end := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	require.ErrorIs(t, c.Set(end), clock.ErrTooFar, "the account would be later still")
	require.NoError(t, c.NewAccount().Advance(century))
	require.ErrorIs(t, c.NewAccount().Advance(1<<63-1), nil)
	for a.Now().Add(century).Year() <= 9999 {
		require.NoError(t, a.Advance(century))
	}
	now := a.Now()
	require.ErrorIs(t, a.Advance(century), clock.ErrTooFar)
	require.Equal(t, now, a.Now())
}

// A move of one account waits neither for the jobs of another account nor for its move.
// A move of the server waits for both.
func TestMoveWaitsForItsAccountOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.NewFrozen(start)
		a, b := c.NewAccount(), c.NewAccount()
		release := make(chan struct{})
		var mu sync.Mutex
		var order []string
		note := func(text string) {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, text)
		}
		a.Schedule(start.Add(time.Minute), func(time.Time) { <-release; note("job of a") })
		b.Schedule(start.Add(time.Minute), func(time.Time) { note("job of b") })
		b.Schedule(start, func(time.Time) { note("due job of b") })
		var moves sync.WaitGroup
		move := func(text string, advance func(time.Duration) error, d time.Duration) {
			moves.Go(func() {
				if err := advance(d); err != nil {
					t.Error(err)
				}
				note(text)
			})
			synctest.Wait()
		}
		move("a moved", a.Advance, time.Minute)
		c.RunDue()
		move("b moved", b.Advance, time.Minute)
		require.True(t, c.Busy())
		require.Equal(t, []string{"due job of b", "job of b", "b moved"}, order)
		move("server moved", c.Advance, time.Hour)
		move("a moved again", a.Advance, time.Minute)
		require.Len(t, order, 3)
		close(release)
		moves.Wait()
		require.Equal(t, []string{"job of a", "a moved", "server moved", "a moved again"}, order[3:])
		require.False(t, c.Busy())
		require.Equal(t, start.Add(time.Hour+2*time.Minute), a.Now())
	})
}

// BeforeMove waits for work that began before the move. No job runs meanwhile.
func TestBeforeMove(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(start)
	a := c.NewAccount()
	var order []string
	look := func(name string) func() {
		return func() {
			c.RunDue()
			require.True(t, c.Busy())
			_, ok := c.Next()
			require.False(t, ok)
			order = append(order, name)
		}
	}
	c.BeforeMove, a.BeforeMove = look("before the server"), look("before the account")
	a.Schedule(start, func(time.Time) { order = append(order, "job") })
	require.NoError(t, a.Advance(0))
	a.Schedule(start, func(time.Time) { order = append(order, "job") })
	require.NoError(t, c.Advance(0))
	require.Equal(t, []string{"before the account", "job", "before the server", "job"}, order)
}

func TestClockThatStartsInThePast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.NewAt(start)
		require.Equal(t, start, c.Now())
		require.False(t, c.Frozen())
		pass(time.Minute)
		require.Equal(t, start.Add(time.Minute), c.Now())
		c.Freeze()
		c.Reset()
		require.Equal(t, start, c.Now())
		require.False(t, c.Frozen())
	})
}
