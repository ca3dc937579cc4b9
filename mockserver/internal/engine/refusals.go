package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits and formats of times in messages.
const (
	timeLayout = time.RFC3339
	lastYear   = 9999 // the last year that RFC 3339 can express
)

// shownLength bounds what of a caller's text a message repeats.
const shownLength = 64

// missing is the refusal of a request that lacks a parameter.
func missing(param string) *Error {
	return &Error{Code: CodeParameterMissing, Param: param, Message: fmt.Sprintf("The '%s' parameter is required", param)}
}

// invalid is the refusal of a parameter's value; the message names the rule.
func invalid(param, format string, args ...any) *Error {
	return &Error{Code: CodeParameterInvalid, Param: param, Message: fmt.Sprintf(format, args...)}
}

// notFound is the refusal of an id; param is empty for the id in the path.
func notFound(kind, id, param string) *Error {
	return &Error{Code: CodeResourceNotFound, Param: param, Message: fmt.Sprintf("No such %s: '%s'", kind, shown(id))}
}

// invalidState is the refusal of a move from one state to another.
func invalidState[S ~string](kind, id string, from, to S, fix string) *Error {
	return &Error{Code: CodeInvalidState, Message: fmt.Sprintf("The %s '%s' is '%s' and cannot become '%s': %s", kind, shown(id), from, to, fix)}
}

// shown is a caller's text as a message repeats it: escaped, and not too long.
func shown(text string) string {
	if len(text) > shownLength {
		text = strings.ToValidUTF8(text[:shownLength], "") + "…"
	}
	quoted := strconv.Quote(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
