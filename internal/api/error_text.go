package api

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stateset/stateset-go/internal/transport"
)

// Limits of an error's text, which ends up in logs.
const (
	maxErrorText   = 2 << 10
	maxMessageText = 1 << 10
	maxRequestID   = 128
	keyPrefix      = 8 // characters of an idempotency key that identify it
)

// Error is one line: what was called, what came back, and what is known of the
// effect. It holds no body, no query and no secret, and control characters are
// escaped.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "stateset: %s %s: %s", e.Method, e.Path, e.what())
	if details := e.details(); len(details) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(details, ", "))
	}
	return cut(b.String(), maxErrorText)
}

func (e *Error) what() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, strings.TrimSpace(strconv.Itoa(e.Status)+" "+escape(e.Code, maxRequestID)))
	}
	if e.Message != "" {
		parts = append(parts, escape(e.Message, maxMessageText))
	}
	if e.err != nil {
		parts = append(parts, escape(strings.TrimPrefix(e.err.Error(), "stateset: "), maxMessageText))
	}
	return strings.Join(parts, ": ")
}

func (e *Error) details() []string {
	var d []string
	if e.Param != "" {
		d = append(d, "param "+escape(e.Param, maxRequestID))
	}
	if e.RequestID != "" {
		d = append(d, "request "+escape(e.RequestID, maxRequestID))
	}
	if n := len(e.Attempts); n > 1 || e.StopReason == transport.StopAttempts {
		d = append(d, fmt.Sprintf("%d attempts in %s", n, e.Elapsed.Round(time.Millisecond)))
	}
	if e.StopReason != "" && e.StopReason != transport.StopDefinitive && e.StopReason != transport.StopAttempts {
		d = append(d, string(e.StopReason))
	}
	if e.RetryAfter > 0 {
		d = append(d, "retry after "+e.RetryAfter.Round(time.Second).String())
	}
	return append(d, e.effect()...)
}

// effect says what is known of a write that failed, and how to settle it.
func (e *Error) effect() []string {
	if !e.mutates() {
		return nil
	}
	var d []string
	open := e.Outcome == transport.OutcomeUnknown || e.Outcome == transport.OutcomeSucceeded
	if open && e.IdempotencyKey != "" {
		d = append(d, "idempotency key "+cut(e.IdempotencyKey, keyPrefix))
	}
	switch {
	case e.Outcome == transport.OutcomeUnknown && e.IdempotencyKey != "":
		d = append(d, "outcome unknown: retry with the same key")
	case e.Outcome == transport.OutcomeUnknown:
		d = append(d, "outcome unknown: look it up before you retry")
	case e.Outcome == transport.OutcomeSucceeded:
		d = append(d, "the write succeeded")
	case e.PriorAttemptAmbiguous:
		d = append(d, "an earlier attempt may have had an effect")
	}
	return d
}

// GoString keeps %#v from printing the fields, bodies included.
func (e *Error) GoString() string { return fmt.Sprintf("&stateset.Error{%q}", e.Error()) }

// escape makes text from a server fit for one line of a log.
func escape(text string, limit int) string {
	text = cut(text, limit)
	clean := func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
	if !strings.ContainsFunc(text, clean) {
		return text
	}
	quoted := strconv.Quote(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// cut shortens text to the limit, at a character's border.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "…"
}
