package lincheck

import (
	"errors"
	"math"
	"slices"

	stateset "github.com/stateset/stateset-go"
)

// verdict is the result of an operation as its client knows it.
type verdict string

// The verdicts.
const (
	done     verdict = "done"     // successful, with a response
	refused  verdict = "refused"  // rejected by a rule of the API
	fended   verdict = "fended"   // rejected by a fault, or never sent: without effect
	unknown  verdict = "unknown"  // may have taken effect, or may still take effect
	unread   verdict = "unread"   // took effect, but the response could not be read
	skipped  verdict = "skipped"  // no client knows the ID of its object
	mistaken verdict = "mistaken" // an unexpected error
)

// event is an operation and its result.
type event struct {
	op       *op
	invoked  int64 // the logical time of the call
	returned int64 // never, for an open verdict
	verdict  verdict
	answer   string // the response in the form of the model
	id       string // of the created object
	err      error
	tried    bool // whether Resolve was called
	replayed bool // whether the response was a stored one
}

// never is after every other time.
const never = math.MaxInt64

// open reports whether the operation may still take effect.
func (e *event) open() bool { return e.verdict == unknown || e.verdict == unread }

// rules are the rejections of the model.
var rules = []string{
	"ORDER_CANCELLED", "ORDER_ALREADY_PAID", "AMOUNT_MISMATCH", "INSUFFICIENT_FUNDS",
	"invalid_state", "refund_exceeds_payment", "parameter_invalid", "resource_not_found",
}

// refusal returns the response of a rejection with a code.
func refusal(code string) string { return "refused: " + code }

// judge returns the verdict of an error.
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
