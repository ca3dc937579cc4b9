package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
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
}

// Engine holds the accounts. It is safe for concurrent use.
type Engine struct {
	clock     *clock.Clock
	seed      uint64
	publicURL string

	mu       sync.Mutex
	accounts map[AccountKey]*Account
}

// New returns an engine without accounts.
func New(opts Options) *Engine {
	if opts.Clock == nil {
		opts.Clock = clock.New()
	}
	if opts.PublicURL == "" {
		opts.PublicURL = "http://localhost"
	}
	return &Engine{clock: opts.Clock, seed: opts.Seed, publicURL: opts.PublicURL, accounts: map[AccountKey]*Account{}}
}

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
		e.accounts[key] = account
	}
	return account
}

// Advance moves the clock forward by d, which must not be negative, and runs every
// job that comes due on the way, in time order and each at its own time.
func (e *Engine) Advance(d time.Duration) error { return e.clock.Advance(d) }

// SetTime moves the clock forward to t, as Advance does.
func (e *Engine) SetTime(t time.Time) error { return e.clock.Set(t) }

// RunDue runs the jobs that real time has made due. Call it before each request.
func (e *Engine) RunDue() { e.clock.RunDue() }

// Reset forgets every account and every job, and puts the clock back to its
// beginning, which is real time unless it was made frozen.
// Transactions that are under way end in accounts that nobody reaches any more.
func (e *Engine) Reset() {
	e.mu.Lock()
	old := e.accounts
	e.accounts = map[AccountKey]*Account{}
	e.mu.Unlock()
	for _, account := range old {
		account.abandon()
	}
	e.clock.Reset()
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
