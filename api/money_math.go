package api

import (
	"errors"
	"fmt"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/numtext"
)

// Sum returns the sum of amounts of one currency. Amounts that are not set are skipped.
// The sum of no amounts is the zero Money.
func Sum(amounts ...Money) (Money, error) {
	var sum Money
	for _, m := range amounts {
		switch {
		case !m.IsSet():
		case !sum.IsSet():
			if err := m.Err(); err != nil {
				return Money{}, err
			}
			sum = m
		default:
			next, err := sum.Add(m)
			if err != nil {
				return Money{}, err
			}
			sum = next
		}
	}
	return sum, nil
}

// Neg returns the amount with the opposite sign.
func (m Money) Neg() Money {
	m.number = m.number.Neg()
	return m
}

// Add returns the sum. Different currencies return [ErrCurrencyMismatch].
func (m Money) Add(n Money) (Money, error) {
	if err := m.compatible(n); err != nil {
		return Money{}, err
	}
	return FromDecimal(m.Decimal().Add(n.Decimal()), m.currency), nil
}

// Sub returns the difference. Different currencies return [ErrCurrencyMismatch].
func (m Money) Sub(n Money) (Money, error) { return m.Add(n.Neg()) }

// Mul returns the product, rounded half away from zero to the decimals of the currency.
// For tokens it keeps the decimals of the amount, and at least two.
func (m Money) Mul(factor Decimal) (Money, error) {
	if err := errors.Join(m.Err(), factor.Err()); err != nil {
		return Money{}, err
	}
	product := FromDecimal(m.Decimal().Mul(factor.Decimal).Round(int32(m.number.Places())), m.currency)
	return product, product.Err()
}

// Cmp returns -1, 0 or +1 if m is less than, equal to or greater than n. Different
// currencies return [ErrCurrencyMismatch].
func (m Money) Cmp(n Money) (int, error) {
	if err := m.compatible(n); err != nil {
		return 0, err
	}
	return m.Decimal().Cmp(n.Decimal()), nil
}

// Equal reports whether both are the same amount of the same currency. Currencies are
// compared case-insensitively.
func (m Money) Equal(n Money) bool {
	return m.fault == n.fault && numtext.SameCurrency(m.currency, n.currency) && (m.number == n.number || m.Decimal().Equal(n.Decimal()))
}

func (m Money) compatible(n Money) error {
	for _, x := range []Money{m, n} {
		if err := x.Err(); err != nil {
			return err
		}
	}
	if !numtext.SameCurrency(m.currency, n.currency) {
		return fmt.Errorf("%w: %s and %s", ErrCurrencyMismatch, m.currency, n.currency)
	}
	return nil
}

// Allocate splits the amount by weights. The parts add up to the amount exactly. Each
// part is rounded down to the currency's smallest unit (for tokens to their hundredth if
// the amount has no more decimals). The remaining units go to the largest remainders,
// earlier parts first.
func (m Money) Allocate(weights ...int64) ([]Money, error) {
	if err := m.Err(); err != nil {
		return nil, err
	}
	var total decimal.Decimal
	for i, w := range weights {
		if w < 0 {
			return nil, fmt.Errorf("stateset: weight %d of an allocation is %d: must be 0 or more", i, w)
		}
		total = total.Add(decimal.NewFromInt(w))
	}
	if !total.IsPositive() {
		return nil, errors.New("stateset: an allocation needs a weight above zero")
	}
	return m.allocate(weights, total), nil
}

func (m Money) allocate(weights []int64, total decimal.Decimal) []Money {
	places := int32(m.number.Places())
	units := m.Decimal().Abs().Shift(places)
	parts := make([]decimal.Decimal, len(weights))
	remainders := make([]decimal.Decimal, len(weights))
	order := make([]int, len(weights))
	left := units
	for i, w := range weights {
		parts[i], remainders[i] = units.Mul(decimal.NewFromInt(w)).QuoRem(total, 0)
		left = left.Sub(parts[i])
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return remainders[order[a]].GreaterThan(remainders[order[b]]) })
	for i := 0; left.IsPositive(); i++ {
		parts[order[i]] = parts[order[i]].Add(decimal.NewFromInt(1))
		left = left.Sub(decimal.NewFromInt(1))
	}
	out := make([]Money, len(weights))
	for i, part := range parts {
		if m.Sign() < 0 {
			part = part.Neg()
		}
		out[i] = FromDecimal(part.Shift(-places), m.currency)
	}
	return out
}
