package engine

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// AccountKey names an account. Every key is an account of its own: live and test
// data never mix, and neither do those of connected accounts.
type AccountKey struct {
	Name      string // what follows sk_test_ in the key
	Live      bool
	Connected string // the connected account that the caller acts for, or ""
}

// String is the key as messages show it.
func (k AccountKey) String() string {
	mode := "test"
	if k.Live {
		mode = "live"
	}
	if k.Connected != "" {
		return fmt.Sprintf("%s/%s/%s", mode, k.Name, k.Connected)
	}
	return fmt.Sprintf("%s/%s", mode, k.Name)
}

// Account is one merchant's data. It is safe for concurrent use.
type Account struct {
	engine   *Engine
	key      AccountKey
	treasury string // address of the treasury wallet

	callerIDs *idSource // ids that the caller draws, outside of transactions

	mu        sync.Mutex // guards what follows
	abandoned bool       // the engine was reset: schedule nothing any more
	ids       *idSource
	ledger    *ledger.Ledger
	timers    map[string]*clock.Job // by the job's name

	payments  *Collection[payments.Payment]
	refunds   *Collection[payments.Refund]
	orders    *Collection[orders.Order]
	invoices  *Collection[invoices.Invoice]
	customers *Collection[api.Customer]
	products  *Collection[orders.Product]

	transactions *Collection[stablecoin.Transaction]
	issuances    *Collection[stablecoin.Issuance]
	redemptions  *Collection[stablecoin.Redemption]
	attestations *Collection[attestation]
	references   map[reference]referenced

	agents     *Collection[Agent]
	executions *Collection[execution]

	globalOrders *Collection[global.Order]
	checks       *Collection[complianceRecord]
	rates        *Collection[rateRecord]

	factorings   *Collection[finance.Factoring]
	collected    *Collection[decimal.Decimal] // what the financer has of each factoring
	poFinancings *Collection[finance.POFinancing]
	loans        *Collection[finance.Loan]

	events        *Collection[Event]
	takePositions map[string]int // by the types waited for: from this place on an event may be there to take

	webhookIDs    *idSource // ids and secrets that have to do with webhooks
	endpoints     *Collection[webhook.Endpoint]
	formerSecrets *Collection[[]formerSecret]
	common        map[string]bool                          // ids of the endpoints that every account has
	deliveries    map[string]*Collection[webhook.Delivery] // by the endpoint's id
	endpointIDs   []string                                 // ids of the endpoints, oldest first
	held          map[string]string                        // by the endpoint's id: the delivery that a fault holds back
	postponed     map[string]bool                          // deliveries that a fault held back or delayed

	paymentsOf map[string][]string // payment ids of an order id, oldest first
	refundsOf  map[string][]string // refund ids of a payment id, oldest first
	invoiceOf  map[string]string   // invoice id of the token in a public link
	globalOf   map[string]string   // cross-border order id of the order behind it
}

func newAccount(e *Engine, key AccountKey) *Account {
	a := &Account{
		engine: e, key: key, treasury: treasuryAddress(key),
		callerIDs: newIDSource(e.seed, key, "caller"),
		ids:       newIDSource(e.seed, key, "engine"),
		ledger:    ledger.New(),
		timers:    map[string]*clock.Job{},

		payments:  newCollection[payments.Payment](),
		refunds:   newCollection[payments.Refund](),
		orders:    newCollection[orders.Order](),
		invoices:  newCollection[invoices.Invoice](),
		customers: newCollection[api.Customer](),
		products:  newCollection[orders.Product](),

		transactions: newCollection[stablecoin.Transaction](),
		issuances:    newCollection[stablecoin.Issuance](),
		redemptions:  newCollection[stablecoin.Redemption](),
		attestations: newCollection[attestation](),
		references:   map[reference]referenced{},

		agents:     newCollection[Agent](),
		executions: newCollection[execution](),

		globalOrders: newCollection[global.Order](),
		checks:       newCollection[complianceRecord](),
		rates:        newCollection[rateRecord](),

		factorings:   newCollection[finance.Factoring](),
		collected:    newCollection[decimal.Decimal](),
		poFinancings: newCollection[finance.POFinancing](),
		loans:        newCollection[finance.Loan](),

		events:        newCollection[Event](),
		takePositions: map[string]int{},

		webhookIDs:    newIDSource(e.seed, key, "webhooks"),
		endpoints:     newCollection[webhook.Endpoint](),
		formerSecrets: newCollection[[]formerSecret](),
		common:        map[string]bool{},
		deliveries:    map[string]*Collection[webhook.Delivery]{},
		held:          map[string]string{},
		postponed:     map[string]bool{},

		paymentsOf: map[string][]string{},
		refundsOf:  map[string][]string{},
		invoiceOf:  map[string]string{},
		globalOf:   map[string]string{},
	}
	a.orders.changed = (*Tx).followOrder
	if !key.Live {
		if err := a.seed(); err != nil {
			panic(fmt.Sprintf("engine: test data: %v", err)) // it is all literals of this package
		}
	}
	return a
}

// Key is the account's key.
func (a *Account) Key() AccountKey { return a.key }

// Treasury is the address of the account's treasury wallet, the same in every
// engine.
func (a *Account) Treasury() string { return a.treasury }

// NewID draws an id of that prefix: "pay" gives "pay_test_" (in live mode "pay_")
// and 24 characters of [a-z0-9], "req" never has "test_". It may be called inside
// and outside of transactions and does not disturb the ids that those draw.
func (a *Account) NewID(prefix string) string { return a.callerIDs.id(prefix, a.key.Live) }

// Update runs fn as one transaction under the account's lock. When fn returns an
// error, nothing has happened, except with an [*Error] whose Keep is set: then
// what fn did stays, and the error is returned all the same. fn must not call
// Update of the same account, nor keep tx.
func (a *Account) Update(fn func(tx *Tx) error) error { return a.update(time.Time{}, nil, fn) }

// UpdateFor is Update for a request, which the events that it causes name.
func (a *Account) UpdateFor(request *webhook.Request, fn func(tx *Tx) error) error {
	return a.update(time.Time{}, request, fn)
}

// update is Update at a given time; the zero time is the clock's.
func (a *Account) update(now time.Time, request *webhook.Request, fn func(tx *Tx) error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now.IsZero() {
		now = a.engine.clock.Now()
	}
	tx := &Tx{account: a, now: now.Truncate(time.Second), entries: a.ledger.Len(), request: request}
	committed := false
	defer func() { // also when fn panics
		if !committed {
			tx.rollback()
		}
	}()
	err := fn(tx)
	if refusal := (*Error)(nil); err != nil && (!errors.As(err, &refusal) || !refusal.Keep) {
		return err
	}
	committed = true
	tx.commit()
	return err
}

func (a *Account) abandon() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.abandoned = true
}

func (a *Account) checkLedger() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ledger.Check()
}
