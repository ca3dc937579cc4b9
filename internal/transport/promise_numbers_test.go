package transport

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// The numbers in the documentation are correct.
func TestBudgetPaysForAsManyAsPromised(t *testing.T) {
	t.Parallel()
	for cost, want := range map[int64]int{retryCost: 35, throttledCost: 100} {
		b := &Budget{}
		require.Equal(t, 500, b.Left())
		paid := 0
		for b.take(cost) {
			paid++
		}
		require.Equal(t, want, paid)
	}
	require.Equal(t, 500, (*Budget)(nil).Left(), "none is never empty")
}

func TestASuccessGivesOneBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := serve(t, reply(200, "{}")).client(t)
		client.owner.Budget.spent.Store(100)
		for left := 401; left < 405; left++ {
			response, failure := client.Do(t.Context(), newRequest(Safe))
			require.Nil(t, failure)
			response.Release()
			require.Equal(t, left, client.Stats().BudgetLeft)
		}
	})
}

// The table documents half a second.
func TestARequestThatRunsIsGivenHalfASecond(t *testing.T) {
	t.Parallel()
	gaps, _ := gapsOf(t, newRequest(Keyed), reply(409, code("idempotency_key_in_use")), noJitter)
	require.Equal(t, []time.Duration{500 * time.Millisecond, 500 * time.Millisecond}, gaps)
}
