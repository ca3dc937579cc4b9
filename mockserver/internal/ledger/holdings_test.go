package ledger

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHoldings(t *testing.T) {
	t.Parallel()
	var l Ledger
	require.Empty(t, l.Holdings())
	require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
	require.NoError(t, l.Issue(stamp(2), bob, "USDC", dec("7")))
	require.NoError(t, l.Transfer(stamp(3), alice, denom, Leg{To: bob, Amount: dec("4")}, Leg{To: Locked(bob.Address()), Amount: dec("5")}))
	require.NoError(t, l.Redeem(stamp(4), alice, denom, dec("1")))
	fork := l.Fork("unused", stamp(1).At)
	var got []string
	for _, h := range fork.Holdings() {
		got = append(got, h.Denom+" "+h.Address+" "+h.Available.String()+" "+h.Locked.String()+" "+h.Total().String())
	}
	require.Equal(t, []string{
		"ssusd stateset1bob0000000 4 5 9",
		"ssusd stateset1alice00000 0 0 0",
		"usdc stateset1bob0000000 7 0 7",
	}, got)
}

func TestEntriesOfACause(t *testing.T) {
	t.Parallel()
	var l Ledger
	for height, cause := range []int64{0, 3, 3, 9} {
		s := stamp(int64(height + 1))
		s.Cause = cause
		require.NoError(t, l.Issue(s, alice, denom, dec("1")))
	}
	for cause, want := range map[int64]int{0: 1, 1: 0, 3: 2, 9: 1, 10: 0} {
		require.Len(t, l.CausedBy(cause), want, "cause %d", cause)
	}
	require.EqualValues(t, 2, l.CausedBy(3)[0].Height)
}
