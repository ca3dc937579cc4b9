package engine

import (
	"slices"
	"sync"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Tx is a transaction of an account. It is valid only inside of [Account.Update]. Its
// methods check in this order: rules across fields, existence, state, money. They
// return an [*Error].
type Tx struct {
	// Remote is set for a caller on another machine. Webhook endpoints of such callers
	// may not be on this machine, unless private networks are allowed.
	Remote bool

	account *Account
	number  int64 // see Number; 0 for test data
	now     time.Time
	height  int64            // of the call's on-chain transaction; 0 if there is none
	entries int              // of the ledger before the transaction
	request *webhook.Request // the cause of the transaction; nil for a job of the clock
	silent  bool             // emits no events
	chosen  chosenID         // instead of one that newID draws

	emitted  bool           // has an event to announce
	undo     []records.Undo // of the changes
	onCommit []func()
}

// freeTxs holds ended transactions, for the memory of their lists.
var freeTxs = sync.Pool{New: func() any { return &Tx{} }}

// free makes the transaction available to others.
func (tx *Tx) free() {
	clear(tx.undo)
	clear(tx.onCommit)
	*tx = Tx{undo: tx.undo[:0], onCommit: tx.onCommit[:0]}
	freeTxs.Put(tx)
}

// Now returns the time of the transaction, in UTC and whole seconds, like timestamps of
// the API. In a job it is the due time of the job.
func (tx *Tx) Now() time.Time { return tx.now }

// Number returns the number of the transaction. It is unique in the engine, and grows
// with each transaction of the account. See [Engine.Effects].
func (tx *Tx) Number() int64 { return tx.number }

// Payments returns the payments of the account.
func (tx *Tx) Payments() *Collection[payments.Payment] { return &tx.account.payments }

// Refunds returns the refunds of the account.
func (tx *Tx) Refunds() *Collection[payments.Refund] { return &tx.account.refunds }

// Orders returns the orders of the account.
func (tx *Tx) Orders() *Collection[orders.Order] { return &tx.account.orders }

// Invoices returns the invoices of the account.
func (tx *Tx) Invoices() *Collection[invoices.Invoice] { return &tx.account.invoices }

// Customers returns the customers of the account.
func (tx *Tx) Customers() *Collection[api.Customer] { return &tx.account.customers }

// Products returns the products of the account.
func (tx *Tx) Products() *Collection[orders.Product] { return &tx.account.products }

// Transactions returns the transactions of the account's ledger.
func (tx *Tx) Transactions() *Collection[stablecoin.Transaction] { return &tx.account.transactions }

// Redemptions returns the redemptions of the account.
func (tx *Tx) Redemptions() *Collection[stablecoin.Redemption] { return &tx.account.redemptions }

// Factorings returns the factorings of the account.
func (tx *Tx) Factorings() *Collection[finance.Factoring] { return &tx.account.factorings }

// POFinancings returns the purchase order financings of the account.
func (tx *Tx) POFinancings() *Collection[finance.POFinancing] { return &tx.account.poFinancings }

// Loans returns the loans of the account.
func (tx *Tx) Loans() *Collection[finance.Loan] { return &tx.account.loans }

// GlobalOrders returns the cross-border orders of the account.
func (tx *Tx) GlobalOrders() *Collection[global.Order] { return &tx.account.globalOrders }

// Events returns the events of the account.
func (tx *Tx) Events() *Collection[Event] { return &tx.account.events }

func (tx *Tx) newID(prefix string) string {
	if id, chosen := tx.chosen.take(prefix); chosen {
		return id
	}
	return tx.account.ids.id(prefix, tx.account.key.Live)
}

func (tx *Tx) commit() {
	if tx.account.abandoned.Load() {
		return
	}
	if tx.emitted {
		tx.account.events.Trim(tx.account.engine.maxEvents, (*Event).ID)
		tx.account.engine.emitted.broadcast()
	}
	for _, fn := range tx.onCommit {
		fn()
	}
}

func (tx *Tx) rollback() { tx.rollbackTo(0, tx.entries) }

// rollbackTo undoes changes, newest first, until n changes and the number of entries of
// the ledger are left.
func (tx *Tx) rollbackTo(n, entries int) {
	for _, change := range slices.Backward(tx.undo[n:]) {
		change.Run()
	}
	tx.undo = slices.Delete(tx.undo, n, len(tx.undo))
	tx.account.ledger.Rollback(entries)
}

// onUndo calls fn if the transaction is undone.
func (tx *Tx) onUndo(fn func()) { tx.undo = append(tx.undo, records.UndoFunc(fn)) }

// link appends id to the list of owner.
func (tx *Tx) link(lists *map[string][]string, owner, id string) {
	before, known := (*lists)[owner]
	store(lists, owner, append(before, id))
	tx.onUndo(func() {
		(*lists)[owner] = before
		if !known {
			delete(*lists, owner)
		}
	})
}

// store stores a value in a map, which it creates if it is nil.
func store[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}
