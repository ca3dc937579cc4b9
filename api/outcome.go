package api

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Outcome says what is known of the effect of a failed call.
//
//wire:enum
type Outcome string

// The outcomes. Only with OutcomeUnknown and OutcomeSucceeded may a write have
// happened.
const (
	OutcomeNotSent   Outcome = "not sent"  // no request reached the server
	OutcomeRejected  Outcome = "rejected"  // the server answered that it did nothing
	OutcomeSucceeded Outcome = "succeeded" // the server did it; its answer could not be read
	OutcomeUnknown   Outcome = "unknown"   // the request was sent and no definitive answer came
)

// StopReason says why a failed call was not tried again.
//
//wire:enum
type StopReason string

// The reasons to stop.
const (
	StopDefinitive     StopReason = "definitive answer"
	StopContext        StopReason = "context done"
	StopPermanent      StopReason = "cannot succeed"
	StopNotKeyed       StopReason = "not safe to repeat without an idempotency key"
	StopAttempts       StopReason = "attempts spent"
	StopBudget         StopReason = "retry budget exhausted"
	StopDeadline       StopReason = "deadline before next attempt"
	StopWaitTooLong    StopReason = "server asked to wait too long"
	StopKeyAge         StopReason = "idempotency key too old"
	StopStoredAnswer   StopReason = "stored answer"
	StopServerSaysSo   StopReason = "server says not to retry"
	StopUnreadable     StopReason = "answer cannot be read"
	StopWrongAnswer    StopReason = "answer is wrong"
	StopRedirect       StopReason = "redirects are not followed"
	StopUnexpectedCode StopReason = "unexpected status"
	StopJournal        StopReason = "the journal failed"
	StopKeySource      StopReason = "the key source failed"
)

// Errors that a failed call may wrap.
var (
	// ErrAttemptTimeout says that an attempt took longer than its timeout. It is
	// not context.DeadlineExceeded: the caller's context was still good.
	ErrAttemptTimeout error = &timeoutError{"stateset: attempt timed out"}
	// ErrCallTimeout says that all attempts together took longer than the timeout
	// of a call whose context has no deadline.
	ErrCallTimeout error = &timeoutError{"stateset: call timed out"}
	// ErrRetryBudgetExhausted says that so many calls of the client failed lately
	// that it stopped retrying; first attempts are still made.
	ErrRetryBudgetExhausted = errors.New("stateset: retry budget exhausted")
	// ErrIdempotencyKeyExpired says that the idempotency key is too old to protect
	// a repetition: servers forget keys after 24 hours.
	ErrIdempotencyKeyExpired = errors.New("stateset: idempotency key is older than 23 hours")
	// ErrResponseTooLarge says that an answer was larger than the limit.
	ErrResponseTooLarge = errors.New("stateset: response is too large")
	// ErrResponseCorrupt says that an answer's compression could not be undone.
	ErrResponseCorrupt = errors.New("stateset: response is corrupt")
	// ErrResponseTruncated says that an answer ended before its end.
	ErrResponseTruncated = errors.New("stateset: response is truncated")
	// ErrInsecureURL says that a bearer key would have travelled in clear text.
	ErrInsecureURL = errors.New("stateset: refusing to send an API key over http to a host that is not loopback")
)

type timeoutError struct{ text string }

func (e *timeoutError) Error() string { return e.text }

// Timeout and Temporary make the error a net.Error.
func (e *timeoutError) Timeout() bool   { return true }
func (e *timeoutError) Temporary() bool { return true }

// ProxyError says that a proxy refused to connect to the server. The request was not
// sent. A 4xx of a proxy is final, a 5xx is retried.
type ProxyError struct {
	Proxy  string // its URL without credentials; empty if a transport that is not an *http.Transport hides it
	Status int    // of the response to CONNECT
}

func (e *ProxyError) Error() string {
	text := strings.TrimSpace(strconv.Itoa(e.Status) + " " + http.StatusText(e.Status))
	name := "a proxy"
	if e.Proxy != "" {
		name = "proxy " + e.Proxy
	}
	message := "stateset: " + name + " refused to connect to the server: " + text
	if e.Status == http.StatusProxyAuthRequired {
		message += ": put the credentials into the proxy URL"
	}
	return message
}

// RedirectError says that the server answered with a redirect, which is never
// followed: a redirected write is a lost write, and a bearer key stays with its
// host.
type RedirectError struct {
	Status int
	Host   string // where it pointed; empty when it named no other host
}

func (e *RedirectError) Error() string {
	if e.Host == "" {
		return "stateset: server answered with a redirect, which is not followed"
	}
	return "stateset: server answered with a redirect to " + e.Host + ", which is not followed"
}

// RetryReason says why an attempt is followed by another.
//
//wire:enum
type RetryReason string

// The reasons to retry.
const (
	RetryNotSent         RetryReason = "not_sent"         // the request could not be sent: dial, TLS handshake, name server
	RetryTimeout         RetryReason = "timeout"          // no response within the timeout of the attempt
	RetryConnectionLost  RetryReason = "connection_lost"  // the connection ended, or the response was malformed
	RetryTruncated       RetryReason = "truncated"        // the body of a success broke off
	RetryServerRequested RetryReason = "server_requested" // Stateset-Should-Retry: true
	RetryRateLimited     RetryReason = "rate_limited"     // 429
	RetryKeyInUse        RetryReason = "key_in_use"       // 409: the first request with the idempotency key still runs
	RetryServerError     RetryReason = "server_error"     // 408, 425 or 5xx
)

// Attempt is the record of one attempt of a call.
type Attempt struct {
	Number     int           // from 1
	Start      time.Time     //
	Duration   time.Duration // from dialling to the last byte of the answer
	Status     int           // 0 without an answer
	RequestID  string        // the server's, if it answered
	RetryAfter time.Duration // what the server asked to wait, 0 if nothing
	Delay      time.Duration // the wait before the next attempt, 0 at the last one
	Reason     RetryReason   // why another attempt follows, empty at the last one
	Err        error         // why there is no readable answer; nil otherwise
	WireSends  int           // how often the request was written: more than once if an HTTP/2 server refused it, or net/http repeated a read
	ConnReused bool          // whether the connection had served before
}

// Replayed reports whether the answer is a stored one.
func Replayed(header http.Header) bool {
	for _, name := range replayHeaders {
		if values := header[name]; len(values) > 0 && strings.EqualFold(values[0], "true") {
			return true
		}
	}
	return false
}

// replayHeaders are the spellings of the header that marks a stored answer.
var replayHeaders = []string{"Idempotent-Replayed", "Idempotency-Replayed", "X-Idempotent-Replay"}
