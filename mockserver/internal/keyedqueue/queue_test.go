package keyedqueue_test

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/mockserver/internal/keyedqueue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTasksOfAKeyKeepTheirOrder(t *testing.T) {
	t.Parallel()
	q := keyedqueue.New(4)
	var mu sync.Mutex
	done := map[string][]int{}
	for i := range 100 {
		key := strconv.Itoa(i % 10)
		require.True(t, q.Go(key, func() {
			mu.Lock()
			defer mu.Unlock()
			done[key] = append(done[key], i)
		}))
	}
	q.Close()
	require.Len(t, done, 10)
	for key, order := range done {
		require.Len(t, order, 10)
		require.IsIncreasing(t, order, key)
	}
	require.False(t, q.Go("late", func() { t.Error("a task after Close") }))
	q.Close()
}

func TestKeysRunConcurrently(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := keyedqueue.New(2)
		var running atomic.Int32
		release := make(chan struct{})
		block := func() {
			running.Add(1)
			<-release
			running.Add(-1)
		}
		for _, key := range []string{"a", "a", "b", "c"} {
			q.Go(key, block)
		}
		synctest.Wait()
		require.EqualValues(t, 2, running.Load(), "one of a, and b; never more than two")
		release <- struct{}{}
		synctest.Wait()
		require.EqualValues(t, 2, running.Load())
		closed := make(chan struct{})
		go func() {
			q.Close()
			close(closed)
		}()
		close(release)
		<-closed
		require.Zero(t, running.Load())
	})
}
