package lanes_test

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/mockserver/internal/lanes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestLanesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	l := lanes.New(4)
	var mu sync.Mutex
	done := map[string][]int{}
	for i := range 100 {
		lane := strconv.Itoa(i % 10)
		require.True(t, l.Go(lane, func() {
			mu.Lock()
			defer mu.Unlock()
			done[lane] = append(done[lane], i)
		}))
	}
	l.Close()
	require.Len(t, done, 10)
	for lane, order := range done {
		require.Len(t, order, 10)
		require.IsIncreasing(t, order, lane)
	}
	require.False(t, l.Go("late", func() { t.Error("a task after Close") }))
	l.Close()
}

func TestLanesSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := lanes.New(2)
		var running atomic.Int32
		release := make(chan struct{})
		block := func() {
			running.Add(1)
			<-release
			running.Add(-1)
		}
		for _, lane := range []string{"a", "a", "b", "c"} {
			l.Go(lane, block)
		}
		synctest.Wait()
		require.EqualValues(t, 2, running.Load(), "one of a, and b; no more at once")
		release <- struct{}{}
		synctest.Wait()
		require.EqualValues(t, 2, running.Load())
		closed := make(chan struct{})
		go func() {
			l.Close()
			close(closed)
		}()
		close(release)
		<-closed
		require.Zero(t, running.Load())
	})
}
