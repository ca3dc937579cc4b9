package ledger

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
)

// Saved is an entry as data, for snapshots.
type Saved struct {
	Height   int64
	At       time.Time
	Denom    string
	Postings []SavedPosting
	Cause    int64
}

// SavedPosting is a posting as data.
type SavedPosting struct {
	Holder string // "supply", "wallet:ADDRESS" or "locked:ADDRESS"
	Amount decimal.Decimal
}

// Save returns the entries, oldest first.
func (l *Ledger) Save() (all []Saved) {
	for e := range l.Entries() {
		s := Saved{Height: e.Height, At: e.At(), Denom: e.Denom, Cause: e.Cause}
		for _, p := range e.Postings {
			s.Postings = append(s.Postings, SavedPosting{p.Holder.String(), p.Amount()})
		}
		all = append(all, s)
	}
	return all
}

// Load returns a ledger with the entries, which it checks.
func Load(all []Saved) (l Ledger, err error) {
	for i, s := range all {
		postings := make([]Posting, len(s.Postings))
		for k, p := range s.Postings {
			if postings[k], err = p.load(); err != nil {
				return l, fmt.Errorf("entry %d: %w", i, err)
			}
		}
		if err := l.post(&Entry{s.Height, s.At.Unix(), s.Denom, postings, s.Cause}); err != nil {
			return l, fmt.Errorf("entry %d: %w", i, err)
		}
	}
	return l, nil
}

func (p SavedPosting) load() (Posting, error) {
	amount, ok := numtext.FixedOf(p.Amount)
	if !ok {
		return Posting{}, fmt.Errorf("the amount %s has too many digits", p.Amount)
	}
	switch name, address, _ := strings.Cut(p.Holder, ":"); {
	case p.Holder == Supply.String():
		return Posting{Supply, amount}, nil
	case name == "wallet" && address != "":
		return Posting{Wallet(address), amount}, nil
	case name == "locked" && address != "":
		return Posting{Locked(address), amount}, nil
	}
	return Posting{}, fmt.Errorf("unknown holder %q", p.Holder)
}
