package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/stateset/stateset-go/internal/transport"
)

// Names of the transport's types that users meet.
type (
	// Attempt is the record of one attempt of a call.
	Attempt = transport.Attempt
	// Outcome says what is known of the effect of a failed call.
	Outcome = transport.Outcome
	// StopReason says why a failed call was not tried again.
	StopReason = transport.StopReason
	// RedirectError says that the server answered with a redirect.
	RedirectError = transport.RedirectError
)

// Class is a class of errors; errors.Is finds it in an [Error].
type Class struct{ text string }

func (c *Class) Error() string { return c.text }

// The classes of errors, by status or by what is known of the effect.
var (
	ErrInvalidRequest error = &Class{"stateset: invalid request"}       // 400, 405, 413, 415, 422
	ErrAuthentication error = &Class{"stateset: authentication failed"} // 401
	ErrPayment        error = &Class{"stateset: payment failed"}        // 402
	ErrPermission     error = &Class{"stateset: permission denied"}     // 403
	ErrNotFound       error = &Class{"stateset: not found"}             // 404
	ErrConflict       error = &Class{"stateset: conflict"}              // 409
	ErrIdempotency    error = &Class{"stateset: idempotency key was used for another request"}
	ErrRateLimited    error = &Class{"stateset: rate limited"} // 429
	ErrServer         error = &Class{"stateset: server error"} // 5xx
	// ErrOutcomeUnknown says that a write may or may not have happened. Repeat it
	// with the same idempotency key, or let the client's Resolve do so.
	ErrOutcomeUnknown error = &Class{"stateset: outcome unknown"}
)

// ErrorCode is a code of the API as an error: errors.Is finds it in an [Error].
type ErrorCode string

func (c ErrorCode) Error() string { return "stateset: " + string(c) }

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
	RetryAfter     time.Duration // what the server asked to wait, 0 if nothing
	IdempotencyKey string        // empty for reads
	KeyCreatedAt   time.Time
	Elapsed        time.Duration
	// PriorAttemptAmbiguous says that an attempt before the last may have had an
	// effect: a "not found" or "already paid" may be its echo.
	PriorAttemptAmbiguous bool

	err error
	// Functions, so that no way of printing an error shows what they give.
	body   func() []byte
	origin func() Settings                 // of the client that made the call
	retry  func() *transport.Request       // the request again, for Resolve
	check  func(*transport.Response) error // of the answer to it; nil for none
}

// FieldError is one of several faults that a server reports at once.
type FieldError struct {
	Field   string
	Code    string
	Message string
}

// RawBody is the body of the server's answer, at most 1 MiB of it. It may hold
// what must not be logged.
func (e *Error) RawBody() []byte {
	if e.body == nil {
		return nil
	}
	return e.body()
}

// Timeout reports whether the call ran out of time.
func (e *Error) Timeout() bool {
	var t interface{ Timeout() bool }
	return e.err != nil && errors.As(e.err, &t) && t.Timeout()
}

// Unwrap gives the error underneath: of the network, of the caller's context, of
// reading the answer.
func (e *Error) Unwrap() error { return e.err }

// Is makes errors.Is find the classes (ErrNotFound, ErrOutcomeUnknown …) and the
// codes (orders.ErrAlreadyPaid …) that the error belongs to.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case ErrorCode:
		return e.Code == string(t)
	case *Class:
		return e.isClass(t)
	}
	return false
}

func (e *Error) isClass(c *Class) bool {
	switch c {
	case ErrOutcomeUnknown:
		return e.Outcome == transport.OutcomeUnknown && e.mutates()
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

func (e *Error) mutates() bool {
	return e.Method != "GET" && e.Method != "HEAD" && e.Method != "OPTIONS"
}

// ErrorCode is the code, for the transport's decision.
func (e *Error) ErrorCode() string { return e.Code }

// RetryAfterHint is the wait that the body asked for, and whether it did.
func (e *Error) RetryAfterHint() (time.Duration, bool) { return e.RetryAfter, e.RetryAfter > 0 }

// DecodeError says that a success could not be read: the server did what was asked,
// but its answer is not what it should be. With a ContentType it is not even JSON, and
// may come from somebody in between: the outcome is unknown then.
type DecodeError struct {
	ContentType string // where it is not JSON
	Start       string // the first bytes of the body, escaped
	Err         error
}

func (e *DecodeError) Error() string {
	if e.ContentType != "" {
		return fmt.Sprintf("expected JSON, got %s: %s", e.ContentType, e.Start)
	}
	if e.Start == "" {
		return fmt.Sprintf("cannot read the answer: %v", e.Err)
	}
	return fmt.Sprintf("cannot read the answer: %v: %s", e.Err, e.Start)
}

// typeError is encoding/json's error of a value of another type than its field's,
// without the names of Go's types: users know those of JSON.
type typeError struct{ err *json.UnmarshalTypeError }

func (e *typeError) Error() string {
	if e.err.Field == "" {
		return "unexpected " + e.err.Value
	}
	return e.err.Field + ": unexpected " + e.err.Value
}

// Unwrap gives the decoder's error.
func (e *typeError) Unwrap() error { return e.err }

// Unwrap gives the decoder's error.
func (e *DecodeError) Unwrap() error { return e.Err }

// ParamError says that a parameter cannot be sent: nothing was. Param is its path
// in the JSON body, its name in the query, or the name of the option.
type ParamError struct {
	Param   string
	Message string
}

// Error is one line: a param may hold what a caller named a metadata key.
func (e *ParamError) Error() string {
	return "stateset: " + escape(e.Param, maxRequestID) + ": " + escape(e.Message, maxMessageText)
}
