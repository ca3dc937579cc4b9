package engine

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Tx is a transaction of an account, valid inside of [Account.Update] only. Its
// methods check, in this order: rules across fields, existence, state, money. A
// refusal is an [*Error].
type Tx struct {
	account *Account
	now     time.Time
	height  int64            // of the call's on-chain transaction, 0 while there is none
	entries int              // of the ledger before the transaction
	request *webhook.Request // that caused it, nil where time did
	silent  bool             // it emits no events

	undo     []func() // takes back what was done, run newest first
	onCommit []func()
}

// Now is the time of the transaction, in UTC and whole seconds, as timestamps of
// the API are. In a job it is the job's due time.
func (tx *Tx) Now() time.Time { return tx.now }

// Payments are the account's payments.
func (tx *Tx) Payments() *Collection[payments.Payment] { return tx.account.payments }

// Refunds are the account's refunds.
func (tx *Tx) Refunds() *Collection[payments.Refund] { return tx.account.refunds }

// Orders are the account's orders.
func (tx *Tx) Orders() *Collection[orders.Order] { return tx.account.orders }

// Invoices are the account's invoices.
func (tx *Tx) Invoices() *Collection[invoices.Invoice] { return tx.account.invoices }

// Customers are the account's customers.
func (tx *Tx) Customers() *Collection[api.Customer] { return tx.account.customers }

// Products are the account's products.
func (tx *Tx) Products() *Collection[orders.Product] { return tx.account.products }

// Transactions are the movements of the account's ledger.
func (tx *Tx) Transactions() *Collection[stablecoin.Transaction] { return tx.account.transactions }

// Redemptions are the account's redemptions.
func (tx *Tx) Redemptions() *Collection[stablecoin.Redemption] { return tx.account.redemptions }

// Factorings are the account's factorings.
func (tx *Tx) Factorings() *Collection[finance.Factoring] { return tx.account.factorings }

// POFinancings are the account's financings of purchase orders.
func (tx *Tx) POFinancings() *Collection[finance.POFinancing] { return tx.account.poFinancings }

// Loans are the account's loans.
func (tx *Tx) Loans() *Collection[finance.Loan] { return tx.account.loans }

// GlobalOrders are the account's cross-border orders.
func (tx *Tx) GlobalOrders() *Collection[global.Order] { return tx.account.globalOrders }

// Events are the account's events.
func (tx *Tx) Events() *Collection[Event] { return tx.account.events }

func (tx *Tx) newID(prefix string) string {
	return tx.account.ids.id(prefix, tx.account.key.Live)
}

// schedule has fn run in a transaction of its own at due, once this one has
// committed. name is unique among the account's waiting jobs.
func (tx *Tx) schedule(name string, due time.Time, fn func(tx *Tx) error) {
	a := tx.account
	tx.onCommit = append(tx.onCommit, func() {
		a.timers[name] = a.engine.clock.Schedule(due, func(now time.Time) { a.runJob(name, now, fn) })
	})
}

// unschedule takes the job out of the queue once the transaction has committed.
func (tx *Tx) unschedule(name string) {
	a := tx.account
	tx.onCommit = append(tx.onCommit, func() {
		a.engine.clock.Cancel(a.timers[name])
		delete(a.timers, name)
	})
}

// runJob runs a job whose time has come. Jobs look at the state they find, since
// it may have changed while the job waited for the account; one that fails leaves
// no trace and tells nobody, there is nobody to tell.
func (a *Account) runJob(name string, now time.Time, fn func(tx *Tx) error) {
	_ = a.update(now, nil, func(tx *Tx) error {
		delete(a.timers, name)
		return fn(tx)
	})
}

func (tx *Tx) commit() {
	if tx.account.abandoned {
		return
	}
	for _, fn := range tx.onCommit {
		fn()
	}
}

func (tx *Tx) rollback() {
	for i := len(tx.undo) - 1; i >= 0; i-- {
		tx.undo[i]()
	}
	tx.account.ledger.Rollback(tx.entries)
}

// link appends id to the list of owner.
func (tx *Tx) link(lists map[string][]string, owner, id string) {
	before, known := lists[owner]
	lists[owner] = append(before, id)
	tx.undo = append(tx.undo, func() {
		lists[owner] = before
		if !known {
			delete(lists, owner)
		}
	})
}
