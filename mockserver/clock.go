package mockserver

import (
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// Clock is the time of the server. Everything that depends on time follows it: expiring
// orders, pending payments, rate limits, idempotency keys. The clock is real time until
// it is moved or frozen, and it only goes forward.
//
// The time of an account is the time of the server plus the offset of the account, see
// [Account.Clock].
type Clock struct {
	engine *engine.Engine
}

// Clock returns the time of the server.
func (s *Server) Clock() *Clock { return &Clock{engine: s.engine} }

// Now returns the time in UTC.
func (c *Clock) Now() time.Time { return c.engine.Clock().Now() }

// Advance moves the clock forward. It returns when everything that became due on the way
// has happened in all accounts, each at its own time. It returns an error for a negative
// duration and for a move beyond the year 9999.
//
// Delivery attempts that become due are made one after another. Each may take 10 seconds
// of real time: for a receiver that does not respond, a move over all seven attempts of a
// delivery takes 70 seconds.
func (c *Clock) Advance(d time.Duration) error { return c.engine.Advance(d) }

// Set moves the clock to t in the same way as Advance. It returns an error for a time
// before Now.
func (c *Clock) Set(t time.Time) error { return c.engine.SetTime(t) }

// Freeze stops the clock, and with it the clocks of all accounts. A frozen clock changes
// only by Advance and Set.
func (c *Clock) Freeze() { c.engine.Clock().Freeze() }

// Unfreeze starts the clock again from its present time.
func (c *Clock) Unfreeze() { c.engine.Clock().Unfreeze() }

// AccountClock is the time of one account: the time of the server plus an offset. The
// offset begins with zero, and only [AccountClock.Advance] increases it. A reset of the
// account sets it to zero.
//
// The objects, events, deliveries, rate limits and idempotency keys of the account have
// its time. A request with the header X-Account-Id has the time of the connected account,
// except for the rate limit, which is the caller's. Signatures of deliveries have real
// time, see [WithServerTimeSignatures].
type AccountClock struct {
	account *Account
}

// Clock returns the time of the account. Use it in tests that share a server: a move of
// the account does not change the time of other accounts. Moves of different accounts run
// at the same time.
func (a *Account) Clock() *AccountClock { return &AccountClock{account: a} }

// Now returns the time of the account in UTC.
func (c *AccountClock) Now() time.Time { return c.account.engine().Clock().Now() }

// Advance is [Clock.Advance] for this account alone. An account that does not exist yet is
// created first, so that its test data becomes older.
func (c *AccountClock) Advance(d time.Duration) error { return c.account.engine().Advance(d) }
