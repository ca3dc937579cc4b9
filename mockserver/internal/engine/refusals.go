package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeLayout is the layout of times in messages.
const timeLayout = time.RFC3339

// maxExcerpt is the maximum length of a caller's text in a message.
const maxExcerpt = 64

// missing returns the error for a missing parameter.
func missing(param string) *Error {
	return &Error{Code: CodeParameterMissing, Param: param, Message: fmt.Sprintf("The '%s' parameter is required", param)}
}

// invalid returns the error for an invalid parameter. The message states the rule.
func invalid(param, format string, args ...any) *Error {
	return &Error{Code: CodeParameterInvalid, Param: param, Message: fmt.Sprintf(format, args...)}
}

// currencyMismatch returns the error for an amount in another currency than the object
// that the amount is for.
func currencyMismatch(param, format string, args ...any) *Error {
	return &Error{Code: CodeCurrencyMismatch, Param: param, Message: fmt.Sprintf(format, args...)}
}

// notFound returns the error for an unknown ID. param is empty for an ID in the path.
func notFound(kind, id, param string) *Error {
	return &Error{Code: CodeResourceNotFound, Param: param, Message: fmt.Sprintf("No such %s: '%s'", kind, excerpt(id))}
}

// invalidState returns the error for a forbidden change of state.
func invalidState[S ~string](kind, id string, from, to S, fix string) *Error {
	return &Error{Code: CodeInvalidState, Message: fmt.Sprintf("The %s '%s' is '%s' and cannot become '%s': %s", kind, excerpt(id), from, to, fix)}
}

// excerpt returns a caller's text for a message: escaped and truncated.
func excerpt(text string) string {
	if len(text) > maxExcerpt {
		text = strings.ToValidUTF8(text[:maxExcerpt], "") + "…"
	}
	quoted := strconv.Quote(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
