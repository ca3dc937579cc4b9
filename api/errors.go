package api

import (
	"errors"
	"fmt"
	"time"

	"github.com/stateset/stateset-go/internal/quote"
)

// class is a class of errors; errors.Is finds it in an [Error].
type class struct{ text string }

func (c *class) Error() string { return c.text }

// The classes of errors, by status or by what is known of the effect.
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
	// ErrOutcomeUnknown says that a write may or may not have happened. Repeat it
	// with the same idempotency key, or let the client's Resolve do so.
	ErrOutcomeUnknown error = &class{"stateset: outcome unknown"}
)

// Error is a call that failed: the server's answer, or why there is none, and what
// is known of the effect.
type Error struct {
	Operation string // the SDK's method, "Payments.Create"
	Method    string
	Path      string // the path's template, "/v1/payments/{id}"

	// What the server answered; Status is 0 when it did not.
	Status      int
	Type        string // "invalid_request_error"
	Code        string // "parameter_missing"
	Message     string
	Param       string // the path of the parameter that is wrong, "items[0].price"
	DocURL      string
	DeclineCode string // why a card was refused, beyond Code
	PaymentID   string // the payment that failed
	RequestID   string // quote it to support
	Fields      []FieldError
	Replayed    bool // the server repeated an answer that it had stored

	// What the client did.
	Attempts       []Attempt
	Outcome        Outcome
	StopReason     StopReason
	RetryAfter     time.Duration // the wait that the last answer asks for, that of the last Attempt; 0 means none
	IdempotencyKey string        // empty for reads
	KeyCreatedAt   time.Time
	Elapsed        time.Duration
	// PriorAttemptAmbiguous says that an attempt before the last may have had an
	// effect: a "not found" or "already paid" may be its echo.
	PriorAttemptAmbiguous bool

	// Err is the error underneath: of the network, of the caller's context, of reading
	// the response. It is nil when the response says it all.
	Err error `json:"-"`
	// Response is the server's last response, nil when there was none. Its body may
	// hold what must not be logged.
	Response *Response `json:"-"`
	// Request is the request of the call, for the client's Resolve. It is nil in errors
	// that the SDK did not make.
	Request Request `json:"-"`
}

// Request is the request of a failed call. Only the client's Resolve can use it.
type Request interface{ sealedRequest() }

// FieldError is one of several faults that a server reports at once.
type FieldError struct {
	Field   string
	Code    string
	Message string
}

// RawBody returns the body of Response, at most 1 MiB of it. It may hold what must
// not be logged.
func (e *Error) RawBody() []byte { return e.Response.Body() }

// Timeout reports whether the call ran out of time.
func (e *Error) Timeout() bool {
	var t interface{ Timeout() bool }
	return e.Err != nil && errors.As(e.Err, &t) && t.Timeout()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is find the classes (ErrNotFound, ErrOutcomeUnknown …) and the
// codes (orders.ErrAlreadyPaid …) that the error belongs to.
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

// mutates reports whether a request of the method may change something.
func mutates(method string) bool {
	return method != "GET" && method != "HEAD" && method != "OPTIONS"
}

// DecodeError says that a success could not be read: the server did what was asked,
// but its answer is not what it should be. With a ContentType it is not even JSON, and
// may come from somebody in between: the outcome is unknown then.
type DecodeError struct {
	ContentType     string // where it is not JSON
	ID              string // of the object, where it was readable
	ContentEncoding string // where the SDK did not request it
	Start           string // the first bytes of the body, escaped; empty with a ContentEncoding
	Err             error
}

func (e *DecodeError) Error() string {
	switch {
	case e.ContentType != "" && e.ContentEncoding != "":
		return fmt.Sprintf("expected JSON, got %s in the content encoding %s, which was not requested", e.ContentType, e.ContentEncoding)
	case e.ContentEncoding != "":
		return fmt.Sprintf("cannot read the answer: the content encoding %s was not requested", e.ContentEncoding)
	case e.ContentType != "":
		return fmt.Sprintf("expected JSON, got %s: %s", e.ContentType, e.Start)
	case e.Start == "":
		return fmt.Sprintf("cannot read the answer: %v", e.Err)
	}
	return fmt.Sprintf("cannot read the answer: %v: %s", e.Err, e.Start)
}

// Unwrap gives the decoder's error.
func (e *DecodeError) Unwrap() error { return e.Err }

// ParamError reports a parameter that cannot be sent. Nothing was sent. errors.Is finds
// [ErrInvalidRequest] in it.
type ParamError struct {
	Operation string // the SDK's method, "Payments.Create"
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

// ErrAnswerMismatch says that an answer is for something else than what was asked
// for: what the call did is not known then.
var ErrAnswerMismatch = errors.New("stateset: the answer is for something else")

// ErrLivemodeMismatch says that an answer holds data of the other mode than the key's.
var ErrLivemodeMismatch = errors.New("stateset: the answer is of the other mode than the key")

// ErrNoSuccess says that an answer with the status of a success tells of a failure:
// what the call did is not known then.
var ErrNoSuccess = errors.New(`stateset: the answer has the status of a success, but does not say "success": true`)
