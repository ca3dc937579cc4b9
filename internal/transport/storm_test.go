package transport

import (
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// throttle is a server that responds with 429 and the same wait to every request. It
// counts the requests per tenth of a second.
type throttle struct {
	mu    sync.Mutex
	start time.Time
	bins  map[int]int
	total int
	asked string
}

func (s *throttle) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
	s.mu.Lock()
	s.bins[int(time.Since(s.start)/(100*time.Millisecond))]++
	s.total++
	s.mu.Unlock()
	return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {s.asked}}, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

// If a rate limiter rejects all calls with the same wait, their retries add little load
// and do not arrive in a wave. Two clients each run 200 concurrent calls for a minute.
func TestStormOfThrottling(t *testing.T) {
	t.Parallel()
	const clients, callers, seconds = 2, 200, 60
	for _, asked := range []string{"5", "30"} {
		t.Run("Retry-After "+asked, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &throttle{start: time.Now(), bins: map[int]int{}, asked: asked}
				var group sync.WaitGroup
				for range clients {
					c := New(Config{HTTP: &http.Client{Transport: s}, Policy: complete(t, api.RetryPolicy{})})
					c.random = rand.Int64N
					group.Go(func() { callEvery(t, c, time.Second/callers, callers*seconds) })
				}
				group.Wait()
				require.LessOrEqual(t, float64(s.total)/(clients*callers*seconds), 1.25)
				require.Greater(t, s.total, clients*callers*seconds, "some are retried all the same")
				s.requireNoWave(t, 50, seconds*10)
			})
		})
	}
}

// requireNoWave checks that no bin in the range differs much from the mean.
func (s *throttle) requireNoWave(t *testing.T, from, to int) {
	t.Helper()
	sum := 0
	for i := from; i < to; i++ {
		sum += s.bins[i]
	}
	mean := float64(sum) / float64(to-from)
	for i := from; i < to; i++ {
		require.LessOrEqual(t, float64(s.bins[i]), 1.5*mean, "in the tenth of a second %d", i)
	}
}

// Calls that were throttled at the same time are retried over an interval as long as the
// requested wait, at most six seconds. None is retried early.
func TestThrottledCallsSpread(t *testing.T) {
	t.Parallel()
	for _, asked := range []time.Duration{time.Second, 2 * time.Second, 6 * time.Second, 30 * time.Second, time.Minute} {
		spread := min(asked, 6*time.Second)
		const calls, tenths = 2000, 10
		var bins [tenths]int
		for range calls {
			over := stretch(waitFloor, asked, true, rand.Int64N) - asked
			require.GreaterOrEqual(t, over, time.Duration(0))
			require.LessOrEqual(t, over, spread)
			bins[min(int(tenths*over/spread), tenths-1)]++
		}
		for _, n := range bins {
			require.LessOrEqual(t, n, calls/tenths*3/2, "%v", asked)
		}
		require.Equal(t, asked+min(asked/10, time.Second), stretch(waitFloor, asked, false, fullJitter), "another answer than 429")
	}
}
