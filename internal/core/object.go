package core

import (
	"context"
	"errors"
	"fmt"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
)

// Object describes an object with an ID. T is a pointer to a struct.
type Object[T any] struct {
	ID func(T) string
	// Check returns the fault of a decoded response, or nil. Optional.
	Check func(T) error
	// Of returns the ID of the parent, such as the payment of a refund. It is nil for
	// objects without a parent.
	Of func(T) string
}

// mismatch is the error of a response with the ID of another object.
type mismatch struct{ got, expected string }

func (e *mismatch) Error() string {
	return fmt.Sprintf("stateset: response is for %s, asked for %s", quote.Short(e.got), quote.Short(e.expected))
}

// Unwrap makes errors.Is find ErrAnswerMismatch.
func (e *mismatch) Unwrap() error { return api.ErrAnswerMismatch }

// AnswerFor returns an error when a response carries another ID than expected. An empty
// expected ID matches any.
func AnswerFor(got, expected string) error {
	if expected != "" && got != expected {
		return &mismatch{got, expected}
	}
	return nil
}

// Call calls an operation that returns one object. The object must have an ID: that of
// the path, or any ID for a new object. If it names its parent, the parent must be that
// of the call.
func (o *Object[T]) Call(ctx context.Context, s *Service, op *spec.Operation, args Args, opts ...api.RequestOption) (T, error) {
	id, of := args.expectedIDs(op)
	return call(ctx, s, op, args, func(object T) (T, error) { return object, o.check(object, id, of) }, opts)
}

func (o *Object[T]) check(object T, id, of string) error {
	if o.Check != nil {
		if err := o.Check(object); err != nil {
			return err
		}
	}
	got := o.ID(object)
	if got == "" {
		return errors.New("the response has no id")
	}
	if err := AnswerFor(got, id); err != nil || o.Of == nil {
		return err
	}
	if got = o.Of(object); got == "" { // not every server sends it
		return nil
	}
	return AnswerFor(got, of)
}

// expectedIDs returns the object ID and the parent ID that the response must carry. An
// empty ID matches any.
func (a *Args) expectedIDs(op *spec.Operation) (id, of string) {
	switch {
	case a.For != "":
		return "", a.For
	case op.Creates() || a.Makes:
		return "", a.ID
	case a.ID2 != "":
		return a.ID2, a.ID
	}
	return a.ID, ""
}

// wrong reports whether the error is that of a decoded response that must not be trusted.
func wrong(err error) bool {
	return errors.Is(err, api.ErrAnswerMismatch) || errors.Is(err, api.ErrNoSuccess) || errors.Is(err, api.ErrLivemodeMismatch)
}

// recheck adds the check of the response to Resolve to the error of a call whose outcome
// is open.
func recheck(err error, check func(*transport.Response) error) {
	e, ok := err.(*api.Error)
	if check == nil || !ok || e.Outcome != api.OutcomeUnknown && e.Outcome != api.OutcomeSucceeded {
		return
	}
	if s := sentBy(e); s != nil {
		s.check = func(r *transport.Response) error {
			if err := check(r); wrong(err) {
				return err
			}
			return nil // the caller handles an unreadable response
		}
	}
}
