package core

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
)

// Object is a kind of objects that have an id: W is one on the wire, T the one that
// callers get.
type Object[W, T any] struct {
	Public func(*W) (*T, error)
	ID     func(*T) string
	// Of is the id of what the object was made for, the payment of a refund; nil for
	// objects that stand alone.
	Of func(*T) string
}

// mismatch is an answer for one id to a question for another.
type mismatch struct{ got, asked string }

func (e *mismatch) Error() string {
	return fmt.Sprintf("stateset: response is for %s, asked for %s", quote.Short(e.got), quote.Short(e.asked))
}

// Unwrap makes errors.Is find ErrAnswerMismatch.
func (e *mismatch) Unwrap() error { return api.ErrAnswerMismatch }

// AnswerFor wants an answer to be for what was asked for. An empty asked is a
// question that named nothing.
func AnswerFor(got, asked string) error {
	if asked != "" && got != asked {
		return &mismatch{got, asked}
	}
	return nil
}

// Call calls an operation that answers with one object. The object must have an id:
// a new one any, one that the path names that id; and be of what the call is for,
// where it says so.
func (o *Object[W, T]) Call(ctx context.Context, s *Service, op *spec.Operation, args Args, opts ...api.RequestOption) (*T, error) {
	id, of := args.asked(op)
	return call(ctx, s, op, args, func(w *W) (*T, error) {
		object, err := o.Public(w)
		if err != nil {
			return nil, err
		}
		return object, o.check(object, id, of)
	}, opts)
}

func (o *Object[W, T]) check(object *T, id, of string) error {
	got := o.ID(object)
	if got == "" {
		return errors.New("the answer has no id")
	}
	if err := AnswerFor(got, id); err != nil || o.Of == nil {
		return err
	}
	if got = o.Of(object); got == "" { // not every server says it
		return nil
	}
	return AnswerFor(got, of)
}

// asked is the id that the answer must have, and that of what it must be of; empty
// where any will do.
func (a *Args) asked(op *spec.Operation) (id, of string) {
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

// checkSuccess refuses an answer that says "success": false, whatever its status.
// Most answers do not have the word in them, and are not looked at any further.
func checkSuccess(body []byte) error {
	if !bytes.Contains(body, []byte(`"success"`)) {
		return nil
	}
	var said struct {
		Success *bool `json:"success"`
	}
	if json.Unmarshal(body, &said) == nil && said.Success != nil && !*said.Success {
		return api.ErrNoSuccess
	}
	return nil
}

// wrong reports whether an answer was read, and says something that cannot be
// trusted.
func wrong(err error) bool {
	return errors.Is(err, api.ErrAnswerMismatch) || errors.Is(err, api.ErrNoSuccess) || errors.Is(err, api.ErrLivemodeMismatch)
}

// recheck gives the error of a call, if it is one whose outcome Resolve may settle,
// the check that the answer of Resolve must pass.
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
			return nil // what cannot be read is the caller's to look at
		}
	}
}
