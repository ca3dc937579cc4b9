package transport

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
)

// Failure is all that is known of a call that did not succeed.
type Failure struct {
	Request  *Request
	Response *Response // the last answer, if the last attempt got one; its body is the caller's
	Answer   Answer    // what Classify read of it
	Attempts []api.Attempt
	Outcome  api.Outcome
	Stop     api.StopReason
	Row      int   // of the table, that decided
	Err      error // what went wrong other than the answer; nil when the answer says it all
	// RetryAfter is what the server asked to wait in its last answer.
	RetryAfter time.Duration
	// PriorAmbiguous says that an attempt before the last may have had an effect: a
	// "not found" or "already paid" may be its echo.
	PriorAmbiguous bool
	Elapsed        time.Duration
}

// refuse ends a call before its first attempt.
func (c *call) refuse(row *Row, stop api.StopReason, err error) *Failure {
	c.row, c.stop, c.err, c.outcome = row, stop, err, api.OutcomeNotSent
	return c.end()
}

// end makes the failure of a call that is over, and tells of it.
func (c *call) end() *Failure {
	c.client.stats.calls.Add(1)
	c.client.stats.failures.Add(1)
	c.elapsed = time.Since(c.started)
	defer c.client.reportDone(c, c.outcome)
	if r := c.response; r != nil {
		r.Body = r.Body[:min(len(r.Body), maxErrorBody)] // of a success that is too large, its start
		r.keep()
	}
	return &Failure{
		Request: c.request, Response: c.response, Answer: c.answer, Attempts: c.attempts,
		Outcome: c.outcome, Stop: c.stop, Row: c.row.ID, Err: c.failureErr(), RetryAfter: c.requestedWait,
		PriorAmbiguous: c.ambiguous, Elapsed: c.elapsed,
	}
}

// failureErr joins what stopped the call with its last real failure: the caller's
// context with its cause, a spent budget, an old key.
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

// lastRealErr is the last error that says more than that the caller's context is
// done. Before an answer there is none: the answer is the last real failure.
func (c *call) lastRealErr() error {
	for i := len(c.attempts) - 1; i >= 0 && c.response == nil; i-- {
		err := c.attempts[i].Err
		if err != nil && !errors.Is(err, c.callerErr()) && !errors.Is(err, context.Cause(c.Context)) {
			return err
		}
	}
	return nil
}

// joinedError is several errors in one line, where errors.Join takes a line for
// each.
type joinedError []error

// add adds an error, unless it is there already.
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
