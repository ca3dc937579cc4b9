package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

// answer is the status and the body of a response.
type answer struct {
	status int
	body   []byte
}

// encode writes a body with its generated code, or with encoding/json.
func encode(body any) ([]byte, error) {
	if w, ok := body.(wire.Writer); ok {
		return wire.Marshal(w)
	}
	return json.Marshal(body)
}

const docURL = "https://docs.stateset.com/errors/"

// refuse returns an error of the API. Its code determines its type and status.
func refuse(code, param, format string, args ...any) *engine.Error {
	return &engine.Error{Code: code, Param: param, Message: fmt.Sprintf(format, args...)}
}

// asRefusal converts an error to an error of the API. An unexpected error becomes an
// internal error, and its text is logged only.
func (c *call) asRefusal(err error) *engine.Error {
	var refusal *engine.Error
	var fault *input.Fault
	switch {
	case errors.As(err, &refusal):
		return refusal
	case errors.As(err, &fault):
		return &engine.Error{Code: fault.Code, Message: fault.Message, Param: fault.Param}
	}
	c.server.log.Error("unexpected error", "request_id", c.requestID(), "error", err)
	return refuse(engine.CodeInternal, "", "The server failed; nothing was changed")
}

// errorBody is the body of an error response.
//
//wire:response
type errorBody struct {
	Error errorObject `json:"error"`
}

// errorObject is the member "error" of a response.
//
//wire:response
type errorObject struct {
	Type        string `json:"type" wire:"must"`
	Code        string `json:"code" wire:"must"`
	Message     string `json:"message" wire:"must"`
	Param       string `json:"param"`
	DeclineCode string `json:"decline_code,omitzero"` // declined cards only
	PaymentID   string `json:"payment_id,omitzero"`   // declined cards only
	DocURL      string `json:"doc_url" wire:"must"`
	RequestID   string `json:"request_id" wire:"must"`
}

// refusal returns the response for an error. A secret in its text is masked: clients may
// send one as an ID.
func (c *call) refusal(err error) answer {
	e := c.asRefusal(err)
	body, encodeErr := encode(&errorBody{errorObject{
		Type: e.Type(), Code: e.Code, Message: mask.Text(e.Message), Param: mask.Text(e.Param),
		DeclineCode: e.DeclineCode, PaymentID: e.PaymentID,
		DocURL: docURL + e.Code, RequestID: c.requestID(),
	}})
	if encodeErr != nil { // all members are strings, so this cannot happen
		return answer{status: http.StatusInternalServerError}
	}
	c.object = nil // the body is another one
	if again, known := retryable(e); known {
		c.header.Set("Stateset-Should-Retry", strconv.FormatBool(again))
	}
	status := statusOf(e.Code)
	if status == http.StatusUnauthorized {
		c.header.Set("WWW-Authenticate", "Bearer")
	}
	return answer{status: status, body: body}
}

// retryable reports whether the same request can succeed later. known is false for
// payment errors, for which the server sends no advice.
func retryable(e *engine.Error) (again, known bool) {
	switch status := statusOf(e.Code); {
	case status == http.StatusPaymentRequired:
		return false, false
	case status == http.StatusTooManyRequests, status >= http.StatusInternalServerError:
		return true, true
	}
	return e.Code == engine.CodeIdempotencyInUse, true
}

// head sets the headers of the response.
func (c *call) head(a answer) {
	c.set("X-Request-Id", c.requestID())
	c.set("Date", c.date())
	if a.status != http.StatusNoContent {
		if c.header["Content-Type"] == nil { // pages set their own
			c.header["Content-Type"] = jsonType
		}
		c.set("Content-Length", strconv.Itoa(len(a.body)))
	}
	c.fault.decorate(c.header)
}

// write sends the response.
func (c *call) write(w http.ResponseWriter, a answer) {
	c.head(a)
	w.WriteHeader(a.status)
	if c.request.Method == http.MethodHead {
		return
	}
	if _, err := w.Write(a.body); err != nil && len(a.body) > 0 {
		c.server.log.Info("client went away", "request_id", mask.Text(c.id), "error", err)
		return // HTTP/2 may still read the body
	}
	c.release()
}

// buffers are those of responses that were sent.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// release makes the buffer of the response available. The body of a fault and that of an
// observed response are still in use.
func (c *call) release() {
	const largest = 64 << 10
	if c.buffer != nil && cap(*c.buffer) <= largest && c.fault == nil && c.server.opts.Observe == nil {
		buffers.Put(c.buffer)
		c.buffer = nil
	}
}
