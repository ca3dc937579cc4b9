package transport

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// An empty budget only stops retries. The last response and error stay, and first
// attempts are sent.
func TestSpentBudget(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step answer
		err  string
		cost int64
	}{
		"answer":    {reply(503, ""), "stateset: retry budget exhausted", retryCost},
		"no answer": {ended(""), "stateset: retry budget exhausted; EOF", retryCost},
		"throttled": {reply(429, ""), "stateset: retry budget exhausted", throttledCost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, c.step)
				client := s.client(t)
				client.owner.Budget.spent.Store(budgetSize - c.cost)
				_, failure := client.Do(t.Context(), newRequest(Keyed))
				require.Len(t, failure.Attempts, 2, "one retry is paid for")
				require.Equal(t, api.StopBudget, failure.Stop)
				require.ErrorIs(t, failure.Err, api.ErrRetryBudgetExhausted)
				require.EqualError(t, failure.Err, c.err)
				require.Zero(t, client.Stats().BudgetLeft)

				client.owner.Budget.spent.Store(budgetSize - c.cost + 1)
				_, failure = client.Do(t.Context(), newRequest(Keyed))
				require.Len(t, failure.Attempts, 1)
				require.Equal(t, api.StopBudget, failure.Stop)
				require.Equal(t, api.OutcomeUnknown == failure.Outcome, name != "throttled")
			})
		})
	}
}

func TestBudgetRewards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			name         string
			script       []answer
			spent, after int64
		}{
			{"success at once", []answer{reply(200, "{}")}, 100, 100 - successReward},
			{"full already", []answer{reply(200, "{}")}, 0, 0},
			{"success after one retry", []answer{reply(503, ""), reply(200, "{}")}, 100, 100},
			{"success after two retries", []answer{reply(503, ""), reply(503, ""), reply(200, "{}")}, 100, 100 + retryCost},
			{"success after being throttled", []answer{reply(503, ""), reply(429, ""), reply(200, "{}")}, 100, 100 + retryCost},
			{"a definitive error", []answer{reply(404, "")}, 100, 100},
			{"three failures", []answer{reply(503, "")}, 100, 100 + 2*retryCost},
		} {
			s := serve(t, c.script...)
			client := s.client(t)
			client.owner.Budget.spent.Store(c.spent)
			response, _ := client.Do(t.Context(), newRequest(Safe))
			response.Release()
			require.Equal(t, c.after, client.owner.Budget.spent.Load(), c.name)
		}
	})
}

// A caller that cancels after a response gets no tokens back for the preceding retry. A
// caller that cancels during a wait gets the tokens of that retry back, because it is not
// sent.
func TestBudgetOfACallerWhoGivesUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cancelIn int // the attempt during which the caller cancels
		after    time.Duration
		want     int64
	}{
		"with the first answer":  {1, 0, 0},
		"with the second answer": {2, 0, retryCost},
		"in the first wait":      {1, time.Millisecond, 0},
		"in the second wait":     {2, time.Millisecond, retryCost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				attempts := 0
				s := serve(t, reply(503, ""))
				client := s.client(t, func(config *Config) {
					config.HTTP = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
						if attempts++; attempts == c.cancelIn {
							if c.after == 0 {
								cancel()
							} else {
								time.AfterFunc(c.after, cancel)
							}
						}
						return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
					})}
				})
				_, failure := client.Do(ctx, newRequest(Keyed))
				require.Equal(t, c.cancelIn, attempts)
				require.Equal(t, api.StopContext, failure.Stop)
				require.Equal(t, 1, failure.Row)
				require.Equal(t, api.OutcomeUnknown, failure.Outcome)
				require.Equal(t, c.want, client.owner.Budget.spent.Load())
			})
		})
	}
}

// Derived clients share one budget. NoBudget of a client or a call does not apply to
// clients derived from it unless they set it too.
func TestBudgetIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(503, ""))
		parent := s.client(t)
		free := parent.config
		free.Policy.NoBudget = true
		child, unbound := parent.With(parent.config), parent.With(free)
		grandchild := unbound.With(parent.config)
		for _, c := range []*Client{parent, child, grandchild} {
			before := parent.Stats().BudgetLeft
			_, _ = c.Do(t.Context(), newRequest(Safe))
			require.Equal(t, before-2*retryCost, parent.Stats().BudgetLeft)
		}
		parent.owner.Budget.spent.Store(budgetSize)
		_, failure := unbound.Do(t.Context(), newRequest(Safe))
		require.Len(t, failure.Attempts, 3)
		r := newRequest(Safe)
		r.Policy = &free.Policy
		_, failure = child.Do(t.Context(), r)
		require.Len(t, failure.Attempts, 3)
		_, failure = grandchild.Do(t.Context(), newRequest(Safe))
		require.Len(t, failure.Attempts, 1)
		require.Equal(t, int64(6), parent.Stats().Calls, "statistics are shared too")
	})
}

// Concurrent calls of take and give neither lose nor create tokens.
func TestBudgetUnderContention(t *testing.T) {
	t.Parallel()
	b := &Budget{}
	b.spent.Store(budgetSize / 4) // far from both limits, which would hide a lost token
	var group sync.WaitGroup
	var wrong atomic.Int64
	for range 64 {
		group.Go(func() {
			for range 10000 {
				if b.take(throttledCost) {
					b.give(throttledCost)
				}
				if left := b.Left(); left < 0 || left > budgetSize {
					wrong.Add(1)
				}
			}
		})
	}
	group.Wait()
	require.Zero(t, wrong.Load())
	require.Equal(t, budgetSize-budgetSize/4, b.Left())
	b.spent.Store(0)
	var taken atomic.Int64
	for range 64 {
		group.Go(func() {
			for b.take(retryCost) {
				taken.Add(1)
			}
		})
	}
	group.Wait()
	require.Equal(t, int64(budgetSize/retryCost), taken.Load())
	b.spent.Store(successReward)
	b.give(retryCost)
	require.Equal(t, budgetSize, b.Left(), "never more than full")
	require.Equal(t, budgetSize, (*Budget)(nil).Left())
	require.True(t, (*Budget)(nil).take(1<<40))
}

// During an outage, and when every other request fails, retries add little load.
// Afterwards the budget recovers without a restart.
func TestOutage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		failing int     // failing requests per hundred
		most    float64 // maximum number of requests per call
	}{"total": {100, 1.10}, "every other request": {50, 1.25}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const clients, perSecond, seconds = 5, 10, 60
				var failing atomic.Int64
				failing.Store(int64(c.failing))
				s := serve(t, func(conn net.Conn, r *http.Request) bool {
					if rand.Int64N(100) < failing.Load() {
						return reply(503, "")(conn, r)
					}
					return reply(200, "{}")(conn, r)
				})
				var group sync.WaitGroup
				var some *Client
				for range clients {
					some = s.client(t)
					some.random = rand.Int64N
					client := some
					group.Go(func() { callEvery(t, client, time.Second/perSecond, perSecond*seconds) })
				}
				group.Wait()
				amplification := float64(len(s.requests())) / (clients * perSecond * seconds)
				require.LessOrEqual(t, amplification, c.most)
				require.Greater(t, amplification, 1.02, "some are retried all the same")

				failing.Store(0)
				response, failure := some.Do(t.Context(), newRequest(Keyed))
				require.Nil(t, failure)
				response.Release()
			})
		})
	}
}

// callEvery makes calls at a constant rate, independent of their duration.
func callEvery(t *testing.T, c *Client, pause time.Duration, calls int) {
	var group sync.WaitGroup
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for range calls {
		<-tick.C
		group.Go(func() {
			response, _ := c.Do(t.Context(), newRequest(Keyed))
			response.Release()
		})
	}
	group.Wait()
}
