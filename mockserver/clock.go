package mockserver

import (
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// Clock is the server's time. Payments that take an hour, authorisations that
// expire, rate limits and idempotency keys all follow it. It is real time until it
// is moved or frozen, and it only goes forward.
type Clock struct {
	engine *engine.Engine
}

// Now is the server's time, in UTC.
func (c *Clock) Now() time.Time { return c.engine.Clock().Now() }

// Advance moves the clock forward and returns when everything that came due on the
// way has happened, each at its own time. A negative duration is an error.
//
// Attempts of deliveries that come due are made one after another, each with 10 seconds
// of real time: with a receiver that does not answer, a move over all seven attempts of
// one delivery takes 70 seconds.
func (c *Clock) Advance(d time.Duration) error { return c.engine.Advance(d) }

// Set moves the clock to t as Advance does. A time before Now is an error.
func (c *Clock) Set(t time.Time) error { return c.engine.SetTime(t) }

// Freeze stops the clock; only Advance and Set move it then.
func (c *Clock) Freeze() { c.engine.Clock().Freeze() }

// Unfreeze lets the clock run on from where it stands.
func (c *Clock) Unfreeze() { c.engine.Clock().Unfreeze() }
