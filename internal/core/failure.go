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

// Classify reads an error response for the decision of the transport. The error of the
// call is created from the result.
func Classify(r *transport.Response) transport.Answer {
	a := new(answer)
	a.wait = decodeError(r, &a.Error)
	return a
}

// answer is an error envelope as the transport reads it.
type answer struct {
	api.Error
	wait bodyWait
}

// ErrorCode returns the code.
func (a *answer) ErrorCode() string { return a.Code }

// RetryAfterHint returns the wait that the body names, and whether it names one.
func (a *answer) RetryAfterHint() (time.Duration, bool) { return a.wait.wait, a.wait.named }

// newError returns the error of a failed call.
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

// unreadable returns the error of a success that is invalid or cannot be decoded. Such a
// response is not retried: the server executed the request, and a retry would return the
// same response.
func (c *Client) unreadable(r *transport.Request, response *transport.Response, err error) *api.Error {
	body := bytes.Clone(response.Body[:min(len(response.Body), maxKeptBody)])
	e := &api.Error{}
	if errors.Is(err, api.ErrNoSuccess) { // the body may contain the reason, like an error body
		kept := *response
		kept.Body = body
		if decodeError(&kept, e); e.Message == http.StatusText(e.Status) { // the body contains no reason
			e.Message = ""
		}
	}
	e.Status, e.RequestID, e.Replayed = response.Status, response.Header.Get("X-Request-Id"), api.Replayed(response.Header)
	e.Attempts, e.Elapsed, e.Response = response.Attempts, elapsed(response.Attempts), newResponse(r, response, body)
	e.Outcome, e.StopReason, e.Err = api.OutcomeUnknown, api.StopWrongAnswer, err
	if !wrong(err) {
		unread := undecoded(r, body, err)
		e.StopReason, e.Err = api.StopUnreadable, unread
		if unread.ContentType == "" { // a body of another type may come from a proxy that did not reach the server
			e.Outcome = api.OutcomeSucceeded
		}
	}
	c.describe(e, r)
	return e
}

// undecoded returns the start of a body that cannot be decoded. For a wrong response it
// returns nothing, because the body may belong to another account.
func undecoded(r *transport.Request, body []byte, err error) *api.DecodeError {
	var unread *api.DecodeError
	if !errors.As(err, &unread) {
		unread = &api.DecodeError{Err: err, Start: start(body)}
	}
	key := secretOf(r)
	unread.Start, unread.Err = key.Hide(unread.Start), key.HideError(unread.Err)
	unread.ContentType, unread.ContentEncoding = key.Hide(unread.ContentType), key.Hide(unread.ContentEncoding)
	return unread
}

// elapsed returns the time from the start of the first attempt to the end of the last.
func elapsed(attempts []api.Attempt) time.Duration {
	if len(attempts) == 0 {
		return 0
	}
	last := &attempts[len(attempts)-1]
	return last.Start.Add(last.Duration).Sub(attempts[0].Start)
}

// maxShownID limits request IDs and content types in an error.
const maxShownID = 128

// maxKeptBody is the maximum size of a success body that an error keeps.
const maxKeptBody = 1 << 20

// describe adds the request to the error. If a server echoes the key in its message, the
// key is masked.
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
	e.Err = key.HideError(e.Err)
	e.RequestID = quote.Cut(e.RequestID, maxShownID)
	if e.Response != nil {
		e.Response.Attempts = e.Attempts
	}
	e.Request = &sent{call: func() (*Client, *transport.Request) { return c, r }}
}

// newResponse returns the Response of an error. If a server echoes the key, the key is
// masked in the headers.
func newResponse(r *transport.Request, t *transport.Response, body []byte) *api.Response {
	return api.NewResponse(t.Status, hideHeader(secretOf(r), t.Header), body)
}

// hideHeader returns the header, or a copy if a value contains the key.
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

// sent holds the data of a failed call for Resolve. A function holds the request, so that
// printing an error never shows its headers.
type sent struct {
	api.Request // seals the interface
	call        func() (*Client, *transport.Request)
	check       func(*transport.Response) error // checks the response to the repetition; optional
	// settle returns the entry of the call in the journal, or nil.
	settle func() (journal.Lease, *journal.Entry)
}

// sentBy returns the sent of an error, or nil.
func sentBy(e *api.Error) *sent {
	s, _ := e.Request.(*sent)
	return s
}
