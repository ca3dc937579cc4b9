package ledger

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Moment is a point in the history: after a height or at the end of a second. The zero
// Moment is now.
type Moment struct {
	height int64
	time   time.Time
	bound  bool // height is set
}

// AtHeight returns the moment after the transactions of the height.
func AtHeight(height int64) Moment { return Moment{height: height, bound: true} }

// AtTime returns the moment at the end of the second.
func AtTime(at time.Time) Moment { return Moment{time: at} }

// Has reports whether an entry of the height and time precedes the moment.
func (m Moment) Has(height int64, at time.Time) bool {
	if m.bound && height > m.height {
		return false
	}
	return m.time.IsZero() || !at.After(m.time)
}

// IsNow reports whether the moment is the present.
func (m Moment) IsNow() bool { return !m.bound && m.time.IsZero() }

// BalanceAt returns the balance of the holder at a moment.
func (l *Ledger) BalanceAt(holder Holder, denom string, m Moment) decimal.Decimal {
	if m.IsNow() {
		return l.Balance(holder, denom)
	}
	var balance sum
	l.each(denom, m, func(p Posting) {
		if p.Holder == holder {
			balance = balance.plus(sum{fixed: p.amount})
		}
	})
	return balance.decimal()
}

// Issued returns the issued and the redeemed amount at a moment.
func (l *Ledger) Issued(denom string, m Moment) (issued, redeemed decimal.Decimal) {
	if m.IsNow() { // running totals
		t := l.total(strings.ToLower(denom))
		return t.issued.decimal(), t.redeemed.decimal()
	}
	l.each(denom, m, func(p Posting) {
		switch amount := p.Amount(); {
		case p.Holder != Supply:
		case amount.IsNegative():
			issued = issued.Sub(amount)
		default:
			redeemed = redeemed.Add(amount)
		}
	})
	return issued, redeemed
}

// each calls fn for the postings of a denomination up to a moment. It reads all
// entries, because a late job may have an earlier time than the entry before it.
func (l *Ledger) each(denom string, m Moment, fn func(Posting)) {
	denom = strings.ToLower(denom)
	for e := range l.Entries() {
		if e.Denom != denom || !m.Has(e.Height, e.At()) {
			continue
		}
		for _, p := range e.Postings {
			fn(p)
		}
	}
}
