package lincheck

import (
	"errors"
	"math"
	"slices"

	stateset "github.com/stateset/stateset-go"
)

// verdict is what a client knows of what it asked for.
type verdict string

// The verdicts.
const (
	done     verdict = "done"     // and answered
	refused  verdict = "refused"  // by a rule of the API
	fended   verdict = "fended"   // off by a fault, or never sent: it did nothing
	unknown  verdict = "unknown"  // it may have happened, or happen yet
	unread   verdict = "unread"   // it happened and the answer could not be read
	skipped  verdict = "skipped"  // what it works on is not known to anybody
	mistaken verdict = "mistaken" // it failed as no call should
)

// event is an operation, and what its client was told.
type event struct {
	op       *op
	invoked  int64 // when, counted in questions and answers
	returned int64 // never where the verdict is open
	verdict  verdict
	answer   string // what the server said, as the model says it
	id       string // of what was made
	err      error
	tried    bool // to resolve it
	replayed bool // it was, from what the server had stored
}

// never is later than everything.
const never = math.MaxInt64

// open reports whether the operation may still take effect.
func (e *event) open() bool { return e.verdict == unknown || e.verdict == unread }

// rules are the refusals that the model knows.
var rules = []string{
	"ORDER_CANCELLED", "ORDER_ALREADY_PAID", "AMOUNT_MISMATCH", "INSUFFICIENT_FUNDS",
	"invalid_state", "refund_exceeds_payment", "parameter_invalid", "resource_not_found",
}

// refusal is the answer that refuses with a code.
func refusal(code string) string { return "refused: " + code }

// judge says what the error of a call lets its client know.
func judge(err error) (verdict, string) {
	var e *stateset.Error
	switch {
	case err == nil:
		return done, ""
	case !errors.As(err, &e):
		return mistaken, ""
	}
	switch e.Outcome {
	case stateset.OutcomeNotSent:
		return fended, ""
	case stateset.OutcomeUnknown:
		return unknown, ""
	case stateset.OutcomeSucceeded:
		return unread, ""
	case stateset.OutcomeRejected:
		if slices.Contains(rules, e.Code) {
			return refused, refusal(e.Code)
		}
		return fended, ""
	}
	return mistaken, ""
}
