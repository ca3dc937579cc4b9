package ledger

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
)

// sum is an exact sum of amounts. The sum of many amounts may be out of the range of a
// single one.
type sum struct {
	fixed numtext.Fixed
	large *decimal.Decimal // instead of fixed, for a number that does not fit; otherwise nil
}

func sumOf(d decimal.Decimal) sum {
	if f, ok := numtext.FixedOf(d); ok {
		return sum{fixed: f}
	}
	return sum{large: &d}
}

func (s sum) decimal() decimal.Decimal {
	if s.large != nil {
		return *s.large
	}
	return s.fixed.Decimal()
}

func (s sum) plus(t sum) sum {
	if s.large == nil && t.large == nil {
		if f, ok := s.fixed.Add(t.fixed); ok {
			return sum{fixed: f}
		}
	}
	return sumOf(s.decimal().Add(t.decimal()))
}

func (s sum) neg() sum {
	if s.large != nil {
		return sumOf(s.large.Neg())
	}
	return sum{fixed: s.fixed.Neg()}
}

func (s sum) sign() int {
	if s.large != nil {
		return s.large.Sign()
	}
	return s.fixed.Sign()
}

func (s sum) minus(t sum) sum { return s.plus(t.neg()) }
