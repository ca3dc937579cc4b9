package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/keyedqueue"
)

// Options configure an engine. The zero value is real time and seed 0.
type Options struct {
	// Clock is the server's clock; nil means one of the engine's own, in real time.
	Clock *clock.Clock
	// Seed fixes ids, hashes and codes: two engines with one seed and clock give the
	// same answers to the same calls.
	Seed uint64
	// PublicURL is where the server is reached, for the links that its objects have;
	// empty means "http://localhost".
	PublicURL string
	// Sender sends the deliveries of events; nil means that none is attempted.
	Sender Sender
	// PlainHTTP lets endpoints that AddEndpoint adds have http URLs of other machines;
	// the Sender must take them too.
	PlainHTTP bool
	// Attempted, unless nil, is told of every attempt of a delivery. It is called
	// without locks, by several goroutines.
	Attempted func(Attempted)
}

// Engine holds the accounts. It is safe for concurrent use.
type Engine struct {
	clock     *clock.Clock
	seed      uint64
	publicURL string

	sender    Sender
	plainHTTP bool
	attempted func(Attempted)
	faults    deliveryFaults
	attempts  *keyedqueue.Queue // by endpoint
	gate      clockGate
	emitted   signal       // rings when a transaction with events has committed
	sequence  atomic.Int64 // of events, over all accounts
	takeMu    sync.Mutex   // held by who takes an event; accounts are locked inside of it

	base        context.Context // ends with the engine
	cancel      context.CancelFunc
	workDone    chan struct{} // closed when the goroutine of Start has ended, nil before Start
	mu          sync.Mutex    // guards what follows
	accounts    map[AccountKey]*Account
	common      []commonEndpoint // every account has them
	sendCtx     context.Context  // of attempts, ends with Reset
	cancelSends context.CancelFunc
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
		clock: opts.Clock, seed: opts.Seed, publicURL: opts.PublicURL, sender: opts.Sender, plainHTTP: opts.PlainHTTP, attempted: opts.Attempted,
		attempts: keyedqueue.New(maxAttempts), accounts: map[AccountKey]*Account{},
	}
	e.base, e.cancel = context.WithCancel(context.Background())
	e.sendCtx, e.cancelSends = context.WithCancel(e.base)
	return e
}

// Start does what real time makes due, deliveries above all, without a request coming
// in. Call it once; Close ends it.
func (e *Engine) Start() {
	e.workDone = make(chan struct{})
	go e.work()
}

// Close ends the deliveries and waits until none is under way and the goroutine of
// Start has ended. Calling it again does nothing. An engine that was neither started
// nor given a sender need not be closed.
func (e *Engine) Close() {
	e.Stop()
	if e.workDone != nil {
		<-e.workDone
	}
	e.attempts.Close()
	e.gate.drain()
}

// Stop has everything end that Close waits for.
func (e *Engine) Stop() { e.cancel() }

// Clock is the server's clock.
func (e *Engine) Clock() *clock.Clock { return e.clock }

// Account returns the account of that key. It springs into existence, with its
// test data, at its first use.
func (e *Engine) Account(key AccountKey) *Account {
	e.mu.Lock()
	defer e.mu.Unlock()
	account, ok := e.accounts[key]
	if !ok {
		account = newAccount(e, key)
		account.addCommonEndpoints(e.common)
		e.accounts[key] = account
	}
	return account
}

// Advance moves the clock forward by d, which must not be negative, and runs every
// job that comes due on the way, in time order and each at its own time.
//
// Attempts under way end first. Those that come due are made before it returns, one
// after another, so who receives a delivery must not move the clock, and receivers that
// do not answer hold it up by the limit of an attempt each time.
func (e *Engine) Advance(d time.Duration) error {
	return e.move(func() error { return e.clock.Advance(d) })
}

// SetTime moves the clock forward to t, as Advance does.
func (e *Engine) SetTime(t time.Time) error {
	return e.move(func() error { return e.clock.Set(t) })
}

// Reset forgets every account and every job, and puts the clock back to its
// beginning, which is real time unless it was made frozen.
// Transactions that are under way end in accounts that nobody reaches any more, and
// requests of deliveries are cut off.
func (e *Engine) Reset() {
	e.mu.Lock() // no account comes into being meanwhile: its jobs would be lost
	defer e.mu.Unlock()
	for _, account := range e.accounts {
		account.abandon()
	}
	e.accounts = map[AccountKey]*Account{}
	e.faults.forget()
	e.clock.Reset()
	e.cancelSends() // last: what waits behind an attempt finds its account abandoned
	e.sendCtx, e.cancelSends = context.WithCancel(e.base)
}

// CheckLedger says of every account what does not balance, or nil: entries that do
// not add up to zero, balances that do not follow from the entries, wallets below
// zero or that do not hold what was issued minus what was redeemed.
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
