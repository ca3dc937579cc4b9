package engine

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/mockserver/internal/ledger"
)

// Effects are the changes of a transaction. Jobs of the clock that the transaction
// scheduled are separate transactions.
type Effects struct {
	Entries    []ledger.Entry // of the ledger
	Events     []*Event       // oldest first, as far as they are stored
	Deliveries []AccountDelivery
}

// Effects returns the effects of the transaction with the number. They are empty for an
// account that does not exist, and for an unknown number.
func (e *Engine) Effects(key AccountKey, number int64) Effects {
	account := e.ExistingAccount(key)
	if account == nil || number == 0 {
		return Effects{}
	}
	effects := account.effects(number)
	if len(effects.Events) > 0 {
		ids := map[string]bool{}
		for _, event := range effects.Events {
			ids[event.ID()] = true
		}
		effects.Deliveries = slices.DeleteFunc(account.allDeliveries(), func(d AccountDelivery) bool { return !ids[d.EventID] })
	}
	return effects
}

func (a *Account) effects(number int64) Effects {
	a.mu.Lock()
	defer a.mu.Unlock()
	effects := Effects{Entries: a.ledger.CausedBy(number)}
	for event := range a.events.Newest() {
		if event.cause < number {
			break
		}
		if event.cause == number {
			effects.Events = append(effects.Events, event)
		}
	}
	slices.Reverse(effects.Events)
	return effects
}

// Accounts returns the accounts that exist, ordered by key.
func (e *Engine) Accounts() []*Account {
	accounts := e.accountsOf(nil)
	slices.SortFunc(accounts, func(a, b *Account) int { return strings.Compare(a.key.String(), b.key.String()) })
	return accounts
}

// Counts are the numbers of objects of an account.
type Counts struct {
	Payments, Orders, Invoices, Events, Endpoints, Entries int
}

// Counts returns the numbers of objects of the account.
func (a *Account) Counts() Counts {
	a.mu.Lock()
	defer a.mu.Unlock()
	return Counts{
		Payments: a.payments.Len(), Orders: a.orders.Len(), Invoices: a.invoices.Len(),
		Events: a.events.Len(), Endpoints: a.endpoints.Len(), Entries: a.ledger.Len(),
	}
}

// DenomWallets holds the wallets of an account in one denomination.
type DenomWallets struct {
	Denom            string
	Issued, Redeemed decimal.Decimal
	Wallets          []ledger.Holding // the largest balance first
}

// Held returns the sum of all wallets, with their locked parts.
func (b *DenomWallets) Held() decimal.Decimal {
	var sum decimal.Decimal
	for _, h := range b.Wallets {
		sum = sum.Add(h.Total())
	}
	return sum
}

// Balanced reports whether the wallets hold the issued minus the redeemed amount.
func (b *DenomWallets) Balanced() bool { return b.Held().Equal(b.Issued.Sub(b.Redeemed)) }

// Wallets returns the wallets of the account, ordered by denomination.
func (a *Account) Wallets() []*DenomWallets {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []*DenomWallets
	for _, h := range a.ledger.Holdings() {
		if len(all) == 0 || all[len(all)-1].Denom != h.Denom {
			b := &DenomWallets{Denom: h.Denom}
			b.Issued, b.Redeemed = a.ledger.Issued(h.Denom, ledger.Moment{})
			all = append(all, b)
		}
		last := all[len(all)-1]
		last.Wallets = append(last.Wallets, h)
	}
	return all
}
