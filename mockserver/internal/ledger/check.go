package ledger

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// check returns an error unless the postings add up to zero.
func (e Entry) check() error {
	var all sum
	for _, p := range e.Postings {
		all = all.plus(sum{fixed: p.amount})
	}
	if all.sign() == 0 {
		return nil
	}
	return fmt.Errorf("ledger: the postings at height %d in %s add up to %s, must be 0", e.Height, e.Denom, all.decimal())
}

// Check recomputes everything from the entries and returns all errors: entries that do
// not add up, wrong balances, negative wallets, and denominations whose wallets do not
// hold issued minus redeemed tokens.
func (l *Ledger) Check() error {
	var faults []error
	var again Ledger
	for e := range l.Entries() {
		faults = append(faults, e.check())
		again.apply(e, false)
	}
	supply, wallets := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	balances := l.allBalances()
	for key, held := range balances {
		balance := held.decimal()
		if want := again.Balance(key.holder, key.denom); !balance.Equal(want) {
			faults = append(faults, fmt.Errorf("ledger: %s holds %s %s, its postings add up to %s", key.holder, balance, key.denom, want))
		}
		if key.holder == Supply {
			supply[key.denom] = supply[key.denom].Sub(balance)
			continue
		}
		wallets[key.denom] = wallets[key.denom].Add(balance)
		if balance.IsNegative() {
			faults = append(faults, fmt.Errorf("ledger: %s holds %s %s, must be zero or more", key.holder, balance, key.denom))
		}
	}
	for denom, t := range again.totals {
		if have := l.total(denom); have.issued.minus(t.issued).sign() != 0 || have.redeemed.minus(t.redeemed).sign() != 0 {
			faults = append(faults, fmt.Errorf("ledger: issued %s and redeemed %s %s, the postings add up to %s and %s",
				have.issued.decimal(), have.redeemed.decimal(), denom, t.issued.decimal(), t.redeemed.decimal()))
		}
	}
	for _, b := range again.balances.list {
		if _, ok := balances[b.balanceKey]; !ok {
			faults = append(faults, fmt.Errorf("ledger: the postings of %s in %s have no balance", b.holder, b.denom))
		}
	}
	for denom, held := range wallets {
		if issued := supply[denom]; !held.Equal(issued) {
			faults = append(faults, fmt.Errorf("ledger: wallets hold %s %s, issued minus redeemed is %s", held, denom, issued))
		}
	}
	return join(faults)
}

// allBalances returns the balances with those of the base.
func (l *Ledger) allBalances() map[balanceKey]sum {
	all := map[balanceKey]sum{}
	if l.base != nil {
		for key, balance := range l.base.allBalances() {
			all[balanceKey{l.fromBase(key.holder), key.denom}] = balance
		}
	}
	for _, b := range l.balances.list {
		all[b.balanceKey] = b.amount
	}
	return all
}

// join joins the errors in a fixed order.
func join(faults []error) error {
	faults = slices.DeleteFunc(faults, func(err error) bool { return err == nil })
	slices.SortStableFunc(faults, func(a, b error) int {
		switch {
		case a.Error() < b.Error():
			return -1
		case a.Error() > b.Error():
			return 1
		}
		return 0
	})
	return errors.Join(faults...)
}
