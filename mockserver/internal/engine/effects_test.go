package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

// fund funds a wallet, and returns the number of the transaction.
func fund(t *testing.T, a *Account, amount string, fail error) (number int64) {
	t.Helper()
	err := a.Update(func(tx *Tx) error {
		number = tx.Number()
		money, err := api.ParseMoney(amount, "ssusd")
		require.NoError(t, err)
		require.NoError(t, tx.Fund("stateset1somebodyswallet", money))
		return fail
	})
	require.ErrorIs(t, err, fail)
	return number
}

func TestEffectsOfTransactions(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	key, other := AccountKey{Name: "one"}, AccountKey{Name: "two"}
	first := fund(t, e.Account(key), "1", nil)
	second := fund(t, e.Account(other), "2", nil)
	undone := fund(t, e.Account(key), "3", notFound("order", "ord_1", ""))
	last := fund(t, e.Account(key), "4", nil)
	require.Less(t, first, last)
	for number, want := range map[int64]int{0: 0, first: 1, second: 0, undone: 0, last: 1, last + 1: 0} {
		require.Len(t, e.Effects(key, number).Entries, want, "transaction %d", number)
	}
	entry := e.Effects(key, last).Entries[0]
	require.Equal(t, "4", entry.Postings[1].Amount().String())
	require.Empty(t, e.Effects(AccountKey{Name: "none"}, first))
	require.Nil(t, e.ExistingAccount(AccountKey{Name: "none"}))
}

// Dropped events are removed from the effects.
func TestEffectsOfDroppedEvents(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth), MaxEvents: 1})
	key := AccountKey{Name: "one"}
	emits := func(kinds ...string) (number int64) {
		require.NoError(t, e.Account(key).Update(func(tx *Tx) error {
			number = tx.Number()
			for _, id := range kinds {
				payment, found := tx.Payments().Get("pay_test_456")
				require.True(t, found)
				changed := *payment
				changed.Description = id
				emit(tx, "payment.created", &changed)
			}
			return nil
		}))
		return number
	}
	first, second := emits("a"), emits("b", "c")
	require.Empty(t, e.Effects(key, first).Events)
	require.Len(t, e.Effects(key, second).Events, 1)
}
