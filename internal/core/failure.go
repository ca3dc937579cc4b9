package core

import (
	"bytes"
	"errors"
	"net/http"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/journal"
)

// Classify reads an answer that is no success, for the transport's decision; the
// error of the call is made of it.
func Classify(r *transport.Response) transport.Answer {
	a := new(answer)
	a.wait = decodeError(r, &a.Error)
	return a
}

// answer is an error envelope as the transport sees it.
type answer struct {
	api.Error
	wait bodyWait
}

// ErrorCode returns the code.
func (a *answer) ErrorCode() string { return a.Code }

// RetryAfterHint returns the wait that the body names, and whether it names one.
func (a *answer) RetryAfterHint() (time.Duration, bool) { return a.wait.wait, a.wait.named }

// newError makes the error of a failed call.
func (c *Client) newError(f *transport.Failure) *api.Error {
	var e *api.Error
	if a, ok := f.Answer.(*answer); ok && f.Response != nil {
		e = &a.Error
	} else {
		e = &api.Error{}
		if f.Response != nil {
			e.Status, e.RequestID = f.Response.Status, f.Response.Header.Get("X-Request-Id")
		}
	}
	if f.Response != nil {
		e.Response = newResponse(f.Request, f.Response, f.Response.Body)
	}
	e.Err = f.Err
	e.Outcome, e.StopReason, e.RetryAfter = f.Outcome, f.Stop, f.RetryAfter
	e.Attempts, e.Elapsed, e.PriorAttemptAmbiguous = f.Attempts, f.Elapsed, f.PriorAmbiguous
	c.describe(e, f.Request)
	return e
}

// unreadable makes the error of a success that cannot be decoded, or that is wrong.
// Neither is retried: the server did something, and repeating the request would only
// repeat the answer.
func (c *Client) unreadable(r *transport.Request, response *transport.Response, err error) *api.Error {
	body := bytes.Clone(response.Body[:min(len(response.Body), maxKeptBody)])
	e := &api.Error{}
	if errors.Is(err, api.ErrNoSuccess) { // it may say why, as an error does
		kept := *response
		kept.Body = body
		if decodeError(&kept, e); e.Message == http.StatusText(e.Status) { // it gives none
			e.Message = ""
		}
	}
	e.Status, e.RequestID, e.Replayed = response.Status, response.Header.Get("X-Request-Id"), api.Replayed(response.Header)
	e.Attempts, e.Elapsed, e.Response = response.Attempts, elapsed(response.Attempts), newResponse(r, response, body)
	e.Outcome, e.StopReason, e.Err = api.OutcomeUnknown, api.StopWrongAnswer, err
	if !wrong(err) {
		unread := undecoded(r, body, err)
		e.StopReason, e.Err = api.StopUnreadable, unread
		if unread.ContentType == "" { // other kinds come from somebody in between, who may not have asked the server
			e.Outcome = api.OutcomeSucceeded
		}
	}
	c.describe(e, r)
	return e
}

// undecoded shows the start of a body that cannot be decoded. That of a wrong answer
// is not shown: it may be somebody else's.
func undecoded(r *transport.Request, body []byte, err error) *api.DecodeError {
	var unread *api.DecodeError
	if !errors.As(err, &unread) {
		unread = &api.DecodeError{Err: err, Start: start(body)}
	}
	key := secretOf(r)
	unread.Start, unread.Err = key.Hide(unread.Start), hideError(key, unread.Err)
	unread.ContentType, unread.ContentEncoding = key.Hide(unread.ContentType), key.Hide(unread.ContentEncoding)
	return unread
}

// elapsed is the time from the start of the first attempt to the end of the last.
func elapsed(attempts []api.Attempt) time.Duration {
	if len(attempts) == 0 {
		return 0
	}
	last := &attempts[len(attempts)-1]
	return last.Start.Add(last.Duration).Sub(attempts[0].Start)
}

// maxShownID bounds request IDs and content types in an error.
const maxShownID = 128

// maxKeptBody is how much of a success's body an error keeps.
const maxKeptBody = 1 << 20

// describe adds what was asked to what came of it. A server that echoes the key in
// its message does not get it into the error.
func (c *Client) describe(e *api.Error, r *transport.Request) {
	e.Operation, e.Method, e.Path = r.Operation, r.Method, r.Template
	e.IdempotencyKey, e.KeyCreatedAt = r.Key, r.KeyCreated
	key := secretOf(r)
	for _, text := range []*string{&e.Path, &e.Message, &e.Code, &e.Param, &e.Type, &e.DocURL, &e.RequestID, &e.DeclineCode, &e.PaymentID} {
		*text = key.Hide(*text)
	}
	for i := range e.Fields {
		f := &e.Fields[i]
		f.Field, f.Code, f.Message = key.Hide(f.Field), key.Hide(f.Code), key.Hide(f.Message)
	}
	e.Err = hideError(key, e.Err)
	for i := range e.Attempts {
		a := &e.Attempts[i]
		a.Err, a.RequestID = hideError(key, a.Err), key.Hide(a.RequestID)
	}
	e.RequestID = quote.Cut(e.RequestID, maxShownID)
	if e.Response != nil {
		e.Response.Attempts = e.Attempts
	}
	e.Request = &sent{call: func() (*Client, *transport.Request) { return c, r }}
}

// newResponse makes the Response of an error. A server that echoes the key does not
// get it into the headers.
func newResponse(r *transport.Request, t *transport.Response, body []byte) *api.Response {
	return api.NewResponse(t.Status, hideHeader(secretOf(r), t.Header), body)
}

// hideHeader returns the header, or a copy of it where a value holds the key.
func hideHeader(key transport.Secret, header http.Header) http.Header {
	shown, copied := header, false
	for name, values := range header {
		for i, value := range values {
			hidden := key.Hide(value)
			if hidden == value {
				continue
			}
			if !copied {
				shown, copied = header.Clone(), true
			}
			shown[name][i] = hidden
		}
	}
	return shown
}

// sent is what Resolve needs of a call that failed. A function holds the request, so
// that no way of printing an error shows its headers.
type sent struct {
	api.Request // seals the interface
	call        func() (*Client, *transport.Request)
	check       func(*transport.Response) error // of the response to the repetition; nil for none
	// settle returns the entry of the call in the journal; nil without one.
	settle func() (journal.Lease, *journal.Entry)
}

// sentBy returns what the call of the error sent, or nil.
func sentBy(e *api.Error) *sent {
	s, _ := e.Request.(*sent)
	return s
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

func hideError(key transport.Secret, err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if hidden := key.Hide(text); hidden != text {
		return &hiddenError{hidden, func() error { return err }}
	}
	return err
}
