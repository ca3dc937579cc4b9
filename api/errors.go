package api

import (
	"errors"
	"fmt"
	"time"

	"github.com/stateset/stateset-go/internal/quote"
)

// class is a class of errors. errors.Is finds it in an [Error].
type class struct{ text string }

func (c *class) Error() string { return c.text }

// The classes of errors, by status or by outcome.
var (
	ErrInvalidRequest error = &class{"stateset: invalid request"}       // 400, 405, 413, 415, 422
	ErrAuthentication error = &class{"stateset: authentication failed"} // 401
	ErrPayment        error = &class{"stateset: payment failed"}        // 402
	ErrPermission     error = &class{"stateset: permission denied"}     // 403
	ErrNotFound       error = &class{"stateset: not found"}             // 404
	ErrConflict       error = &class{"stateset: conflict"}              // 409
	ErrIdempotency    error = &class{"stateset: idempotency key was used for another request"}
	ErrRateLimited    error = &class{"stateset: rate limited"} // 429
	ErrServer         error = &class{"stateset: server error"} // 5xx
	// ErrOutcomeUnknown means that a write may or may not have taken effect. Call Resolve
	// of the client, or repeat the write with the same idempotency key.
	ErrOutcomeUnknown error = &class{"stateset: outcome unknown"}
)

// Error is the error of a failed call: the server's response or the reason for its
// absence, and the outcome.
type Error struct {
	Operation string // the method of the SDK, "Payments.Create"
	Method    string
	Path      string // the template of the path, "/v1/payments/{id}"

	// The response of the server. Status is 0 without a response.
	Status      int
	Type        string // as in "invalid_request_error"
	Code        string // as in "parameter_missing"
	Message     string
	Param       string // the path of the invalid parameter, "items[0].price"
	DocURL      string
	DeclineCode string // the reason of a declined card
	PaymentID   string // the ID of the failed payment
	RequestID   string // the ID to send to support
	Fields      []FieldError
	Replayed    bool // the server repeated a stored response

	// The attempts of the client.
	Attempts       []Attempt
	Outcome        Outcome
	StopReason     StopReason
	RetryAfter     time.Duration // the wait that the last response requests, as in the last Attempt; 0 means none
	IdempotencyKey string        // empty for reads
	KeyCreatedAt   time.Time
	Elapsed        time.Duration
	// PriorAttemptAmbiguous reports that an attempt before the last may have taken
	// effect. A "not found" or "already paid" may then be the result of that attempt.
	PriorAttemptAmbiguous bool

	// Err is the cause: an error of the network, of the caller's context, or of decoding
	// the response. It is nil if the response is the only cause.
	Err error `json:"-"`
	// Response is the last response of the server, or nil. Its body may hold secrets that
	// must not be logged.
	Response *Response `json:"-"`
	// Request is the request of the call, for Resolve of the client. It is nil in errors
	// that the SDK did not create.
	Request Request `json:"-"`
}

// Request is the request of a failed call. Only the client's Resolve can use it.
type Request interface{ sealedRequest() }

// FieldError is one of several errors that a server reports at once.
type FieldError struct {
	Field   string
	Code    string
	Message string
}

// RawBody returns the body of Response, at most 1 MiB. It may hold secrets that must not
// be logged.
func (e *Error) RawBody() []byte { return e.Response.Body() }

// Timeout reports whether the call timed out.
func (e *Error) Timeout() bool {
	var t interface{ Timeout() bool }
	return e.Err != nil && errors.As(e.Err, &t) && t.Timeout()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is find the classes (ErrNotFound, ErrOutcomeUnknown …) and the codes
// (orders.ErrAlreadyPaid …) of the error.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case ErrorCode:
		return e.hasCode(t)
	case *class:
		return e.isClass(t)
	}
	return false
}

func (e *Error) isClass(c *class) bool {
	switch c {
	case ErrOutcomeUnknown:
		return e.Outcome == OutcomeUnknown && mutates(e.Method)
	case ErrIdempotency:
		return e.Code == "idempotency_key_reused" || e.Code == "idempotency_error" || e.Code == "idempotency_conflict"
	case ErrServer:
		return e.Status >= 500 && e.Status <= 599
	}
	return c == statusClass(e.Status)
}

func statusClass(status int) error {
	switch status {
	case 400, 405, 413, 415, 422:
		return ErrInvalidRequest
	case 401:
		return ErrAuthentication
	case 402:
		return ErrPayment
	case 403:
		return ErrPermission
	case 404:
		return ErrNotFound
	case 409:
		return ErrConflict
	case 429:
		return ErrRateLimited
	}
	return nil
}

// mutates reports whether a request of the method can change data.
func mutates(method string) bool {
	return method != "GET" && method != "HEAD" && method != "OPTIONS"
}

// DecodeError is the error of a successful response that cannot be decoded. The server
// executed the request, but its response is invalid. A response that is not JSON may come
// from a proxy. It has a ContentType, and the outcome is unknown.
type DecodeError struct {
	ContentType     string // set if it is not JSON
	ID              string // of the object, if it was readable
	ContentEncoding string // set if the SDK did not request it
	Start           string // the first bytes of the body, escaped; empty with a ContentEncoding
	Err             error
}

// Error returns one line: what was wrong with the body, and its start.
func (e *DecodeError) Error() string {
	switch {
	case e.ContentType != "" && e.ContentEncoding != "":
		return fmt.Sprintf("expected JSON, got %s in the content encoding %s, which was not requested", e.ContentType, e.ContentEncoding)
	case e.ContentEncoding != "":
		return fmt.Sprintf("cannot decode the response: the content encoding %s was not requested", e.ContentEncoding)
	case e.ContentType != "":
		return fmt.Sprintf("expected JSON, got %s: %s", e.ContentType, e.Start)
	case e.Start == "":
		return fmt.Sprintf("cannot decode the response: %v", e.Err)
	}
	return fmt.Sprintf("cannot decode the response: %v: %s", e.Err, e.Start)
}

// Unwrap returns the error of the decoder.
func (e *DecodeError) Unwrap() error { return e.Err }

// ParamError reports a parameter that cannot be sent. Nothing was sent. errors.Is finds
// [ErrInvalidRequest] in it.
type ParamError struct {
	Operation string // the method of the SDK, "Payments.Create"
	Param     string // the path in the JSON body, the name in the query, or the name of the option
	Message   string
}

// Error returns one line, as in "stateset: Payments.Create: amount: is required".
func (e *ParamError) Error() string {
	text := "stateset"
	if *e == (ParamError{}) {
		return ErrInvalidRequest.Error()
	}
	for _, part := range []string{quote.Escape(e.Operation, maxRequestID), quote.Escape(e.Param, maxRequestID), quote.Escape(e.Message, maxMessageText)} {
		if part != "" {
			text += ": " + part
		}
	}
	return text
}

// Is reports whether target is [ErrInvalidRequest].
func (e *ParamError) Is(target error) bool { return target == ErrInvalidRequest }

// ErrAnswerMismatch reports a response for another object than the requested one. The
// effect of the call is unknown.
var ErrAnswerMismatch = errors.New("stateset: the response is for another object")

// ErrLivemodeMismatch reports a response with data of the other mode than the key's.
var ErrLivemodeMismatch = errors.New("stateset: the response has the other mode than the key")

// ErrNoSuccess reports a response with a success status whose body says "success": false.
// The effect of the call is unknown.
var ErrNoSuccess = errors.New(`stateset: the response has a success status, but "success" is not true`)
