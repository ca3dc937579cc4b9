package ledger

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/shopspring/decimal"
)

// Holding is the balance of one wallet in one denomination.
type Holding struct {
	Address           string
	Denom             string
	Available, Locked decimal.Decimal
}

// Total returns the available and the locked part.
func (h Holding) Total() decimal.Decimal { return h.Available.Add(h.Locked) }

// Holdings returns all wallets that ever held tokens, ordered by denomination. Within
// one, the largest balance is first.
func (l *Ledger) Holdings() []Holding {
	type place struct{ denom, address string }
	found := map[place]*Holding{}
	for key, balance := range l.allBalances() {
		if key.holder == Supply {
			continue
		}
		at := place{key.denom, key.holder.Address()}
		h := found[at]
		if h == nil {
			h = &Holding{Address: at.address, Denom: at.denom}
			found[at] = h
		}
		if key.holder.locked() {
			h.Locked = balance.decimal()
		} else {
			h.Available = balance.decimal()
		}
	}
	all := make([]Holding, 0, len(found))
	for _, h := range found {
		all = append(all, *h)
	}
	sort.Slice(all, func(a, b int) bool {
		x, y := &all[a], &all[b]
		return cmp.Or(strings.Compare(x.Denom, y.Denom), y.Total().Cmp(x.Total()), strings.Compare(x.Address, y.Address)) < 0
	})
	return all
}

// CausedBy returns the entries of the transaction with the number, without those of the
// original of a fork. Their postings are read-only.
func (l *Ledger) CausedBy(cause int64) (all []Entry) {
	begin, _ := slices.BinarySearchFunc(l.entries, cause, func(e *Entry, cause int64) int { return cmp.Compare(e.Cause, cause) })
	for _, e := range l.entries[begin:] {
		if e.Cause != cause {
			break
		}
		all = append(all, *e)
	}
	return all
}
