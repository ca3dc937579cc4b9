package ledger

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
)

// ErrInsufficient means that a wallet holds less than the amount to move.
var ErrInsufficient = errors.New("ledger: insufficient funds")

// Holder is a party of a posting: a wallet, the locked part of a wallet, or the supply.
// That of a wallet is its address, so that it takes no memory of its own.
type Holder string

const (
	// Supply is the system account that issues and redeems tokens. Its balance is redeemed
	// minus issued.
	Supply Holder = "supply:"
	// Owner is the wallet of a ledger that has no address before [Ledger.Fork].
	Owner Holder = ""

	lockedPrefix = "locked:"
)

// Wallet returns the holder for a wallet address, which has no colon.
func Wallet(address string) Holder { return Holder(address) }

// Locked returns the holder for the locked part of a wallet, such as a pending
// redemption. Locked tokens cannot be spent but count as held by wallets.
func Locked(address string) Holder { return Holder(lockedPrefix + address) }

func (h Holder) locked() bool { return strings.HasPrefix(string(h), lockedPrefix) }

// Address returns the address of the wallet, or "" for the supply.
func (h Holder) Address() string {
	if h == Supply {
		return ""
	}
	return strings.TrimPrefix(string(h), lockedPrefix)
}

// String returns the holder as messages show it.
func (h Holder) String() string {
	switch {
	case h == Supply:
		return "supply"
	case h.locked():
		return string(h)
	}
	return "wallet:" + string(h)
}

// Posting is a change of the balance of one holder.
type Posting struct {
	Holder Holder
	amount numtext.Fixed
}

// Amount returns the change in whole tokens. It is negative for a withdrawal.
func (p Posting) Amount() decimal.Decimal { return p.amount.Decimal() }

// Entry is one movement of tokens of one denomination. Its postings add up to zero.
type Entry struct {
	// Height is the number of the on-chain transaction of the entry. Several entries of
	// one call share the height.
	Height   int64
	at       int64  // Unix seconds
	Denom    string // lower case
	Postings []Posting
	// Cause is the number of the transaction of the account that made the entry. It never
	// falls from one entry to the next.
	Cause int64
}

// At returns the time of the entry, in UTC and whole seconds.
func (e Entry) At() time.Time { return time.Unix(e.at, 0).UTC() }

// Leg is the payment to one recipient of a transfer.
type Leg struct {
	To     Holder
	Amount decimal.Decimal // above zero
	TxHash string          // "" if the hash of the transfer applies; not stored
}

// Ledger holds the entries of one account, oldest first, and the resulting balances. It
// is not safe for concurrent use: the lock of the account guards it. The zero Ledger is
// empty and ready to use.
type Ledger struct {
	base     *Ledger // of a fork: has the entries before those of entries
	self     Holder  // of a fork: the Owner of the base
	born     int64   // of a fork: the time of the entries of the base
	entries  []*Entry
	balances balances          // of a fork: those that differ from the base
	totals   map[string]totals // by denomination; of a fork as balances
}

// totals holds the amounts issued and redeemed since the beginning.
type totals struct{ issued, redeemed sum }

// Fork returns a ledger with the same entries at the time born. The wallet with the
// address takes the place of the Owner. The original must not change any more.
func (l *Ledger) Fork(address string, born time.Time) Ledger {
	return Ledger{base: l, self: Wallet(address), born: born.Unix()}
}

// Height returns the number of on-chain transactions.
func (l *Ledger) Height() int64 {
	switch {
	case len(l.entries) > 0:
		return l.entries[len(l.entries)-1].Height
	case l.base != nil:
		return l.base.Height()
	}
	return 0
}

// Len returns the number of entries.
func (l *Ledger) Len() int { return l.shared() + len(l.entries) }

// shared returns the number of entries of the base.
func (l *Ledger) shared() int {
	if l.base == nil {
		return 0
	}
	return l.base.Len()
}

// Entries iterates over the entries, oldest first. They are read-only.
func (l *Ledger) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		if l.base != nil {
			for e := range l.base.Entries() {
				e.at, e.Postings = l.born, slices.Clone(e.Postings)
				for i := range e.Postings {
					e.Postings[i].Holder = l.fromBase(e.Postings[i].Holder)
				}
				if !yield(e) {
					return
				}
			}
		}
		for _, e := range l.entries {
			if !yield(*e) {
				return
			}
		}
	}
}

// fromBase returns the holder of a fork for one of its base, and toBase the reverse.
func (l *Ledger) fromBase(h Holder) Holder {
	if h == Owner {
		return l.self
	}
	return h
}

func (l *Ledger) toBase(h Holder) Holder {
	if h == l.self {
		return Owner
	}
	return h
}

// Balance returns the balance of the holder. The case of the denomination is ignored.
func (l *Ledger) Balance(holder Holder, denom string) decimal.Decimal {
	return l.balance(holder, strings.ToLower(denom)).decimal()
}

// balance is Balance for a denomination in lower case.
func (l *Ledger) balance(holder Holder, denom string) sum {
	if i, ok := l.balances.find(balanceKey{holder, denom}); ok {
		return l.balances.list[i].amount
	}
	if l.base != nil {
		return l.base.balance(l.toBase(holder), denom)
	}
	return sum{}
}

// total returns the totals of a denomination in lower case.
func (l *Ledger) total(denom string) totals {
	t, ok := l.totals[denom]
	if !ok && l.base != nil {
		return l.base.total(denom)
	}
	return t
}

// Issue issues new tokens to a wallet.
func (l *Ledger) Issue(stamp Stamp, to Holder, denom string, amount decimal.Decimal) error {
	if !amount.IsPositive() {
		return fmt.Errorf("ledger: cannot issue %s %s: must be more than zero", amount, denom)
	}
	return l.move(stamp, Supply, denom, Leg{To: to, Amount: amount})
}

// Redeem removes tokens from circulation. It returns [ErrInsufficient] if the balance
// is too low.
func (l *Ledger) Redeem(stamp Stamp, from Holder, denom string, amount decimal.Decimal) error {
	return l.Transfer(stamp, from, denom, Leg{To: Supply, Amount: amount})
}

// Stamp holds the height and the time of an entry, and the hash of its transaction.
type Stamp struct {
	Height int64     // the current height, or one more
	At     time.Time // in whole seconds
	TxHash string    // not stored
	Cause  int64     // see [Entry]
}

// Transfer moves tokens from one wallet to others. If the balance is below the sum of
// the legs, nothing moves and Transfer returns [ErrInsufficient].
func (l *Ledger) Transfer(stamp Stamp, from Holder, denom string, legs ...Leg) error {
	denom = strings.ToLower(denom)
	var needed sum
	for _, leg := range legs {
		if !leg.Amount.IsPositive() {
			return fmt.Errorf("ledger: cannot transfer %s %s: must be more than zero", leg.Amount, denom)
		}
		needed = needed.plus(sumOf(leg.Amount))
	}
	if have := l.balance(from, denom); have.minus(needed).sign() < 0 {
		return fmt.Errorf("%w: %s holds %s %s, %s needed", ErrInsufficient, from, have.decimal(), denom, needed.decimal())
	}
	return l.move(stamp, from, denom, legs...)
}

// move posts an entry that takes the legs from a holder.
func (l *Ledger) move(stamp Stamp, from Holder, denom string, legs ...Leg) error {
	entry := newEntry(1 + len(legs))
	var all sum
	for _, leg := range legs {
		amount, ok := numtext.FixedOf(leg.Amount)
		if !ok {
			return fmt.Errorf("ledger: cannot move %s %s: must have fewer digits", leg.Amount, denom)
		}
		all = all.plus(sum{fixed: amount})
		entry.Postings = append(entry.Postings, Posting{leg.To, amount})
	}
	if all.large != nil {
		return fmt.Errorf("ledger: cannot move %s %s: must have fewer digits", all.large, denom)
	}
	entry.Postings[0] = Posting{from, all.fixed.Neg()}
	entry.Height, entry.at, entry.Denom, entry.Cause = stamp.Height, stamp.At.Unix(), strings.ToLower(denom), stamp.Cause
	return l.post(entry)
}

// newEntry returns an entry with one posting, and room for n. The usual two postings are
// in the memory of the entry.
func newEntry(n int) *Entry {
	if n != 2 {
		return &Entry{Postings: make([]Posting, 1, n)}
	}
	pair := &struct {
		Entry
		postings [2]Posting
	}{}
	pair.Postings = pair.postings[:1]
	return &pair.Entry
}

// post appends an entry that adds up and whose height follows the last one.
func (l *Ledger) post(entry *Entry) error {
	if height := l.Height(); entry.Height != height && entry.Height != height+1 || entry.Height < 1 {
		return fmt.Errorf("ledger: entry at height %d after height %d: must be the same or the next", entry.Height, height)
	}
	if err := entry.check(); err != nil {
		return err
	}
	l.entries = append(l.entries, entry)
	l.apply(*entry, false)
	return nil
}

// apply adds an entry to the balances and totals. undo subtracts it.
func (l *Ledger) apply(entry Entry, undo bool) {
	for _, p := range entry.Postings {
		amount := sum{fixed: p.amount}
		if undo {
			amount = amount.neg()
		}
		l.add(p.Holder, entry.Denom, amount)
		if p.Holder == Supply {
			l.count(entry.Denom, amount, p.amount.Sign() < 0)
		}
	}
}

func (l *Ledger) add(holder Holder, denom string, amount sum) {
	l.balances.set(balanceKey{holder, denom}, l.balance(holder, denom).plus(amount))
}

// count adds a change of the supply to the totals.
func (l *Ledger) count(denom string, amount sum, issue bool) {
	t := l.total(denom)
	if issue {
		t.issued = t.issued.minus(amount)
	} else {
		t.redeemed = t.redeemed.plus(amount)
	}
	if l.totals == nil {
		l.totals = map[string]totals{}
	}
	l.totals[denom] = t
}

// Rollback removes the newest entries until n are left. Those of the original of a fork
// stay.
func (l *Ledger) Rollback(n int) {
	for n = max(n-l.shared(), 0); len(l.entries) > n; {
		last := len(l.entries) - 1
		l.apply(*l.entries[last], true)
		l.entries[last] = nil
		l.entries = l.entries[:last]
	}
}
