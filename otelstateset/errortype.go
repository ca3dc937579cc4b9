package otelstateset

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"syscall"

	stateset "github.com/stateset/stateset-go"
)

// errorType returns the attribute error.type: the status of a failed response, or the class
// of an error. It is empty without an error.
func errorType(status int, err error) string {
	if status >= 400 {
		return strconv.Itoa(status)
	}
	if err == nil {
		return ""
	}
	for _, class := range errorClasses {
		if class.matches(err) {
			return class.name
		}
	}
	return errorTypeOther
}

// errorClasses are tried in this order.
var errorClasses = []struct {
	name    string
	matches func(error) bool
}{
	{"canceled", is(context.Canceled)},
	{"timeout", isTimeout},
	{"dns", isType[*net.DNSError]},
	{"redirect", isType[*stateset.RedirectError]},
	{"proxy", isType[*stateset.ProxyError]},
	{"truncated", is(stateset.ErrResponseTruncated)},
	{"decode", isType[*stateset.DecodeError]},
	{"connection", isConnection},
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isType[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	e, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && e.Timeout()
}

func isConnection(err error) bool {
	return isType[*net.OpError](err) || isType[syscall.Errno](err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe)
}
