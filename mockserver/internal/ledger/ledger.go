package ledger

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// ErrInsufficient means that a wallet holds less than the amount to move.
var ErrInsufficient = errors.New("ledger: insufficient funds")

// Holder is a party of a posting: a wallet, the locked part of a wallet, or the supply.
type Holder string

// Supply is the system account that issues and redeems tokens. Its balance is redeemed
// minus issued.
const Supply Holder = "supply"

const (
	walletPrefix = "wallet:"
	lockedPrefix = "locked:"
)

// Wallet returns the holder for a wallet address.
func Wallet(address string) Holder { return Holder(walletPrefix + address) }

// Locked returns the holder for the locked part of a wallet, such as a pending
// redemption. Locked tokens cannot be spent but count as held by wallets.
func Locked(address string) Holder { return Holder(lockedPrefix + address) }

// Address returns the address of the wallet, or "" for the supply.
func (h Holder) Address() string {
	if _, address, found := strings.Cut(string(h), ":"); found {
		return address
	}
	return ""
}

func (h Holder) isWallet() bool {
	return strings.HasPrefix(string(h), walletPrefix) || strings.HasPrefix(string(h), lockedPrefix)
}

// Posting is a change of one balance of one holder.
type Posting struct {
	Holder Holder
	Denom  string          // lower case
	Amount decimal.Decimal // in whole tokens; negative for a withdrawal
	TxHash string          // set if the posting has its own hash, as splits have
}

// Entry is one movement. Its postings add up to zero in each denomination.
type Entry struct {
	// Height is the number of the on-chain transaction of the entry. Several entries of
	// one call share the height.
	Height   int64
	At       time.Time
	TxHash   string
	Postings []Posting
}

// Leg is the payment to one recipient of a transfer.
type Leg struct {
	To     Holder
	Amount decimal.Decimal // above zero
	TxHash string          // "" if the hash of the transfer applies
}

type balanceKey struct {
	holder Holder
	denom  string
}

// Ledger holds the entries of one account, oldest first, and the resulting balances. It
// is not safe for concurrent use: the lock of the account guards it. Make one with
// [New].
type Ledger struct {
	entries  []Entry
	balances map[balanceKey]decimal.Decimal
	totals   map[string]totals // by denomination
}

// totals holds what was issued and redeemed since the beginning.
type totals struct{ issued, redeemed decimal.Decimal }

// New returns an empty ledger.
func New() *Ledger {
	return &Ledger{balances: map[balanceKey]decimal.Decimal{}, totals: map[string]totals{}}
}

// Height returns the number of on-chain transactions.
func (l *Ledger) Height() int64 {
	if len(l.entries) == 0 {
		return 0
	}
	return l.entries[len(l.entries)-1].Height
}

// Len returns the number of entries.
func (l *Ledger) Len() int { return len(l.entries) }

// Entries returns the entries, oldest first. The result is read-only.
func (l *Ledger) Entries() []Entry { return l.entries }

// Balance returns the balance of the holder. The case of the denomination is ignored.
func (l *Ledger) Balance(holder Holder, denom string) decimal.Decimal {
	return l.balances[balanceKey{holder, strings.ToLower(denom)}]
}

// Issue issues new tokens to a wallet.
func (l *Ledger) Issue(stamp Stamp, to Holder, denom string, amount decimal.Decimal) error {
	if !amount.IsPositive() {
		return fmt.Errorf("ledger: cannot issue %s %s: want more than zero", amount, denom)
	}
	denom = strings.ToLower(denom)
	return l.post(stamp, []Posting{{Holder: Supply, Denom: denom, Amount: amount.Neg()}, {Holder: to, Denom: denom, Amount: amount}})
}

// Redeem removes tokens from circulation. It returns [ErrInsufficient] if the balance
// is too low.
func (l *Ledger) Redeem(stamp Stamp, from Holder, denom string, amount decimal.Decimal) error {
	return l.Transfer(stamp, from, denom, Leg{To: Supply, Amount: amount})
}

// Stamp holds the height, time and hash of an entry.
type Stamp struct {
	Height int64 // the current height, or one more
	At     time.Time
	TxHash string
}

// Transfer moves tokens from one wallet to others. If the balance is below the sum of
// the legs, nothing moves and Transfer returns [ErrInsufficient].
func (l *Ledger) Transfer(stamp Stamp, from Holder, denom string, legs ...Leg) error {
	denom = strings.ToLower(denom)
	var sum decimal.Decimal
	postings := make([]Posting, 0, 1+len(legs))
	postings = append(postings, Posting{Holder: from, Denom: denom})
	for _, leg := range legs {
		if !leg.Amount.IsPositive() {
			return fmt.Errorf("ledger: cannot transfer %s %s: want more than zero", leg.Amount, denom)
		}
		sum = sum.Add(leg.Amount)
		postings = append(postings, Posting{leg.To, denom, leg.Amount, leg.TxHash})
	}
	if have := l.Balance(from, denom); have.LessThan(sum) {
		return fmt.Errorf("%w: %s holds %s %s, %s needed", ErrInsufficient, from, have, denom, sum)
	}
	postings[0].Amount = sum.Neg()
	return l.post(stamp, postings)
}

// post appends an entry that adds up and whose height follows the last one.
func (l *Ledger) post(stamp Stamp, postings []Posting) error {
	if height := l.Height(); stamp.Height != height && stamp.Height != height+1 || stamp.Height < 1 {
		return fmt.Errorf("ledger: entry at height %d after height %d: want the same or the next", stamp.Height, height)
	}
	entry := Entry{stamp.Height, stamp.At, stamp.TxHash, postings}
	if err := entry.check(); err != nil {
		return err
	}
	l.entries = append(l.entries, entry)
	for _, p := range postings {
		l.add(p.Holder, p.Denom, p.Amount)
		l.count(p, false)
	}
	return nil
}

func (l *Ledger) add(holder Holder, denom string, amount decimal.Decimal) {
	key := balanceKey{holder, denom}
	l.balances[key] = l.balances[key].Add(amount)
}

// count adds the amount of a posting to the totals. undo subtracts it.
func (l *Ledger) count(p Posting, undo bool) {
	if p.Holder != Supply {
		return
	}
	t, amount := l.totals[p.Denom], p.Amount
	if undo {
		amount = amount.Neg()
	}
	if p.Amount.IsNegative() {
		t.issued = t.issued.Sub(amount)
	} else {
		t.redeemed = t.redeemed.Add(amount)
	}
	l.totals[p.Denom] = t
}

// Rollback removes the newest entries until n are left.
func (l *Ledger) Rollback(n int) {
	for len(l.entries) > n {
		last := l.entries[len(l.entries)-1]
		for _, p := range last.Postings {
			l.add(p.Holder, p.Denom, p.Amount.Neg())
			l.count(p, true)
		}
		l.entries[len(l.entries)-1] = Entry{}
		l.entries = l.entries[:len(l.entries)-1]
	}
}
