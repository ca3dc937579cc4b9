package ledger

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Moment says how far back to look: up to a height or a time, both inclusive. The
// zero Moment is now.
type Moment struct {
	height int64
	time   time.Time
	bound  bool // whether height counts
}

// AtHeight is the moment after the transactions of that height.
func AtHeight(height int64) Moment { return Moment{height: height, bound: true} }

// AtTime is the moment at the end of that second.
func AtTime(at time.Time) Moment { return Moment{time: at} }

// Has reports whether something that happened at that height and time had happened
// by then.
func (m Moment) Has(height int64, at time.Time) bool {
	if m.bound && height > m.height {
		return false
	}
	return m.time.IsZero() || !at.After(m.time)
}

// now reports whether the moment is the present, whose balances are known.
func (m Moment) now() bool { return !m.bound && m.time.IsZero() }

// BalanceAt is what the holder had of the denomination.
func (l *Ledger) BalanceAt(holder Holder, denom string, m Moment) decimal.Decimal {
	if m.now() {
		return l.Balance(holder, denom)
	}
	var sum decimal.Decimal
	l.each(denom, m, func(p Posting) {
		if p.Holder == holder {
			sum = sum.Add(p.Amount)
		}
	})
	return sum
}

// Issued is how much of the denomination was issued and redeemed.
func (l *Ledger) Issued(denom string, m Moment) (issued, redeemed decimal.Decimal) {
	l.each(denom, m, func(p Posting) {
		switch {
		case p.Holder != Supply:
		case p.Amount.IsNegative():
			issued = issued.Sub(p.Amount)
		default:
			redeemed = redeemed.Add(p.Amount)
		}
	})
	return issued, redeemed
}

// each walks the postings of a denomination up to a moment. It looks at all
// entries: jobs that were late carry an earlier time than what went before them.
func (l *Ledger) each(denom string, m Moment, fn func(Posting)) {
	denom = strings.ToLower(denom)
	for i := range l.entries {
		e := &l.entries[i]
		if !m.Has(e.Height, e.At) {
			continue
		}
		for _, p := range e.Postings {
			if p.Denom == denom {
				fn(p)
			}
		}
	}
}
