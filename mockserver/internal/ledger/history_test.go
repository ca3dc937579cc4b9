package ledger

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func at(height int64, minutes int) Stamp {
	s := stamp(height)
	s.At = s.At.Add(time.Duration(minutes) * time.Minute)
	return s
}

func TestBalanceAsItWas(t *testing.T) {
	t.Parallel()
	l := &Ledger{}
	require.NoError(t, l.Issue(at(1, 0), alice, denom, dec("100")))
	require.NoError(t, l.Issue(at(1, 0), alice, "usdc", dec("7")))
	require.NoError(t, l.Transfer(at(2, 10), alice, denom, Leg{To: Locked("a"), Amount: dec("30")}))
	require.NoError(t, l.Redeem(at(3, 20), Locked("a"), denom, dec("30")))
	begin := stamp(1).At
	for _, test := range []struct {
		name             string
		moment           Moment
		wallet, locked   string
		issued, redeemed string
	}{
		{"before everything", AtHeight(0), "0", "0", "0", "0"},
		{"the first height, inclusive", AtHeight(1), "100", "0", "100", "0"},
		{"the second", AtHeight(2), "70", "30", "100", "0"},
		{"a height to come", AtHeight(9), "70", "0", "100", "30"},
		{"now", Moment{}, "70", "0", "100", "30"},
		{"a second too early", AtTime(begin.Add(10*time.Minute - time.Second)), "100", "0", "100", "0"},
		{"the second itself, inclusive", AtTime(begin.Add(10 * time.Minute)), "70", "30", "100", "0"},
		{"later", AtTime(begin.Add(time.Hour)), "70", "0", "100", "30"},
		{"before the first", AtTime(begin.Add(-time.Second)), "0", "0", "0", "0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.wallet, l.BalanceAt(alice, "SSUSD", test.moment).String())
			require.Equal(t, test.locked, l.BalanceAt(Locked("a"), denom, test.moment).String())
			issued, redeemed := l.Issued(denom, test.moment)
			require.Equal(t, test.issued, issued.String())
			require.Equal(t, test.redeemed, redeemed.String())
		})
	}
	require.NoError(t, l.Check())
}

func TestLateEntriesCountAtTheirOwnTime(t *testing.T) {
	t.Parallel()
	l := &Ledger{}
	require.NoError(t, l.Issue(at(1, 10), alice, denom, dec("1")))
	require.NoError(t, l.Issue(at(2, 5), alice, denom, dec("2")))
	require.Equal(t, "2", l.BalanceAt(alice, denom, AtTime(stamp(1).At.Add(7*time.Minute))).String())
}

func TestRedeemRequiresTheMoney(t *testing.T) {
	t.Parallel()
	l := &Ledger{}
	require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
	require.ErrorIs(t, l.Redeem(stamp(2), alice, denom, dec("10.000001")), ErrInsufficient)
	require.ErrorContains(t, l.Redeem(stamp(2), alice, denom, dec("0")), "must be more than zero")
	holds(t, l, alice, "10")
	require.NoError(t, l.Redeem(stamp(2), alice, "SSUSD", dec("10")))
	holds(t, l, alice, "0")
	holds(t, l, Supply, "0")
	require.NoError(t, l.Check())
}

func TestCheckCountsLockedTokens(t *testing.T) {
	t.Parallel()
	l := &Ledger{}
	require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
	require.NoError(t, l.Transfer(stamp(2), alice, denom, Leg{To: Locked("a"), Amount: dec("4")}))
	require.NoError(t, l.Check())
	l.add(Locked("a"), denom, sumOf(dec("-5")))
	require.ErrorContains(t, l.Check(), "locked:a holds -1 ssusd, must be zero or more")
}

// The balance at a height does not change later.
func TestHistoryKeepsEveryBalance(t *testing.T) {
	t.Parallel()
	holders := []Holder{alice, bob, Locked("a")}
	rapid.Check(t, func(t *rapid.T) {
		l := &Ledger{}
		var seen []map[Holder]string
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			height := l.Height() + 1
			amount := decimal.New(rapid.Int64Range(1, 300).Draw(t, "amount"), -2)
			from := rapid.SampledFrom(append(holders, Supply)).Draw(t, "from")
			to := rapid.SampledFrom(append(holders, Supply)).Draw(t, "to")
			var err error
			switch {
			case from == Supply:
				err = l.Issue(at(height, int(height)), alice, denom, amount)
			case to == Supply:
				err = l.Redeem(at(height, int(height)), from, denom, amount)
			default:
				err = l.Transfer(at(height, int(height)), from, denom, Leg{To: to, Amount: amount})
			}
			if err != nil {
				require.ErrorIs(t, err, ErrInsufficient)
				continue
			}
			now := map[Holder]string{}
			for _, h := range holders {
				now[h] = l.Balance(h, denom).String()
			}
			seen = append(seen, now)
		}
		for i, then := range seen {
			height := int64(i + 1)
			for h, want := range then {
				require.Equal(t, want, l.BalanceAt(h, denom, AtHeight(height)).String())
				require.Equal(t, want, l.BalanceAt(h, denom, AtTime(at(height, int(height)).At)).String())
			}
			issued, redeemed := l.Issued(denom, AtHeight(height))
			require.True(t, issued.Sub(redeemed).Equal(l.BalanceAt(Supply, denom, AtHeight(height)).Neg()))
		}
		require.NoError(t, l.Check())
	})
}
