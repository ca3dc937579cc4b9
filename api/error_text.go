package api

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/quote"
)

// Limits of an error's text. The text is usually written to logs.
const (
	maxErrorText   = 2 << 10
	maxMessageText = 1 << 10
	maxPathText    = 256
	maxRequestID   = 128
	keyPrefix      = 8 // characters of an idempotency key that an error shows
)

// Error returns one line: the call, the response, and the outcome. It holds no body, no
// query and no secret. Control characters are escaped.
func (e *Error) Error() string {
	text := "stateset: " + e.subject() + cmp.Or(e.what(), "call failed")
	details := ""
	if d := e.details(); len(d) > 0 {
		details = " (" + strings.Join(d, ", ") + ")"
	}
	return quote.Cut(text, maxErrorText-len(details)) + details // a long message must not displace the outcome
}

// subject returns the call and a colon. An error that a test creates may have no method
// or path.
func (e *Error) subject() string {
	call := strings.TrimSpace(quote.Cut(e.Method, maxPathText) + " " + quote.Escape(e.Path, maxPathText))
	if e.Path == "" && e.Operation != "" {
		call = quote.Escape(e.Operation, maxRequestID)
	}
	if call == "" {
		return ""
	}
	return call + ": "
}

func (e *Error) what() string {
	var parts []string
	status := ""
	if e.Status != 0 {
		status = strconv.Itoa(e.Status)
	}
	if response := strings.TrimSpace(status + " " + quote.Escape(e.Code, maxRequestID)); response != "" {
		parts = append(parts, response)
	}
	if e.Message != "" {
		parts = append(parts, quote.Escape(e.Message, maxMessageText))
	}
	if e.Err != nil {
		parts = append(parts, quote.Escape(joined(e.Err), maxMessageText))
	}
	return strings.Join(parts, ": ")
}

// joined returns the text of an error on one line, also for errors.Join.
func joined(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "stateset: ")
	}
	return strings.Join(lines, "; ")
}

func (e *Error) details() []string {
	var d []string
	if e.Param != "" {
		d = append(d, "param "+quote.Escape(e.Param, maxRequestID))
	}
	if e.DeclineCode != "" && !strings.EqualFold(e.DeclineCode, e.Code) {
		d = append(d, "decline code "+quote.Escape(e.DeclineCode, maxRequestID))
	}
	if e.RequestID != "" {
		d = append(d, "request "+quote.Escape(e.RequestID, maxRequestID))
	}
	if n := len(e.Attempts); n > 1 {
		d = append(d, fmt.Sprintf("%d attempts in %s", n, e.Elapsed.Round(time.Millisecond)))
	}
	if e.showsStop() {
		d = append(d, string(e.StopReason))
	}
	switch {
	case e.RetryAfter > longWait:
		d = append(d, "retry after more than 24h")
	case e.RetryAfter > 0:
		d = append(d, "retry after "+e.RetryAfter.Round(time.Second).String())
	}
	return append(d, e.effect()...)
}

// longWait is the longest wait that an error text shows as a duration.
const longWait = 24 * time.Hour

// showsStop reports whether the reason to stop adds information to the status.
func (e *Error) showsStop() bool {
	switch e.StopReason {
	case "", StopDefinitive, StopAttempts:
		return false
	case StopServerSaysSo:
		return mayRetry(e.Status)
	}
	return true
}

// mayRetry reports whether the status alone allows a retry.
func mayRetry(status int) bool {
	switch status {
	case 408, 425, 429:
		return true
	case 501, 505:
		return false
	}
	return status >= 500 && status <= 599
}

// effect describes the outcome of a failed write, and how to settle it.
func (e *Error) effect() []string {
	if !mutates(e.Method) {
		return nil
	}
	var d []string
	open := e.Outcome == OutcomeUnknown || e.Outcome == OutcomeSucceeded
	if open && e.IdempotencyKey != "" {
		d = append(d, "idempotency key "+quote.Cut(e.IdempotencyKey, keyPrefix+len("…")))
	}
	switch {
	case e.Outcome == OutcomeUnknown && e.IdempotencyKey != "":
		d = append(d, "outcome unknown: retry with the same key")
	case e.Outcome == OutcomeUnknown:
		d = append(d, "outcome unknown: look it up before you retry")
	case e.Outcome == OutcomeSucceeded:
		d = append(d, "the write succeeded")
	case e.PriorAttemptAmbiguous:
		d = append(d, "an earlier attempt may have had an effect")
	}
	return d
}

// GoString returns the text of Error, so that %#v does not print the fields.
func (e *Error) GoString() string { return fmt.Sprintf("&stateset.Error{%q}", e.Error()) }

// Format prints the text of Error for every verb.
func (e *Error) Format(f fmt.State, verb rune) {
	switch {
	case e == nil:
		_, _ = io.WriteString(f, "<nil>")
	case verb == 'v' && f.Flag('#'):
		_, _ = io.WriteString(f, e.GoString())
	case verb == 'v' || verb == 's':
		_, _ = io.WriteString(f, e.Error())
	default:
		_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), e.Error())
	}
}
