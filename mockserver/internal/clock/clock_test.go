package clock_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

// pass lets fake time pass, inside a bubble.
func pass(d time.Duration) { <-time.After(d) }

// advance moves the clock on another goroutine.
func advance(t *testing.T, c *clock.Clock, d time.Duration) {
	if err := c.Advance(d); err != nil {
		t.Error(err)
	}
}

// log collects the results of jobs.
type log struct {
	mu    sync.Mutex
	lines []string
}

func (l *log) add(c *clock.Clock, name string) func(time.Time) {
	return func(now time.Time) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.lines = append(l.lines, name+" at +"+now.Sub(start).String()+", clock +"+c.Now().Sub(start).String())
	}
}

func TestAdvanceRunsJobsInOrderOfTimeEachAtItsOwn(t *testing.T) {
	t.Parallel()
	c, l := clock.NewFrozen(start), &log{}
	a := c.NewAccount()
	a.Schedule(start.Add(2*time.Hour), l.add(c, "second"))
	a.Schedule(start.Add(time.Hour), l.add(c, "first"))
	a.Schedule(start.Add(2*time.Hour), l.add(c, "third"))
	a.Schedule(start.Add(3*time.Hour+1), l.add(c, "later"))

	require.NoError(t, c.Advance(3*time.Hour))
	require.Equal(t, []string{
		"first at +1h0m0s, clock +1h0m0s",
		"second at +2h0m0s, clock +2h0m0s",
		"third at +2h0m0s, clock +2h0m0s",
	}, l.lines)
	require.Equal(t, start.Add(3*time.Hour), c.Now())
	require.Equal(t, 1, c.Pending())
}

func TestJobsOfJobsRunInTheSameAdvance(t *testing.T) {
	t.Parallel()
	c, l := clock.NewFrozen(start), &log{}
	a := c.NewAccount()
	var again func(now time.Time)
	again = func(now time.Time) {
		l.add(c, "tick")(now)
		a.Schedule(now.Add(20*time.Minute), again)
	}
	a.Schedule(start.Add(20*time.Minute), again)

	require.NoError(t, c.Advance(time.Hour))
	require.Equal(t, []string{
		"tick at +20m0s, clock +20m0s", "tick at +40m0s, clock +40m0s", "tick at +1h0m0s, clock +1h0m0s",
	}, l.lines)
}

func TestTimeGoesForwardOnly(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(start)
	require.ErrorContains(t, c.Advance(-time.Second), "time only goes forward")
	require.ErrorContains(t, c.Set(start.Add(-time.Nanosecond)), "time only goes forward")
	require.Equal(t, start, c.Now())
	require.NoError(t, c.Set(start))
	require.NoError(t, c.Set(start.Add(time.Minute).In(time.FixedZone("there", 3600))))
	require.Equal(t, start.Add(time.Minute), c.Now())
}

func TestTimeEndsWithTheYearsThatCanBeWritten(t *testing.T) {
	t.Parallel()
	end := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	for _, c := range []*clock.Clock{clock.New(), clock.NewFrozen(start), clock.NewFrozen(end)} {
		require.NoError(t, c.Set(end), "centuries ahead, further than a duration reaches")
		require.Equal(t, 9999, c.Now().Year())
		require.ErrorContains(t, c.Advance(time.Hour), "time ends with the year 9999")
		require.Equal(t, 9999, c.Now().Year())
		c.Freeze()
		c.Unfreeze()
		require.Equal(t, 9999, c.Now().Year())
	}
}

func TestCancelledJobsDoNotRun(t *testing.T) {
	t.Parallel()
	c, l := clock.NewFrozen(start), &log{}
	a := c.NewAccount()
	gone := a.Schedule(start.Add(time.Minute), l.add(c, "gone"))
	done := a.Schedule(start.Add(2*time.Minute), l.add(c, "done"))
	a.Schedule(start.Add(3*time.Minute), l.add(c, "stays"))

	require.True(t, a.Cancel(gone))
	require.False(t, a.Cancel(gone), "cancelled before")
	require.False(t, a.Cancel(nil))
	require.NoError(t, c.Advance(2*time.Minute))
	require.False(t, a.Cancel(done), "has run")
	require.Equal(t, []string{"done at +2m0s, clock +2m0s"}, l.lines)
	require.Equal(t, 1, c.Pending())
}

func TestResetRemovesJobsAndGoesBack(t *testing.T) {
	t.Parallel()
	c, l := clock.NewFrozen(start), &log{}
	a := c.NewAccount()
	forgotten := a.Schedule(start.Add(2*time.Hour), l.add(c, "forgotten"))
	a.Schedule(start.Add(time.Hour), func(time.Time) { c.Reset() })

	require.NoError(t, c.Advance(3*time.Hour))
	require.Empty(t, l.lines, "the reset ends the run")
	require.Equal(t, start, c.Now())
	require.True(t, c.Frozen())
	require.Zero(t, c.Pending())
	a.Schedule(start.Add(time.Hour), l.add(c, "closed"))
	require.Zero(t, c.Pending(), "the account is closed")
	b := c.NewAccount()
	b.Schedule(start.Add(time.Hour), l.add(c, "new"))
	for _, account := range []*clock.Account{a, b} {
		require.False(t, account.Cancel(forgotten), "its place in the queue is another's now")
	}
	require.Equal(t, 1, c.Pending())
}

func TestPanickingJobLeavesTheClockUsable(t *testing.T) {
	t.Parallel()
	c, l := clock.NewFrozen(start), &log{}
	a := c.NewAccount()
	a.Schedule(start.Add(time.Minute), func(time.Time) { panic("job") })
	a.Schedule(start.Add(2*time.Minute), l.add(c, "next"))

	require.PanicsWithValue(t, "job", func() { _ = c.Advance(time.Hour) })
	require.NoError(t, c.Advance(0))
	require.Equal(t, start.Add(time.Hour), c.Now())
	require.Equal(t, []string{"next at +2m0s, clock +1h0m0s"}, l.lines, "an overdue job does not turn the clock back")
}

func TestJobMayCallRunDueAndReadTheClock(t *testing.T) {
	t.Parallel()
	c, l := clock.NewFrozen(start), &log{}
	a := c.NewAccount()
	a.Schedule(start.Add(time.Minute), func(now time.Time) {
		c.RunDue()
		l.add(c, "outer")(now)
	})
	a.Schedule(start.Add(time.Minute), l.add(c, "inner"))
	require.NoError(t, c.Advance(time.Minute))
	require.Equal(t, []string{"outer at +1m0s, clock +1m0s", "inner at +1m0s, clock +1m0s"}, l.lines)
}

func TestConcurrentMovesAddUp(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(start)
	a := c.NewAccount()
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		ran []time.Time
	)
	for i := range 100 {
		a.Schedule(start.Add(time.Duration(i)*time.Second), func(now time.Time) {
			mu.Lock()
			defer mu.Unlock()
			ran = append(ran, now)
		})
	}
	for range 50 {
		wg.Go(func() {
			advance(t, c, 2*time.Second)
			c.RunDue()
		})
	}
	wg.Wait()
	require.Equal(t, start.Add(100*time.Second), c.Now())
	require.Len(t, ran, 100)
	for i, at := range ran {
		require.Equal(t, start.Add(time.Duration(i)*time.Second), at)
	}
}

func TestRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.New()
		begin := time.Now()
		require.True(t, begin.Equal(c.Now()))
		require.Equal(t, time.UTC, c.Now().Location())

		require.NoError(t, c.Advance(time.Hour))
		pass(time.Minute)
		require.True(t, begin.Add(time.Hour+time.Minute).Equal(c.Now()))
		require.EqualValues(t, 3600, c.OffsetSeconds())

		c.Freeze()
		pass(time.Minute)
		require.True(t, c.Frozen())
		require.True(t, begin.Add(time.Hour+time.Minute).Equal(c.Now()))
		require.NoError(t, c.Advance(time.Minute))

		c.Unfreeze()
		pass(time.Second)
		require.True(t, begin.Add(time.Hour+2*time.Minute+time.Second).Equal(c.Now()), "runs on from where it stood")

		c.Reset()
		require.True(t, time.Now().Equal(c.Now()))
		require.Zero(t, c.OffsetSeconds())
	})
}

func TestRunDueRunsDueJobs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.New()
		a := c.NewAccount()
		due := c.Now().Add(time.Minute)
		var seen []time.Time
		a.Schedule(due, func(now time.Time) { seen = append(seen, now, c.Now()) })
		c.RunDue()
		require.Empty(t, seen)

		pass(time.Hour)
		c.RunDue()
		require.Equal(t, []time.Time{due, due.Add(59 * time.Minute)}, seen,
			"the job has its own time, and the clock never goes backwards")
		c.RunDue()
		require.Len(t, seen, 2)
	})
}

func TestAdvanceWaitsForTheRunUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.New()
		a := c.NewAccount()
		begin := c.Now()
		release := make(chan struct{})
		var order []string
		a.Schedule(begin.Add(time.Minute), func(time.Time) {
			<-release
			order = append(order, "first")
		})
		a.Schedule(begin.Add(2*time.Minute), func(time.Time) { order = append(order, "second") })

		var wg sync.WaitGroup
		wg.Go(func() { advance(t, c, time.Minute) })
		synctest.Wait() // the first move is inside its job
		wg.Go(func() { advance(t, c, time.Minute) })
		synctest.Wait()
		require.Empty(t, order)
		require.Equal(t, begin.Add(time.Minute), c.Now(), "the clock can be read meanwhile")
		close(release)
		wg.Wait()
		require.Equal(t, []string{"first", "second"}, order)
		require.Equal(t, begin.Add(2*time.Minute), c.Now())
	})
}
