package api

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Outcome reports whether a failed call took effect.
//
//wire:enum
type Outcome string

// The outcomes. A write may have taken effect only with OutcomeUnknown and
// OutcomeSucceeded.
const (
	OutcomeNotSent   Outcome = "not sent"  // no request reached the server
	OutcomeRejected  Outcome = "rejected"  // the server reported that the request had no effect
	OutcomeSucceeded Outcome = "succeeded" // the request took effect; the response could not be read
	OutcomeUnknown   Outcome = "unknown"   // the request was sent and no definitive response arrived
)

// StopReason is the reason why a failed call was not retried again.
//
//wire:enum
type StopReason string

// The reasons to stop.
const (
	StopDefinitive     StopReason = "definitive answer"                             // the server rejected the request; a retry cannot change that
	StopContext        StopReason = "context done"                                  // the caller's context ended
	StopPermanent      StopReason = "cannot succeed"                                // the request cannot be sent: bad URL, proxy, certificate or host
	StopNotKeyed       StopReason = "not safe to repeat without an idempotency key" // a write without a key may have been received
	StopAttempts       StopReason = "attempts spent"                                // RetryPolicy.MaxAttempts was reached
	StopBudget         StopReason = "retry budget exhausted"                        // the retry budget of the API key is empty
	StopDeadline       StopReason = "deadline before next attempt"                  // too little time is left for another attempt
	StopWaitTooLong    StopReason = "server asked to wait too long"                 // the requested wait exceeds RetryPolicy.MaxRetryAfter
	StopKeyAge         StopReason = "idempotency key too old"                       // the idempotency key is older than 23 hours
	StopStoredAnswer   StopReason = "stored answer"                                 // the server repeats a stored error
	StopServerSaysSo   StopReason = "server says not to retry"                      // Stateset-Should-Retry is false
	StopUnreadable     StopReason = "answer cannot be read"                         // a successful response cannot be read
	StopWrongAnswer    StopReason = "answer is wrong"                               // the response is for another object, mode or result
	StopRedirect       StopReason = "redirects are not followed"                    // the server redirects
	StopUnexpectedCode StopReason = "unexpected status"                             // the status is below 200 or above 599
	StopJournal        StopReason = "the journal failed"                            // the write or its outcome could not be stored
	StopKeySource      StopReason = "the key source failed"                         // WithKeySource returned no valid key; nothing was sent
)

// Errors that a failed call may wrap.
var (
	// ErrAttemptTimeout reports that an attempt exceeded its timeout. It is not
	// context.DeadlineExceeded, because the caller's context had not ended.
	ErrAttemptTimeout error = &timeoutError{"stateset: attempt timed out"}
	// ErrCallTimeout reports that a call exceeded its timeout with all attempts. The
	// timeout applies if the context has no deadline.
	ErrCallTimeout error = &timeoutError{"stateset: call timed out"}
	// ErrRetryBudgetExhausted reports that recent calls of the client failed so often
	// that it stopped retrying. First attempts are still sent.
	ErrRetryBudgetExhausted = errors.New("stateset: retry budget exhausted")
	// ErrIdempotencyKeyExpired reports that the idempotency key is too old to repeat the
	// request safely. Servers forget keys after 24 hours.
	ErrIdempotencyKeyExpired = errors.New("stateset: idempotency key is older than 23 hours")
	// ErrResponseTooLarge reports that a response exceeded the size limit.
	ErrResponseTooLarge = errors.New("stateset: response is too large")
	// ErrResponseCorrupt reports that a response could not be decompressed.
	ErrResponseCorrupt = errors.New("stateset: response is corrupt")
	// ErrResponseTruncated reports that a response was incomplete.
	ErrResponseTruncated = errors.New("stateset: response is truncated")
	// ErrInsecureURL reports that an API key would have been sent in clear text.
	ErrInsecureURL = errors.New("stateset: refusing to send an API key over http to a host that is not loopback")
)

type timeoutError struct{ text string }

func (e *timeoutError) Error() string { return e.text }

// Timeout and Temporary implement net.Error.
func (e *timeoutError) Timeout() bool   { return true }
func (e *timeoutError) Temporary() bool { return true }

// ProxyError reports that a proxy refused to connect to the server. The request was not
// sent. A 4xx of a proxy is final, a 5xx is retried.
type ProxyError struct {
	Proxy  string // its URL without credentials; empty if a transport that is not an *http.Transport hides it
	Status int    // of the response to CONNECT
}

// Error returns one line with the address of the proxy and its status.
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

// RedirectError reports a redirect response. Redirects are never followed: a redirected
// write could be lost, and the API key must only be sent to its host.
type RedirectError struct {
	Status int
	Host   string // the target host; empty if it is the same host
}

// Error returns one line with the target host, if it is another one.
func (e *RedirectError) Error() string {
	if e.Host == "" {
		return "stateset: server responded with a redirect, which is not followed"
	}
	return "stateset: server responded with a redirect to " + e.Host + ", which is not followed"
}

// RetryReason is the reason why another attempt follows.
//
//wire:enum
type RetryReason string

// The reasons to retry.
const (
	RetryNotSent         RetryReason = "not_sent"         // the request could not be sent: dial, TLS handshake, name server
	RetryTimeout         RetryReason = "timeout"          // no response within the timeout of the attempt
	RetryConnectionLost  RetryReason = "connection_lost"  // the connection ended, or the response was malformed
	RetryTruncated       RetryReason = "truncated"        // the body of a successful response was incomplete
	RetryServerRequested RetryReason = "server_requested" // Stateset-Should-Retry: true
	RetryRateLimited     RetryReason = "rate_limited"     // 429
	RetryKeyInUse        RetryReason = "key_in_use"       // 409: the first request with the idempotency key is still running
	RetryServerError     RetryReason = "server_error"     // 408, 425 or 5xx
)

// Attempt is the record of one attempt of a call.
type Attempt struct {
	Number     int           // starts at 1
	Start      time.Time     //
	Duration   time.Duration // from dialing to the last byte of the response
	Status     int           // 0 without a response
	RequestID  string        // the server's ID, if it responded
	RetryAfter time.Duration // the wait that the server requested; 0 means none
	Delay      time.Duration // the wait before the next attempt; 0 for the last one
	Reason     RetryReason   // the reason for the next attempt; empty for the last one
	Err        error         // why there is no readable response; nil otherwise
	WireSends  int           // how often the request was written: more than once if an HTTP/2 server refused it, or net/http repeated a read
	ConnReused bool          // whether the connection was used before
}

// Replayed reports whether the header marks a stored response.
func Replayed(header http.Header) bool {
	for _, name := range replayHeaders {
		if values := header[name]; len(values) > 0 && strings.EqualFold(values[0], "true") {
			return true
		}
	}
	return false
}

// replayHeaders are the names of the header that marks a stored response.
var replayHeaders = []string{"Idempotent-Replayed", "Idempotency-Replayed", "X-Idempotent-Replay"}
