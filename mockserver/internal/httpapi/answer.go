package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/stateset/stateset-go/internal/jsonenc"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// answer is a status and the bytes of a body.
type answer struct {
	status int
	body   []byte
}

const docURL = "https://docs.stateset.com/errors/"

// refuse returns an error of the API. Its code determines its type and status.
func refuse(code, param, format string, args ...any) *engine.Error {
	return &engine.Error{Code: code, Param: param, Message: fmt.Sprintf(format, args...)}
}

// asRefusal is the error as the API has it. What nobody foresaw is an internal
// error; its text stays in the log.
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

// errorObject is what an answer holds under "error".
type errorObject struct {
	Type        string `json:"type"`
	Code        string `json:"code"`
	Message     string `json:"message"`
	Param       string `json:"param"`
	DeclineCode string `json:"decline_code,omitzero"` // refused cards only
	PaymentID   string `json:"payment_id,omitzero"`   // refused cards only
	DocURL      string `json:"doc_url"`
	RequestID   string `json:"request_id"`
}

// refusal is the answer to an error.
func (c *call) refusal(err error) answer {
	e := c.asRefusal(err)
	body, encodeErr := jsonenc.Encode(&struct {
		Error errorObject `json:"error"`
	}{errorObject{
		Type: e.Type(), Code: e.Code, Message: e.Message, Param: e.Param,
		DeclineCode: e.DeclineCode, PaymentID: e.PaymentID,
		DocURL: docURL + e.Code, RequestID: c.requestID(),
	}})
	if encodeErr != nil { // it holds nothing but texts
		return answer{status: http.StatusInternalServerError}
	}
	if again, known := retryable(e); known {
		c.header.Set("Stateset-Should-Retry", strconv.FormatBool(again))
	}
	return answer{status: statusOf(e.Code), body: body}
}

// retryable reports whether the same request can succeed later, and whether the
// server says so: it does not for payments, which a human may retry.
func retryable(e *engine.Error) (again, known bool) {
	switch status := statusOf(e.Code); {
	case status == http.StatusPaymentRequired:
		return false, false
	case status == http.StatusTooManyRequests, status >= http.StatusInternalServerError:
		return true, true
	}
	return e.Code == engine.CodeIdempotencyInUse, true
}

// head sets the headers of the answer.
func (c *call) head(a answer) {
	c.header.Set("X-Request-Id", c.requestID())
	if a.status != http.StatusNoContent {
		if c.header.Get("Content-Type") == "" { // a page has its own
			c.header.Set("Content-Type", "application/json")
		}
		c.header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	c.fault.decorate(c.header)
}

// write sends the answer.
func (c *call) write(w http.ResponseWriter, a answer) {
	c.head(a)
	w.WriteHeader(a.status)
	if c.request.Method == http.MethodHead {
		return
	}
	if _, err := w.Write(a.body); err != nil && len(a.body) > 0 {
		c.server.log.Info("client went away", "request_id", c.id, "error", err)
	}
}
