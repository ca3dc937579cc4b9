package api

import (
	"bytes"
	"maps"
	"strings"

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

// unreadable makes the error of a success that cannot be decoded: it is not
// retried, since the server did what was asked.
func (c *Client) unreadable(r *transport.Request, response *transport.Response, err error) *Error {
	e := &Error{
		Status: response.Status, RequestID: response.Header.Get("X-Request-Id"), Replayed: transport.Replayed(response.Header),
		Outcome: transport.OutcomeSucceeded, StopReason: transport.StopUnreadable, Attempts: response.Attempts,
		err: err, body: bytes.Clone(response.Body[:min(len(response.Body), maxKeptBody)]),
	}
	c.describe(e, r)
	return e
}

// maxKeptBody is how much of a success's body an error keeps.
const maxKeptBody = 1 << 20

// describe adds what was asked to what came of it. A server that echoes the key in
// its message does not get it into the error.
func (c *Client) describe(e *Error, r *transport.Request) {
	e.Operation, e.Method, e.Path = r.Operation, r.Method, r.Template
	e.IdempotencyKey, e.KeyCreatedAt = r.Key, r.KeyCreated
	key := c.settings.Key.Reveal()
	for _, text := range []*string{&e.Message, &e.Code, &e.Param, &e.Type, &e.DocURL, &e.RequestID} {
		if strings.Contains(*text, key) {
			*text = strings.ReplaceAll(*text, key, c.settings.Key.String())
		}
	}
	if len(e.RequestID) > maxRequestID {
		e.RequestID = cut(e.RequestID, maxRequestID)
	}
	e.retry = func() *transport.Request {
		repeated := *r
		repeated.Header = maps.Clone(r.Header)
		return &repeated
	}
}
