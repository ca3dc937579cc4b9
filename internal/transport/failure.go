package transport

import (
	"context"
	"errors"
	"time"
)

// Failure is all that is known of a call that did not succeed.
type Failure struct {
	Request  *Request
	Response *Response // the last answer, if the last attempt got one; its body is the caller's
	Answer   Answer    // what Classify read of it
	Attempts []Attempt
	Outcome  Outcome
	Stop     StopReason
	Row      int   // of the table, that decided
	Err      error // what went wrong other than the answer; nil when the answer says it all
	// RetryAfter is what the server asked to wait in its last answer.
	RetryAfter time.Duration
	// PriorAmbiguous says that an attempt before the last may have had an effect: a
	// "not found" or "already paid" may be its echo.
	PriorAmbiguous bool
	Elapsed        time.Duration
}

// fail ends a call before its first attempt.
func (c *call) fail(row *Row, err error) *Failure {
	c.row, c.stop, c.err, c.outcome = row, row.Stop, err, OutcomeNotSent
	return c.failure()
}

func (c *call) failure() *Failure {
	if c.response != nil {
		c.response.keep()
	}
	return &Failure{
		Request: c.request, Response: c.response, Answer: c.answer, Attempts: c.attempts,
		Outcome: c.outcome, Stop: c.stop, Row: c.row.ID, Err: c.failureErr(), RetryAfter: c.asked,
		PriorAmbiguous: c.ambiguous, Elapsed: time.Since(c.started),
	}
}

// failureErr joins what stopped the call with its last real failure: the caller's
// context with its cause, a spent budget, an old key.
func (c *call) failureErr() error {
	var errs []error
	if c.stop == StopContext {
		err := c.Context.Err()
		errs = append(errs, err)
		if cause := context.Cause(c.Context); cause != nil && !errors.Is(err, cause) {
			errs = append(errs, cause)
		}
	}
	if c.stopErr != nil {
		errs = append(errs, c.stopErr)
	}
	if c.err != nil && (c.stop != StopContext || !errors.Is(c.err, c.Context.Err())) {
		errs = append(errs, c.err)
	}
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}
