package transport

import (
	"errors"
	"net/http"
	"time"

	"github.com/stateset/stateset-go/api"
)

// headroom is the minimum time between the start of an attempt and the deadline.
const headroom = 100 * time.Millisecond

// decide finds the row of an attempt and reports whether another attempt follows. It sets
// the delay of a retry, or the reason to stop. A success has no row.
func (c *call) decide(o *observation) bool {
	c.row, c.stop = nil, ""
	if o.complete() {
		return false
	}
	c.row = rowFor(o)
	kind := c.request.Kind()
	if o.callerErr != nil && !c.row.final() { // a retry would be possible, but the caller has gone
		c.settle(o)
		c.row, c.stop = &Table[0], api.StopContext
		return false
	}
	if !c.row.Retries(kind) {
		c.stop = c.row.stopReason(kind)
		switch {
		case o.permanent() && errors.Is(o.err, api.ErrCallTimeout):
			c.stop = api.StopDeadline
		case o.permanent() && errors.Is(o.err, api.ErrIdempotencyKeyExpired):
			c.stop = api.StopKeyAge
		}
		c.noteRedirect(o)
		c.settle(o)
		return false
	}
	c.delay = c.wait(o)
	if c.stop, c.stopErr = c.obstacle(o); c.stop != "" {
		c.settle(o)
		return false
	}
	c.settle(o)
	c.ambiguous = c.ambiguous || c.outcome == api.OutcomeUnknown
	if c.response != nil {
		c.response.Release()
	}
	return true
}

// reason returns why the row retries an attempt.
func (r *Row) reason(o *observation) api.RetryReason {
	if r.Reason == api.RetryConnectionLost && isOwnTimeout(o.err) {
		return api.RetryTimeout
	}
	return r.Reason
}

// final reports whether the row retries no kind of request.
func (r *Row) final() bool { return !r.Safe && !r.Keyed && !r.Unkeyed }

func (r *Row) stopReason(kind Kind) api.StopReason {
	if r.Stop != "" {
		return r.Stop
	}
	if kind == Unkeyed {
		return api.StopNotKeyed
	}
	return api.StopDefinitive
}

// obstacle returns the reason that prevents a retry which the table allows. The budget is
// last, because the check takes tokens.
func (c *call) obstacle(o *observation) (api.StopReason, error) {
	switch {
	case len(c.attempts) >= c.policy.MaxAttempts:
		return api.StopAttempts, nil
	case c.requestedWait > c.policy.MaxRetryAfter:
		return api.StopWaitTooLong, nil
	case time.Until(c.deadline) < c.delay+headroom:
		return api.StopDeadline, nil
	case c.keyTooOld(time.Now().Add(c.delay)):
		return api.StopKeyAge, api.ErrIdempotencyKeyExpired
	}
	cost := int64(retryCost)
	if o.status == http.StatusTooManyRequests {
		cost = throttledCost
	}
	if !c.budget().take(cost) {
		return api.StopBudget, api.ErrRetryBudgetExhausted
	}
	c.cost = cost
	return "", nil
}

func (c *call) noteRedirect(o *observation) {
	if c.row.Stop != api.StopRedirect {
		return
	}
	redirect := &api.RedirectError{Status: o.status}
	if target, err := (&http.Response{Header: c.response.Header, Request: &http.Request{URL: c.request.URL}}).Location(); err == nil {
		if target.Host != c.request.URL.Host {
			redirect.Host = target.Host
		}
	}
	c.err = redirect
}

// settle sets the outcome of the call if it stops here, and records for later attempts
// whether this one may have taken effect.
func (c *call) settle(o *observation) {
	c.outcome = c.rowOutcome(o)
	switch {
	case !o.reached() && c.ambiguous, c.ambiguous && BeforeExecution(o.status):
		c.outcome = api.OutcomeUnknown
	case !o.reached() && c.everSent:
		c.outcome = api.OutcomeRejected
	case !o.reached():
		c.outcome = api.OutcomeNotSent
	}
	c.everSent = c.everSent || o.reached()
}

func (c *call) rowOutcome(o *observation) api.Outcome {
	if c.row.Outcome != "" {
		return c.row.Outcome
	}
	return outcomeOf(o)
}
