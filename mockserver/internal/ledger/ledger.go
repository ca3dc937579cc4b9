package ledger

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// ErrInsufficient says that a wallet holds less than what shall leave it.
var ErrInsufficient = errors.New("ledger: insufficient funds")

// Holder is one side of a posting: a wallet, by its address, what is locked of one,
// or the supply.
type Holder string

// Supply is the system account that tokens come from when they are issued and go
// to when they are redeemed. Its balance is redeemed minus issued.
const Supply Holder = "supply"

const (
	walletPrefix = "wallet:"
	lockedPrefix = "locked:"
)

// Wallet is the holder of that address.
func Wallet(address string) Holder { return Holder(walletPrefix + address) }

// Locked is the part of the wallet of that address that nobody can spend: what is
// on its way to a bank. It counts as held by wallets.
func Locked(address string) Holder { return Holder(lockedPrefix + address) }

// Address is that of the wallet, empty for the supply.
func (h Holder) Address() string {
	if _, address, found := strings.Cut(string(h), ":"); found {
		return address
	}
	return ""
}

func (h Holder) isWallet() bool {
	return strings.HasPrefix(string(h), walletPrefix) || strings.HasPrefix(string(h), lockedPrefix)
}

// Posting changes one holder's balance of one denomination.
type Posting struct {
	Holder Holder
	Denom  string          // lower case
	Amount decimal.Decimal // whole tokens; what leaves the holder is negative
	TxHash string          // where the posting has a hash of its own, as splits do
}

// Entry is one movement: postings that add up to zero in each denomination.
type Entry struct {
	// Height is the number of the on-chain transaction that the entry belongs to;
	// several entries of one call share it.
	Height   int64
	At       time.Time
	TxHash   string
	Postings []Posting
}

// Leg is what one recipient of a transfer gets.
type Leg struct {
	To     Holder
	Amount decimal.Decimal // above zero
	TxHash string          // of this leg, empty where the transfer's is enough
}

type balanceKey struct {
	holder Holder
	denom  string
}

// Ledger holds the entries of one account, oldest first, and the balances that
// follow from them. It is not safe for concurrent use: its account's lock guards
// it. Make one with [New].
type Ledger struct {
	entries  []Entry
	balances map[balanceKey]decimal.Decimal
}

// New returns an empty ledger.
func New() *Ledger { return &Ledger{balances: map[balanceKey]decimal.Decimal{}} }

// Height is the number of on-chain transactions so far.
func (l *Ledger) Height() int64 {
	if len(l.entries) == 0 {
		return 0
	}
	return l.entries[len(l.entries)-1].Height
}

// Len is the number of entries.
func (l *Ledger) Len() int { return len(l.entries) }

// Entries are the entries, oldest first. They are the ledger's own: read only.
func (l *Ledger) Entries() []Entry { return l.entries }

// Balance is what the holder has of the denomination, whose case does not matter.
func (l *Ledger) Balance(holder Holder, denom string) decimal.Decimal {
	return l.balances[balanceKey{holder, strings.ToLower(denom)}]
}

// Issue puts new tokens into a wallet.
func (l *Ledger) Issue(stamp Stamp, to Holder, denom string, amount decimal.Decimal) error {
	if !amount.IsPositive() {
		return fmt.Errorf("ledger: cannot issue %s %s: want more than zero", amount, denom)
	}
	denom = strings.ToLower(denom)
	return l.post(stamp, []Posting{{Holder: Supply, Denom: denom, Amount: amount.Neg()}, {Holder: to, Denom: denom, Amount: amount}})
}

// Redeem takes tokens out of circulation, or returns [ErrInsufficient] when the
// holder has less.
func (l *Ledger) Redeem(stamp Stamp, from Holder, denom string, amount decimal.Decimal) error {
	return l.Transfer(stamp, from, denom, Leg{To: Supply, Amount: amount})
}

// Stamp is what an entry says beside its postings.
type Stamp struct {
	Height int64 // the present height, or one more
	At     time.Time
	TxHash string
}

// Transfer moves tokens from one wallet to others: all legs, or none of them with
// [ErrInsufficient] when the wallet holds less than their sum.
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

// post appends an entry after checking that it adds up and follows the last one.
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
	}
	return nil
}

func (l *Ledger) add(holder Holder, denom string, amount decimal.Decimal) {
	key := balanceKey{holder, denom}
	l.balances[key] = l.balances[key].Add(amount)
}

// Rollback takes back the newest entries until n are left.
func (l *Ledger) Rollback(n int) {
	for len(l.entries) > n {
		last := l.entries[len(l.entries)-1]
		for _, p := range last.Postings {
			l.add(p.Holder, p.Denom, p.Amount.Neg())
		}
		l.entries[len(l.entries)-1] = Entry{}
		l.entries = l.entries[:len(l.entries)-1]
	}
}
