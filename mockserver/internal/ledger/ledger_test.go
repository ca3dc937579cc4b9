package ledger

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const denom = "ssusd"

var (
	alice = Wallet("stateset1alice00000")
	bob   = Wallet("stateset1bob0000000")
	carol = Wallet("stateset1carol00000")
)

func stamp(height int64) Stamp {
	return Stamp{Height: height, At: time.Unix(1768471200, 0).UTC(), TxHash: "HASH"}
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func holds(t *testing.T, l *Ledger, holder Holder, want string) {
	t.Helper()
	require.True(t, l.Balance(holder, denom).Equal(dec(want)), "%s holds %s, want %s", holder, l.Balance(holder, denom), want)
}

func TestIssueAndTransfer(t *testing.T) {
	t.Parallel()
	l := New()
	require.NoError(t, l.Issue(stamp(1), alice, "SSUSD", dec("100.000001")))
	require.NoError(t, l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec("60")}, Leg{To: carol, Amount: dec("40"), TxHash: "SPLIT"}))
	holds(t, l, alice, "0.000001")
	holds(t, l, bob, "60")
	holds(t, l, carol, "40")
	holds(t, l, Supply, "-100.000001")
	require.EqualValues(t, 2, l.Height())
	require.Equal(t, 2, l.Len())
	require.Equal(t, "SPLIT", l.Entries()[1].Postings[2].TxHash)
	require.NoError(t, l.Check())
}

func TestRefusedMovementsChangeNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		move func(l *Ledger) error
		want string
	}{
		{"more than the wallet holds", func(l *Ledger) error {
			return l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec("10.000001")})
		}, "insufficient funds"},
		{"legs that together are more", func(l *Ledger) error {
			return l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec("6")}, Leg{To: carol, Amount: dec("6")})
		}, "insufficient funds"},
		{"to itself, more than it holds", func(l *Ledger) error {
			return l.Transfer(stamp(2), alice, denom, Leg{To: alice, Amount: dec("11")})
		}, "insufficient funds"},
		{"another denomination", func(l *Ledger) error {
			return l.Transfer(stamp(2), alice, "usdc", Leg{To: bob, Amount: dec("1")})
		}, "insufficient funds"},
		{"a negative leg", func(l *Ledger) error {
			return l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec("-1")})
		}, "want more than zero"},
		{"nothing", func(l *Ledger) error {
			return l.Transfer(stamp(2), alice, denom, Leg{To: bob})
		}, "want more than zero"},
		{"a negative issue", func(l *Ledger) error { return l.Issue(stamp(2), alice, denom, dec("-1")) }, "want more than zero"},
		{"a height that is left out", func(l *Ledger) error { return l.Issue(stamp(3), alice, denom, dec("1")) }, "want the same or the next"},
		{"a height that has passed", func(l *Ledger) error { return l.Issue(stamp(0), alice, denom, dec("1")) }, "want the same or the next"},
		{"postings that do not add up", func(l *Ledger) error {
			return l.post(stamp(2), []Posting{{Holder: alice, Denom: denom, Amount: dec("1")}})
		}, "add up to 1, want 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := New()
			require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
			require.ErrorContains(t, test.move(l), test.want)
			holds(t, l, alice, "10")
			holds(t, l, bob, "0")
			require.Equal(t, 1, l.Len())
			require.NoError(t, l.Check())
		})
	}
}

func TestHeightsBeginAtOne(t *testing.T) {
	t.Parallel()
	l := New()
	for _, height := range []int64{-1, 0, 2} {
		require.ErrorContains(t, l.Issue(stamp(height), alice, denom, dec("1")), "want the same or the next")
	}
	require.Zero(t, l.Len())
	require.NoError(t, l.Issue(stamp(1), alice, denom, dec("1")))
}

func TestRollbackTakesEntriesBack(t *testing.T) {
	t.Parallel()
	l := New()
	require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
	require.NoError(t, l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec("4")}))
	require.NoError(t, l.Transfer(stamp(2), bob, denom, Leg{To: carol, Amount: dec("3")}))
	l.Rollback(1)
	holds(t, l, alice, "10")
	holds(t, l, bob, "0")
	holds(t, l, carol, "0")
	require.EqualValues(t, 1, l.Height())
	require.NoError(t, l.Check())
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		damage func(l *Ledger)
		want   []string
	}{
		{"a balance", func(l *Ledger) { l.add(bob, denom, dec("1")) }, []string{
			"wallet:stateset1bob0000000 holds 1 ssusd, its postings add up to 0", "wallets hold 11 ssusd, issued minus redeemed is 10"}},
		{"a wallet below zero", func(l *Ledger) {
			l.add(alice, denom, dec("-11"))
			l.add(bob, denom, dec("11"))
		}, []string{"wallet:stateset1alice00000 holds -1 ssusd, want zero or more"}},
		{"an entry", func(l *Ledger) { l.entries[0].Postings[1].Amount = dec("9") }, []string{
			"the postings of transaction HASH in ssusd add up to -1, want 0", "holds 10 ssusd, its postings add up to 9"}},
		{"a lost balance", func(l *Ledger) { delete(l.balances, balanceKey{alice, denom}) }, []string{
			"the postings of wallet:stateset1alice00000 in ssusd have no balance"}},
		{"a lost supply", func(l *Ledger) { l.add(Supply, denom, dec("10")) }, []string{"wallets hold 10 ssusd, issued minus redeemed is 0"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := New()
			require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
			test.damage(l)
			for _, want := range test.want {
				require.ErrorContains(t, l.Check(), want)
			}
		})
	}
}

// What is wrong is told in one order, though it is found in that of a map.
func TestCheckTellsInOneOrder(t *testing.T) {
	t.Parallel()
	for range 16 {
		l := New()
		require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
		for _, holder := range []Holder{carol, alice, bob} {
			l.add(holder, denom, dec("-20"))
		}
		require.EqualError(t, l.Check(), strings.Join([]string{
			"ledger: wallet:stateset1alice00000 holds -10 ssusd, its postings add up to 10",
			"ledger: wallet:stateset1alice00000 holds -10 ssusd, want zero or more",
			"ledger: wallet:stateset1bob0000000 holds -20 ssusd, its postings add up to 0",
			"ledger: wallet:stateset1bob0000000 holds -20 ssusd, want zero or more",
			"ledger: wallet:stateset1carol00000 holds -20 ssusd, its postings add up to 0",
			"ledger: wallet:stateset1carol00000 holds -20 ssusd, want zero or more",
			"ledger: wallets hold -50 ssusd, issued minus redeemed is 10",
		}, "\n"))
	}
}

func TestLedgerHoldsUnderRandomMovements(t *testing.T) {
	t.Parallel()
	holders := []Holder{alice, bob, carol}
	rapid.Check(t, func(t *rapid.T) {
		l := New()
		amount := rapid.Map(rapid.Int64Range(-5, 500), func(n int64) decimal.Decimal { return decimal.New(n, -2) })
		marks := []int{0}
		t.Repeat(map[string]func(*rapid.T){
			"issue": func(t *rapid.T) {
				_ = l.Issue(stamp(l.Height()+1), rapid.SampledFrom(holders).Draw(t, "to"), denom, amount.Draw(t, "amount"))
			},
			"transfer": func(t *rapid.T) {
				_ = l.Transfer(stamp(l.Height()+1), rapid.SampledFrom(holders).Draw(t, "from"), denom,
					Leg{To: rapid.SampledFrom(holders).Draw(t, "to"), Amount: amount.Draw(t, "amount")},
					Leg{To: rapid.SampledFrom(holders).Draw(t, "to too"), Amount: amount.Draw(t, "amount too")})
			},
			"mark":     func(*rapid.T) { marks = append(marks, l.Len()) },
			"rollback": func(t *rapid.T) { l.Rollback(rapid.SampledFrom(marks).Draw(t, "mark")) },
			"":         func(t *rapid.T) { require.NoError(t, l.Check()) },
		})
	})
}
