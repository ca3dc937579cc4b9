package httpapi

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// clockState is the clock of the server or of an account in control responses.
//
//wire:response
type clockState struct {
	Account       string `json:"account,omitzero"` // "test/name"
	Now           string `json:"now"`              // RFC 3339
	Frozen        bool   `json:"frozen"`
	OffsetSeconds int64  `json:"offset_seconds"` // relative to real time
}

// controlClock shows the clock of the server, or of the account in the query. It does not
// create the account.
func (c *call) controlClock() (any, error) {
	account := queryAccount(c.query)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if account == nil {
		return c.serverClock(), nil
	}
	return c.accountClock(*account), nil
}

func (c *call) serverClock() *clockState {
	clock := c.server.engine.Clock()
	return &clockState{Now: clock.Now().Format(time.RFC3339Nano), Frozen: clock.Frozen(), OffsetSeconds: clock.OffsetSeconds()}
}

// accountClock shows the clock of an account. An account that does not exist yet has the
// time of the server.
func (c *call) accountClock(key engine.AccountKey) *clockState {
	state := c.serverClock()
	state.Account = key.String()
	if account := c.server.engine.ExistingAccount(key); account != nil {
		clock := account.Clock()
		state.Now, state.OffsetSeconds = clock.Now().Format(time.RFC3339Nano), clock.OffsetSeconds()
	}
	return state
}

// maxAdvance is the maximum advance of one call, in seconds: a century.
const maxAdvance = 100 * 366 * 24 * 3600

// takeTime removes the write deadline, so that a call that waits for stalled receivers
// can still respond.
func (c *call) takeTime() {
	_ = c.wire.SetWriteDeadline(time.Time{}) // in-memory connections have no deadline
}

// advance is the body of clock/advance.
type advance struct {
	account *engine.AccountKey // nil: the server
	by      time.Duration
}

func readAdvance(o *input.Object) advance {
	seconds := o.Ratio("seconds", input.Required, input.AllowZero, input.Max(maxAdvance))
	return advance{readOptionalAccount(o), duration(seconds.Decimal)}
}

// duration converts seconds. Fractions of a nanosecond are cut off.
func duration(seconds decimal.Decimal) time.Duration {
	return time.Duration(seconds.Shift(9).IntPart())
}

func (c *call) controlAdvance() (any, error) {
	params, err := input.Read(c.body, readAdvance)
	if err != nil {
		return nil, err
	}
	c.takeTime()
	if params.account == nil {
		return c.moved("seconds", c.server.engine.Advance(params.by))
	}
	if err := c.server.engine.Account(*params.account).Advance(params.by); err != nil {
		return c.moved("seconds", err)
	}
	return c.accountClock(*params.account), nil
}

func (c *call) controlSetClock() (any, error) {
	at, err := input.Read(c.body, func(o *input.Object) time.Time { return o.Time("time", input.Required) })
	if err != nil {
		return nil, err
	}
	c.takeTime()
	return c.moved("time", c.server.engine.SetTime(at))
}

// moved returns the clock after a move, or the error of the parameter.
func (c *call) moved(param string, err error) (any, error) {
	switch {
	case errors.Is(err, clock.ErrTooFar):
		return nil, input.Invalid(param, "must not move the clock of the server or of an account beyond the year 9999")
	case errors.Is(err, clock.ErrBackwards):
		return nil, input.Invalid(param, "must not be before the present, %s", c.serverClock().Now)
	case err != nil:
		return nil, err
	}
	return c.serverClock(), nil
}

func (c *call) controlFreeze() (any, error) { return c.switchClock((*clock.Clock).Freeze) }

func (c *call) controlUnfreeze() (any, error) { return c.switchClock((*clock.Clock).Unfreeze) }

func (c *call) switchClock(do func(*clock.Clock)) (any, error) {
	if _, err := input.Read(c.body, nothing); err != nil {
		return nil, err
	}
	do(c.server.engine.Clock())
	return c.serverClock(), nil
}
