package transport

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
)

// Failure describes a call that did not succeed.
type Failure struct {
	Request  *Request
	Response *Response // of the last attempt, nil without one; its body belongs to the caller
	Answer   Answer    // the result of Classify
	Attempts []api.Attempt
	Outcome  api.Outcome
	Stop     api.StopReason
	Row      int   // of Table, that decided
	Err      error // nil when the response explains the failure
	// RetryAfter is the wait that the last response requested.
	RetryAfter time.Duration
	// PriorAmbiguous reports whether an attempt before the last may have taken effect.
	// A "not found" or "already paid" may be its result.
	PriorAmbiguous bool
	Elapsed        time.Duration
}

// refuse ends a call before the first attempt.
func (c *call) refuse(row *Row, stop api.StopReason, err error) *Failure {
	c.row, c.stop, c.err, c.outcome = row, stop, err, api.OutcomeNotSent
	return c.end()
}

// end returns the failure of a call.
func (c *call) end() *Failure {
	c.client.stats.calls.Add(1)
	c.client.stats.failures.Add(1)
	if r := c.response; r != nil {
		r.Body = r.Body[:min(len(r.Body), maxErrorBody)] // the start of a success that is too large
		r.keep()
	}
	return &Failure{
		Request: c.request, Response: c.response, Answer: c.answer, Attempts: c.attempts,
		Outcome: c.outcome, Stop: c.stop, Row: c.row.ID, Err: c.failureErr(), RetryAfter: c.requestedWait,
		PriorAmbiguous: c.ambiguous, Elapsed: time.Since(c.started),
	}
}

// failureErr joins the reason that stopped the call (the caller's context with its
// cause, an empty budget, an old key) with the last failure.
func (c *call) failureErr() error {
	var errs joinedError
	if c.stop == api.StopContext {
		errs.add(c.callerErr())
		errs.add(context.Cause(c.Context))
		errs.add(c.lastRealErr())
	} else {
		errs.add(c.stopErr)
		errs.add(c.err)
	}
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	return errs
}

// lastRealErr returns the last error that is not the end of the caller's context. With a
// response there is none: the response is the last failure.
func (c *call) lastRealErr() error {
	for i := len(c.attempts) - 1; i >= 0 && c.response == nil; i-- {
		err := c.attempts[i].Err
		if err != nil && !errors.Is(err, c.callerErr()) && !errors.Is(err, context.Cause(c.Context)) {
			return err
		}
	}
	return nil
}

// joinedError is several errors on one line; errors.Join uses one line per error.
type joinedError []error

// add appends an error that is not in the list yet.
func (e *joinedError) add(err error) {
	if err != nil && !errors.Is(*e, err) {
		*e = append(*e, err)
	}
}

func (e joinedError) Error() string {
	texts := make([]string, len(e))
	for i, err := range e {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "; ")
}

func (e joinedError) Unwrap() []error { return e }
