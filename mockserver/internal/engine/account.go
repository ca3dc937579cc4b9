package engine

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
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

// AccountKey identifies an account. Every key has its own account: live and test data
// never mix, and connected accounts are separate.
type AccountKey struct {
	Name      string // the part after sk_test_ in the API key
	Live      bool
	Connected string // the connected account that the caller acts for, or ""
}

// String returns the key as messages show it: "test/name", or "test/name/acct_1" for a
// connected account. Slashes of a name are escaped, so that no two keys are shown alike.
func (k AccountKey) String() string {
	text := "test/"
	if k.Live {
		text = "live/"
	}
	if strings.ContainsAny(k.Name, "%/") {
		k.Name = nameEscaper.Replace(k.Name)
	}
	text += k.Name
	if k.Connected != "" {
		text += "/" + k.Connected
	}
	return text
}

var nameEscaper = strings.NewReplacer("%", "%25", "/", "%2F")

// Within reports whether the key is that of the account, or of one that it acts for.
func (k AccountKey) Within(account AccountKey) bool {
	return k == account || account.Connected == "" && k.owner() == account
}

// owner returns the key of the account that acts for a connected one.
func (k AccountKey) owner() AccountKey {
	k.Connected = ""
	return k
}

// Account holds the data of one merchant. It is safe for concurrent use.
type Account struct {
	engine   *Engine
	key      AccountKey
	treasury string // address of the treasury wallet

	origin origin

	clock     *clock.Account
	callerIDs idSource // IDs that callers draw outside of transactions

	abandoned atomic.Bool // by a reset: schedules no jobs; set under the lock
	view      uint64      // the number of an account that View has made, and otherwise 0

	mu          sync.Mutex      // guards the fields below
	sendCtx     context.Context // see sending
	cancelSends context.CancelFunc

	ids    idSource
	ledger ledger.Ledger
	timers map[job]*clock.Job // the waiting jobs

	ownMethod *payments.Method // see treasuryMethod; nil at first
	payments  Collection[payments.Payment]
	refunds   Collection[payments.Refund]
	orders    Collection[orders.Order]
	invoices  Collection[invoices.Invoice]
	customers Collection[api.Customer]
	products  Collection[orders.Product]

	transactions Collection[stablecoin.Transaction]
	issuances    Collection[stablecoin.Issuance]
	redemptions  Collection[stablecoin.Redemption]
	attestations Collection[attestation]
	references   map[reference]referenced

	agents     Collection[Agent]
	executions Collection[execution]

	globalOrders Collection[global.Order]
	checks       Collection[complianceRecord]
	rates        Collection[rateRecord]

	factorings   Collection[finance.Factoring]
	collected    Collection[decimal.Decimal] // amount received by the financer, by factoring ID
	poFinancings Collection[finance.POFinancing]
	loans        Collection[finance.Loan]

	events        Collection[Event]
	takePositions map[string]int // by selection: the index where the next TakeEvent begins

	webhookIDs    idSource // IDs and secrets of webhooks
	endpoints     Collection[webhook.Endpoint]
	formerSecrets Collection[[]formerSecret]
	common        map[string]bool                          // IDs of the endpoints that every account has; false: restored, and not yet one of this server
	remote        Collection[bool]                         // by endpoint ID: whether a remote caller set its URL
	deliveries    map[string]*Collection[webhook.Delivery] // by endpoint ID
	endpointIDs   []string                                 // oldest first
	held          map[string]string                        // by endpoint ID: the delivery that a fault holds back
	postponed     map[string]bool                          // deliveries that a fault held back or delayed

	paymentsOf map[string][]string // payment IDs by order ID, oldest first
	refundsOf  map[string][]string // refund IDs by payment ID, oldest first
	invoiceOf  map[string]string   // invoice ID by the token of the public link
	globalOf   map[string]string   // cross-border order ID by the ID of the underlying order
}

// newAccount returns an account whose test data is from the time born.
func newAccount(e *Engine, key AccountKey, g generation, born time.Time) *Account {
	a := &Account{
		engine: e, key: key, treasury: treasuryAddress(key), origin: origin{born.Truncate(time.Second), g},
		clock: e.clock.NewAccount(),
	}
	a.drawFrom(g)
	a.clock.BeforeMove = func() { e.gate.drain(a) }
	if !key.Live {
		a.seed()
	}
	return a
}

// drawFrom makes the account draw its IDs from a generation.
func (a *Account) drawFrom(g generation) {
	a.callerIDs = newIDSource(a.key, g, "caller")
	a.ids = newIDSource(a.key, g, "engine")
	a.webhookIDs = newIDSource(a.key, g, "webhooks")
}

// Key returns the key of the account.
func (a *Account) Key() AccountKey { return a.key }

// Treasury returns the address of the treasury wallet. The address is the same in every
// engine.
func (a *Account) Treasury() string { return a.treasury }

// NewID draws an ID with the prefix: "pay" returns "pay_test_" (in live mode "pay_")
// and 24 characters of [a-z0-9]. "req" never has "test_". NewID may be called inside
// and outside of transactions, and does not change the IDs that transactions draw.
func (a *Account) NewID(prefix string) string { return a.callerIDs.id(prefix, a.key.Live) }

// Update runs fn as one transaction under the lock of the account. If fn returns an
// error, every change is undone, and Update returns the error. An [*Error] with Keep is
// returned too, but its changes stay. fn must not call Update of the same account, and
// must not keep tx.
func (a *Account) Update(fn func(tx *Tx) error) error { return a.update(time.Time{}, nil, fn) }

// UpdateFor is Update on behalf of a request. Events of the transaction name the
// request.
func (a *Account) UpdateFor(request *webhook.Request, fn func(tx *Tx) error) error {
	return a.update(time.Time{}, request, fn)
}

// update is Update at a given time. Zero means the time of the account.
func (a *Account) update(now time.Time, request *webhook.Request, fn func(tx *Tx) error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now.IsZero() {
		now = a.clock.Now()
	}
	tx := freeTxs.Get().(*Tx)
	*tx = Tx{
		account: a, number: a.engine.transactions.Add(1), now: now.Truncate(time.Second), entries: a.ledger.Len(), request: request,
		undo: tx.undo, onCommit: tx.onCommit,
	}
	committed := false
	defer func() { // also when fn panics
		if !committed {
			tx.rollback()
		}
		tx.free()
	}()
	err := fn(tx)
	if err != nil && !keepsChanges(err) {
		return err
	}
	committed = true
	tx.commit()
	return err
}

func keepsChanges(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Keep
}

func (a *Account) checkLedger() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ledger.Check()
}
