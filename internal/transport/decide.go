package transport

import (
	"errors"
	"net/http"
	"time"
)

// headroom is what an attempt needs before the deadline to be worth its wait.
const headroom = 100 * time.Millisecond

// decide finds the row for an attempt and says whether there is another one. On a
// retry it leaves the delay, otherwise the reason to stop; a success leaves no
// row.
func (c *call) decide(o *observation) bool {
	c.row, c.stop = nil, ""
	if o.complete() {
		return false
	}
	c.row = decide(o)
	kind := c.request.Kind()
	if o.callerErr != nil && !c.row.final() { // worth another attempt, but nobody waits for it
		c.settle(o)
		c.row, c.stop = &Table[0], StopContext
		return false
	}
	if !c.row.Retries(kind) {
		c.stop = c.row.stopReason(kind)
		switch {
		case o.permanent() && errors.Is(o.err, ErrCallTimeout):
			c.stop = StopDeadline
		case o.permanent() && errors.Is(o.err, ErrIdempotencyKeyExpired):
			c.stop = StopKeyAge
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
	c.ambiguous = c.ambiguous || c.outcome == OutcomeUnknown
	if c.response != nil {
		c.response.Release()
	}
	return true
}

// final reports whether the row tries no request again.
func (r *Row) final() bool { return !r.Safe && !r.Keyed && !r.Unkeyed }

func (r *Row) stopReason(kind Kind) StopReason {
	if r.Stop != "" {
		return r.Stop
	}
	if kind == Unkeyed {
		return StopNotKeyed
	}
	return StopDefinitive
}

func (c *call) wait(o *observation) time.Duration {
	throttled := o.status == http.StatusTooManyRequests
	delay := backoff(&c.policy, len(c.attempts)-1, throttled, c.client.random)
	switch c.row.Wait {
	case BackoffFloor:
		return stretch(max(delay, floorInUse), c.asked, throttled, c.client.random)
	case BackoffAsked:
		return stretch(delay, c.asked, throttled, c.client.random)
	}
	return delay
}

// obstacle is what keeps a retry, allowed by the table, from being made. The
// budget comes last, since asking for it pays.
func (c *call) obstacle(o *observation) (StopReason, error) {
	switch {
	case len(c.attempts) >= c.policy.MaxAttempts:
		return StopAttempts, nil
	case c.asked > c.policy.MaxRetryAfter:
		return StopWaitTooLong, nil
	case time.Until(c.deadline) < c.delay+headroom:
		return StopDeadline, nil
	case c.keyTooOld(c.delay):
		return StopKeyAge, ErrIdempotencyKeyExpired
	}
	cost := int64(retryCost)
	if o.status == http.StatusTooManyRequests {
		cost = throttledCost
	}
	if !c.budget().take(cost) {
		return StopBudget, ErrRetryBudgetExhausted
	}
	c.cost = cost
	return "", nil
}

func (c *call) noteRedirect(o *observation) {
	if c.row.Stop != StopRedirect {
		return
	}
	redirect := &RedirectError{Status: o.status}
	if target, err := (&http.Response{Header: c.response.Header, Request: &http.Request{URL: c.request.URL}}).Location(); err == nil {
		if target.Host != c.request.URL.Host {
			redirect.Host = target.Host
		}
	}
	c.err = redirect
}

// settle works out what is known of the whole call's effect if it stops here, and
// remembers for later attempts what this one leaves open.
func (c *call) settle(o *observation) {
	c.outcome = c.rowOutcome(o)
	switch {
	case !o.reached() && c.ambiguous, c.ambiguous && BeforeExecution(o.status):
		c.outcome = OutcomeUnknown
	case !o.reached() && c.everSent:
		c.outcome = OutcomeRejected
	case !o.reached():
		c.outcome = OutcomeNotSent
	}
	c.everSent = c.everSent || o.reached()
}

func (c *call) rowOutcome(o *observation) Outcome {
	if c.row.Outcome != "" {
		return c.row.Outcome
	}
	return outcomeOf(o)
}
