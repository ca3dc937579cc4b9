package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/keyedqueue"
)

// Options configure an engine. The zero value uses real time and seed 0.
type Options struct {
	// Clock is the clock of the server. Default: a new clock in real time.
	Clock *clock.Clock
	// Seed determines IDs, hashes and codes. Two engines with the same seed and clock
	// return the same results for the same calls and resets.
	Seed uint64
	// PublicURL is the base URL of links in objects. Default: "http://localhost".
	PublicURL string
	// Sender sends deliveries. Without a Sender no delivery is attempted.
	Sender Sender
	// PlainHTTP allows endpoints with http URLs of other machines, and endpoints on this
	// machine that other machines register. The Sender must accept such URLs too.
	PlainHTTP bool
	// MaxEvents is the number of events that an account stores, and MaxDeliveries the
	// number of deliveries per endpoint. Older ones are dropped. Default: DefaultStored.
	MaxEvents, MaxDeliveries int
	// Attempted, if set, is called after every delivery attempt, without locks and from
	// several goroutines.
	Attempted func(Attempted)
}

// Bounds of MaxEvents and MaxDeliveries.
const (
	DefaultStored = 10_000
	MaxStored     = 10_000_000
)

// Engine holds all accounts. It is safe for concurrent use.
type Engine struct {
	clock     *clock.Clock
	publicURL string

	sender        Sender
	plainHTTP     bool
	attempted     func(Attempted)
	maxEvents     int
	maxDeliveries int
	faults        deliveryFaults
	attempts      *keyedqueue.Queue // by endpoint
	gate          clockGate
	emitted       signal       // signals that a transaction with events has committed
	sequence      atomic.Int64 // of events of all accounts
	catalogMu     sync.Mutex   // guards catalog; lock it after accounts
	catalog       *catalog     // the last one
	transactions  atomic.Int64 // number of the latest transaction of any account
	takeMu        sync.Mutex   // held while an event is taken; lock accounts after takeMu
	links         sync.Map     // AccountKey by the token of a public link

	base        context.Context // ends when the engine is closed
	cancel      context.CancelFunc
	workDone    chan struct{} // closed when the goroutine of Start has ended; nil before Start
	mu          sync.Mutex    // guards the fields below
	accounts    map[AccountKey]*Account
	generations generations
	viewed      viewedAccounts
	common      []commonEndpoint // endpoints of every account
}

// New returns an engine without accounts.
func New(opts Options) *Engine {
	if opts.Clock == nil {
		opts.Clock = clock.New()
	}
	if opts.PublicURL == "" {
		opts.PublicURL = "http://localhost"
	}
	e := &Engine{
		maxEvents: cmp.Or(opts.MaxEvents, DefaultStored), maxDeliveries: cmp.Or(opts.MaxDeliveries, DefaultStored),
		clock: opts.Clock, publicURL: opts.PublicURL, sender: opts.Sender, plainHTTP: opts.PlainHTTP, attempted: opts.Attempted,
		attempts: keyedqueue.New(maxAttempts), accounts: map[AccountKey]*Account{},
	}
	e.generations.seed = opts.Seed
	e.gate.attempts = map[*Account]int{}
	e.clock.BeforeMove = func() { e.gate.drain(nil) }
	e.base, e.cancel = context.WithCancel(context.Background())
	return e
}

// Start runs the jobs that real time makes due, deliveries in particular, in the
// background. Call Start once. Close ends it.
func (e *Engine) Start() {
	e.workDone = make(chan struct{})
	go e.work()
}

// Close stops deliveries, and waits until all attempts and the goroutine of Start have
// ended. Further calls do nothing. An engine without Start and without a Sender does
// not need Close.
func (e *Engine) Close() {
	e.Stop()
	if e.workDone != nil {
		<-e.workDone
	}
	e.attempts.Close()
	e.gate.drain(nil)
}

// Stop stops deliveries and jobs without waiting for them. Close waits.
func (e *Engine) Stop() { e.cancel() }

// PublicURL returns the address at which clients reach the server.
func (e *Engine) PublicURL() string { return e.publicURL }

// Clock returns the clock of the server.
func (e *Engine) Clock() *clock.Clock { return e.clock }

// ExistingAccount returns the account with the key, or nil if there is none yet.
func (e *Engine) ExistingAccount(key AccountKey) *Account {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.accounts[key]
}

// Account returns the account with the key. The first call creates the account with its
// test data.
func (e *Engine) Account(key AccountKey) *Account {
	account, late := e.create(key)
	if late { // the test data is older than the account
		e.RunDue()
	}
	return account
}

// create returns the account with the key. late reports whether the call has created an
// account with jobs that may be due already.
func (e *Engine) create(key AccountKey) (account *Account, late bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if account, ok := e.accounts[key]; ok {
		return account, false
	}
	return e.createLocked(key)
}

// createLocked creates the account with the key. The caller holds the lock of the engine.
func (e *Engine) createLocked(key AccountKey) (account *Account, late bool) {
	now, current := e.clock.Now(), e.generations.of(key)
	first, viewed := e.viewed.take(key)
	if !viewed {
		first.born, first.generation = now, current
	}
	account = e.newAccount(key, first)
	if first.generation != current { // restored: later IDs must not repeat
		account.drawFrom(current)
	}
	e.accounts[key] = account
	return account, first.born.Before(now)
}

func (e *Engine) newAccount(key AccountKey, first viewedAccount) *Account {
	account := newAccount(e, key, first.generation, first.born)
	account.addCommonEndpoints(e.common)
	return account
}

// View returns the account with the key for reading. If it was not created yet, View
// returns one with the same test data that is not stored: its changes are lost. Call
// EndView after the read.
func (e *Engine) View(key AccountKey) *Account {
	account, outdated := e.view(key)
	if outdated {
		return e.Account(key)
	}
	return account
}

// view is View. outdated reports that the test data may have changed since the first
// view.
func (e *Engine) view(key AccountKey) (account *Account, outdated bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if account, ok := e.accounts[key]; ok {
		return account, false
	}
	now := e.clock.Now()
	if first, viewed := e.viewed.find(key); viewed && now.Sub(first.born) >= paymentWindow {
		return nil, true
	}
	entry := e.viewed.begin(key, now, e.generations.of(key))
	account = e.newAccount(key, *entry)
	account.view = entry.number
	account.abandon()
	return account, false
}

// EndView ends a read of an account that View returned. shown reports whether the reader
// saw data of the account. The time of the first such read is the time of its test data.
func (e *Engine) EndView(a *Account, shown bool) {
	if a == nil || a.view == 0 {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.viewed.end(a.key, a.view, shown, a.invoiceOf)
}

// CheckLedger returns an error for every account whose ledger is inconsistent: entries
// that do not add up to zero, balances that do not follow from the entries, negative
// wallets, or a supply that differs from issued minus redeemed.
func (e *Engine) CheckLedger() error {
	e.mu.Lock()
	accounts := make([]*Account, 0, len(e.accounts))
	for _, account := range e.accounts {
		accounts = append(accounts, account)
	}
	e.mu.Unlock()
	slices.SortFunc(accounts, func(a, b *Account) int { return strings.Compare(a.key.String(), b.key.String()) })
	var faults []error
	for _, account := range accounts {
		if err := account.checkLedger(); err != nil {
			faults = append(faults, fmt.Errorf("account %s: %w", account.key, err))
		}
	}
	return errors.Join(faults...)
}
