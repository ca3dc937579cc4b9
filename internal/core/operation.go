package core

import (
	"strings"

	"github.com/stateset/stateset-go/api"
)

// Operations that the specification does not list.
const (
	opDo      = "Do"
	opResolve = "Resolve"
	opRecover = "Recover"
	opSend    = "Send"
)

// errNoContext is the error of a nil context.
var errNoContext = badParam("ctx", "must not be nil: use context.Background()")

// InOperation adds the operation's name to an error that occurred before a request was
// sent. Several calls may share err, so the result is another error.
func InOperation(name string, err error) error {
	switch e := err.(type) {
	case nil:
		return nil
	case *api.ParamError:
		return &api.ParamError{Operation: name, Param: e.Param, Message: e.Message}
	}
	return &operationError{name, err}
}

// operationError is an error whose text starts with the name of the operation.
type operationError struct {
	operation string
	err       error
}

func (e *operationError) Error() string {
	return "stateset: " + e.operation + ": " + strings.TrimPrefix(e.err.Error(), "stateset: ")
}

func (e *operationError) Unwrap() error { return e.err }
