package api

import (
	"bytes"
	"errors"
	"maps"
	"net/http"
	"time"

	"github.com/stateset/stateset-go/internal/transport"
)

// Classify reads an answer that is no success, for the transport's decision; the
// error of the call is made of it.
func Classify(r *transport.Response) transport.Answer { return decodeError(r) }

// newError makes the error of a failed call.
func (c *Client) newError(f *transport.Failure) *Error {
	e, ok := f.Answer.(*Error)
	if !ok || f.Response == nil {
		e = &Error{}
		if f.Response != nil {
			e.Status, e.RequestID = f.Response.Status, f.Response.Header.Get("X-Request-Id")
		}
	}
	e.err = f.Err
	e.Outcome, e.StopReason, e.RetryAfter = f.Outcome, f.Stop, max(f.RetryAfter, e.RetryAfter)
	e.Attempts, e.Elapsed, e.PriorAttemptAmbiguous = f.Attempts, f.Elapsed, f.PriorAmbiguous
	c.describe(e, f.Request)
	return e
}

// unreadable makes the error of a success that cannot be decoded, or that is wrong.
// Neither is retried: the server did something, and repeating the request would only
// repeat the answer.
func (c *Client) unreadable(r *transport.Request, response *transport.Response, err error) *Error {
	body := bytes.Clone(response.Body[:min(len(response.Body), maxKeptBody)])
	e := &Error{}
	if errors.Is(err, ErrNoSuccess) { // it may say why, as an error does
		kept := *response
		kept.Body = body
		if e = decodeError(&kept); e.Message == http.StatusText(e.Status) { // it gives none
			e.Message = ""
		}
	}
	e.Status, e.RequestID, e.Replayed = response.Status, response.Header.Get("X-Request-Id"), transport.Replayed(response.Header)
	e.Attempts, e.Elapsed, e.body = response.Attempts, elapsed(response.Attempts), func() []byte { return body }
	e.Outcome, e.StopReason, e.err = transport.OutcomeUnknown, transport.StopWrongAnswer, err
	if !wrong(err) {
		unread := c.undecoded(body, err)
		e.StopReason, e.err = transport.StopUnreadable, unread
		if unread.ContentType == "" { // other kinds come from somebody in between, who may not have asked the server
			e.Outcome = transport.OutcomeSucceeded
		}
	}
	c.describe(e, r)
	return e
}

// undecoded shows the start of a body that cannot be decoded. That of a wrong answer
// is not shown: it may be somebody else's.
func (c *Client) undecoded(body []byte, err error) *DecodeError {
	var unread *DecodeError
	if !errors.As(err, &unread) {
		unread = &DecodeError{Err: err, Start: start(body)}
	}
	key := c.settings.Key
	unread.Start, unread.ContentType, unread.Err = key.Hide(unread.Start), key.Hide(unread.ContentType), hideError(key, unread.Err)
	return unread
}

// elapsed is the time from the start of the first attempt to the end of the last.
func elapsed(attempts []Attempt) time.Duration {
	if len(attempts) == 0 {
		return 0
	}
	last := &attempts[len(attempts)-1]
	return last.Start.Add(last.Duration).Sub(attempts[0].Start)
}

// maxKeptBody is how much of a success's body an error keeps.
const maxKeptBody = 1 << 20

// describe adds what was asked to what came of it. A server that echoes the key in
// its message does not get it into the error.
func (c *Client) describe(e *Error, r *transport.Request) {
	e.Operation, e.Method, e.Path = r.Operation, r.Method, r.Template
	e.IdempotencyKey, e.KeyCreatedAt = r.Key, r.KeyCreated
	e.origin = c.Settings
	key := c.settings.Key
	for _, text := range []*string{&e.Path, &e.Message, &e.Code, &e.Param, &e.Type, &e.DocURL, &e.RequestID, &e.DeclineCode, &e.PaymentID} {
		*text = key.Hide(*text)
	}
	for i := range e.Fields {
		f := &e.Fields[i]
		f.Field, f.Code, f.Message = key.Hide(f.Field), key.Hide(f.Code), key.Hide(f.Message)
	}
	e.err = hideError(key, e.err)
	for i := range e.Attempts {
		a := &e.Attempts[i]
		a.Err, a.RequestID = hideError(key, a.Err), key.Hide(a.RequestID)
	}
	e.RequestID = cut(e.RequestID, maxRequestID)
	e.retry = func() *transport.Request {
		repeated := *r
		repeated.Header = maps.Clone(r.Header)
		return &repeated
	}
}

// hiddenError stands for an error whose text has the key in it: that of a caller's
// transport, or of a decoder. It is what that one is, and does not lead to it.
type hiddenError struct {
	text string
	err  func() error
}

func (e *hiddenError) Error() string        { return e.text }
func (e *hiddenError) Is(target error) bool { return errors.Is(e.err(), target) }
func (e *hiddenError) As(target any) bool   { return errors.As(e.err(), target) }

func hideError(key Secret, err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if hidden := key.Hide(text); hidden != text {
		return &hiddenError{hidden, func() error { return err }}
	}
	return err
}
