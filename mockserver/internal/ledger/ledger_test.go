package ledger

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/internal/numtext"
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

func fixed(text string) numtext.Fixed {
	f, _ := numtext.FixedOf(dec(text))
	return f
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func holds(t *testing.T, l *Ledger, holder Holder, want string) {
	t.Helper()
	require.True(t, l.Balance(holder, denom).Equal(dec(want)), "%s holds %s, want %s", holder, l.Balance(holder, denom), want)
}

func TestIssueAndTransfer(t *testing.T) {
	t.Parallel()
	l := &Ledger{}
	require.NoError(t, l.Issue(stamp(1), alice, "SSUSD", dec("100.000001")))
	require.NoError(t, l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec("60")}, Leg{To: carol, Amount: dec("40"), TxHash: "SPLIT"}))
	holds(t, l, alice, "0.000001")
	holds(t, l, bob, "60")
	holds(t, l, carol, "40")
	holds(t, l, Supply, "-100.000001")
	require.EqualValues(t, 2, l.Height())
	require.Equal(t, 2, l.Len())
	entries := slices.Collect(l.Entries())
	require.Equal(t, stamp(2).At, entries[1].At())
	require.Equal(t, []Holder{alice, bob, carol}, []Holder{entries[1].Postings[0].Holder, entries[1].Postings[1].Holder, entries[1].Postings[2].Holder})
	require.Equal(t, "-100", entries[1].Postings[0].Amount().String())
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
		}, "must be more than zero"},
		{"nothing", func(l *Ledger) error {
			return l.Transfer(stamp(2), alice, denom, Leg{To: bob})
		}, "must be more than zero"},
		{"a negative issue", func(l *Ledger) error { return l.Issue(stamp(2), alice, denom, dec("-1")) }, "must be more than zero"},
		{"more digits than an amount has", func(l *Ledger) error { return l.Issue(stamp(2), alice, denom, dec("1e15")) }, "must have fewer digits"},
		{"a height that is left out", func(l *Ledger) error { return l.Issue(stamp(3), alice, denom, dec("1")) }, "must be the same or the next"},
		{"a height that has passed", func(l *Ledger) error { return l.Issue(stamp(0), alice, denom, dec("1")) }, "must be the same or the next"},
		{"postings that do not add up", func(l *Ledger) error {
			return l.post(&Entry{Height: 2, Denom: denom, Postings: []Posting{{alice, fixed("1")}}})
		}, "add up to 1, must be 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := &Ledger{}
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
	l := &Ledger{}
	for _, height := range []int64{-1, 0, 2} {
		require.ErrorContains(t, l.Issue(stamp(height), alice, denom, dec("1")), "must be the same or the next")
	}
	require.Zero(t, l.Len())
	require.NoError(t, l.Issue(stamp(1), alice, denom, dec("1")))
}

func TestRollbackTakesEntriesBack(t *testing.T) {
	t.Parallel()
	l := &Ledger{}
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

func TestCheckNamesInconsistencies(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		damage func(l *Ledger)
		want   []string
	}{
		{"a balance", func(l *Ledger) { l.add(bob, denom, sumOf(dec("1"))) }, []string{
			"wallet:stateset1bob0000000 holds 1 ssusd, its postings add up to 0", "wallets hold 11 ssusd, issued minus redeemed is 10"}},
		{"a wallet below zero", func(l *Ledger) {
			l.add(alice, denom, sumOf(dec("-11")))
			l.add(bob, denom, sumOf(dec("11")))
		}, []string{"wallet:stateset1alice00000 holds -1 ssusd, must be zero or more"}},
		{"an entry", func(l *Ledger) { l.entries[0].Postings[1].amount = fixed("9") }, []string{
			"the postings at height 1 in ssusd add up to -1, must be 0", "holds 10 ssusd, its postings add up to 9"}},
		{"a lost balance", func(l *Ledger) { l.balances.list = l.balances.list[:1] }, []string{
			"the postings of wallet:stateset1alice00000 in ssusd have no balance"}},
		{"a lost supply", func(l *Ledger) { l.add(Supply, denom, sumOf(dec("10"))) }, []string{"wallets hold 10 ssusd, issued minus redeemed is 0"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := &Ledger{}
			require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
			test.damage(l)
			for _, want := range test.want {
				require.ErrorContains(t, l.Check(), want)
			}
		})
	}
}

// Errors have a fixed order, although they are found in the order of a map.
func TestCheckHasAFixedOrder(t *testing.T) {
	t.Parallel()
	for range 16 {
		l := &Ledger{}
		require.NoError(t, l.Issue(stamp(1), alice, denom, dec("10")))
		for _, holder := range []Holder{carol, alice, bob} {
			l.add(holder, denom, sumOf(dec("-20")))
		}
		require.EqualError(t, l.Check(), strings.Join([]string{
			"ledger: wallet:stateset1alice00000 holds -10 ssusd, its postings add up to 10",
			"ledger: wallet:stateset1alice00000 holds -10 ssusd, must be zero or more",
			"ledger: wallet:stateset1bob0000000 holds -20 ssusd, its postings add up to 0",
			"ledger: wallet:stateset1bob0000000 holds -20 ssusd, must be zero or more",
			"ledger: wallet:stateset1carol00000 holds -20 ssusd, its postings add up to 0",
			"ledger: wallet:stateset1carol00000 holds -20 ssusd, must be zero or more",
			"ledger: wallets hold -50 ssusd, issued minus redeemed is 10",
		}, "\n"))
	}
}

func TestLedgerHoldsUnderRandomMovements(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { moveAtRandom(t, &Ledger{}, &Ledger{}, []Holder{alice, bob, carol}) })
}

// moveAtRandom makes the same random movements in both ledgers, which must agree.
func moveAtRandom(t *rapid.T, l, same *Ledger, holders []Holder) {
	amount := rapid.Map(rapid.Int64Range(-5, 500), func(n int64) decimal.Decimal { return decimal.New(n, -2) })
	marks := []int{l.Len()}
	both := func(move func(l *Ledger) error) {
		if err, again := move(l), move(same); err != nil {
			require.EqualError(t, again, err.Error())
		}
	}
	t.Repeat(map[string]func(*rapid.T){
		"issue": func(t *rapid.T) {
			to, n := rapid.SampledFrom(holders).Draw(t, "to"), amount.Draw(t, "amount")
			both(func(l *Ledger) error { return l.Issue(stamp(l.Height()+1), to, denom, n) })
		},
		"transfer": func(t *rapid.T) {
			from := rapid.SampledFrom(append(holders, Supply)).Draw(t, "from")
			legs := []Leg{
				{To: rapid.SampledFrom(append(holders, Supply)).Draw(t, "to"), Amount: amount.Draw(t, "amount")},
				{To: rapid.SampledFrom(holders).Draw(t, "to too"), Amount: amount.Draw(t, "amount too")},
			}
			both(func(l *Ledger) error { return l.Transfer(stamp(l.Height()+1), from, denom, legs...) })
		},
		"mark": func(*rapid.T) { marks = append(marks, l.Len()) },
		"rollback": func(t *rapid.T) {
			n := rapid.SampledFrom(marks).Draw(t, "mark")
			l.Rollback(n)
			same.Rollback(n)
		},
		"": func(t *rapid.T) {
			require.NoError(t, l.Check())
			require.NoError(t, same.Check())
			require.Equal(t, slices.Collect(same.Entries()), slices.Collect(l.Entries()))
			for _, h := range append(holders, Supply) {
				require.True(t, l.Balance(h, denom).Equal(same.Balance(h, denom)), h)
			}
			issued, redeemed := l.Issued(denom, Moment{})
			wanted, returned := same.Issued(denom, Moment{})
			require.True(t, issued.Equal(wanted) && redeemed.Equal(returned))
		},
	})
}

// A fork continues a ledger like the ledger itself, under its own address.
func TestForksContinueTheLedger(t *testing.T) {
	t.Parallel()
	begin := func(l *Ledger, self Holder) *Ledger {
		require.NoError(t, l.Issue(stamp(1), self, denom, dec("7.00")))
		require.NoError(t, l.Issue(stamp(1), bob, denom, dec("1.00")))
		require.NoError(t, l.Transfer(stamp(2), self, denom, Leg{To: bob, Amount: dec("2.50")}))
		return l
	}
	base := begin(&Ledger{}, Owner)
	before := slices.Collect(base.Entries())
	rapid.Check(t, func(t *rapid.T) {
		fork, other := base.Fork(carol.Address(), stamp(1).At), base.Fork(alice.Address(), stamp(1).At)
		moveAtRandom(t, &fork, begin(&Ledger{}, carol), []Holder{alice, bob, carol})
		require.Equal(t, before, slices.Collect(base.Entries()))
		require.Equal(t, "4.5", other.Balance(alice, denom).String())
		require.True(t, other.Balance(carol, denom).IsZero())
		require.Equal(t, "7", other.BalanceAt(alice, denom, AtHeight(1)).String())
		for _, address := range []string{alice.Address(), bob.Address(), "unknown"} {
			require.Equal(t, address, other.Known(address, "SSUSD"))
		}
		late := base.Fork(alice.Address(), stamp(1).At.Add(time.Hour))
		require.True(t, late.BalanceAt(alice, denom, AtTime(stamp(1).At)).IsZero())
	})
}

// Balances and totals may be larger than a single amount.
func TestSumsBeyondTheRangeOfAmounts(t *testing.T) {
	t.Parallel()
	const most = "999999999999999.999999"
	l := &Ledger{}
	for range 3 {
		require.NoError(t, l.Issue(stamp(1), alice, denom, dec(most)))
	}
	holds(t, l, alice, "2999999999999999.999997")
	holds(t, l, Supply, "-2999999999999999.999997")
	require.ErrorContains(t, l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec(most)}, Leg{To: bob, Amount: dec("0.000001")}), "must have fewer digits")
	require.EqualError(t, l.Transfer(stamp(2), bob, denom, Leg{To: alice, Amount: dec("1e15")}),
		"ledger: insufficient funds: wallet:stateset1bob0000000 holds 0 ssusd, 1000000000000000 needed")
	for range 2 {
		require.NoError(t, l.Transfer(stamp(2), alice, denom, Leg{To: bob, Amount: dec(most)}))
		require.NoError(t, l.Redeem(stamp(2), bob, denom, dec(most)))
	}
	holds(t, l, alice, most)
	holds(t, l, bob, "0")
	issued, redeemed := l.Issued(denom, Moment{})
	require.Equal(t, []string{"2999999999999999.999997", "1999999999999999.999998"}, []string{issued.String(), redeemed.String()})
	require.Equal(t, "2999999999999999.999997", l.BalanceAt(alice, denom, AtHeight(1)).String())
	require.NoError(t, l.Check())
	l.Rollback(3)
	holds(t, l, alice, "2999999999999999.999997")
	require.NoError(t, l.Check())
	l.Rollback(0)
	holds(t, l, alice, "0")
	require.NoError(t, l.Check())
}

// Balances are found at every number of wallets, and addresses are stored once.
func TestManyWallets(t *testing.T) {
	t.Parallel()
	var l Ledger
	for n := range 3 * unindexed {
		to := Wallet("stateset1many" + strconv.Itoa(n))
		require.NoError(t, l.Issue(stamp(1), to, denom, dec("1")))
		require.NoError(t, l.Issue(stamp(1), to, denom, decimal.New(int64(n+1), 0)))
		for k := range n + 1 {
			address := "stateset1many" + strconv.Itoa(k)
			holds(t, &l, Wallet(address), strconv.Itoa(k+2))
			require.NotSame(t, unsafe.StringData(address), unsafe.StringData(l.Known(address, denom)))
			require.Equal(t, address, l.Known(address, denom))
		}
		require.NoError(t, l.Check())
	}
}
