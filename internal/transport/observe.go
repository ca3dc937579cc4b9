package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/api"
)

// observation holds the facts of one attempt that the table needs.
type observation struct {
	callerErr error // the caller's context error
	err       error // of the round trip, nil with a response
	sent      bool  // the request's header was written
	traced    bool  // the round tripper reports what it does
	refused   bool  // the server did not process the request
	reused    bool  // the connection had been used before

	status      int
	hidden      bool  // a redirect whose status the browser hides
	bodyErr     error // of reading the body
	cutOff      bool  // the body of an error response is incomplete
	code        string
	replayed    bool
	shouldRetry string // "true", "false", or anything else
	text        string // the start of the body, for plain text responses
}

// permanentError marks an error that a retry cannot fix.
type permanentError struct{ err error }

func (e *permanentError) Error() string { return e.err.Error() }
func (e *permanentError) Unwrap() error { return e.err }

func (o *observation) answered() bool { return o.err == nil }

func (o *observation) success() bool {
	return o.answered() && o.status >= 200 && o.status <= 299
}

// complete reports whether the response is a success that was read completely.
func (o *observation) complete() bool { return o.success() && o.bodyErr == nil }

// callerDone reports whether the caller's context ended before a complete response
// arrived. A complete response counts, whatever the context says.
func (o *observation) callerDone() bool {
	return o.callerErr != nil && (o.err != nil || o.bodyErr != nil || o.cutOff)
}

func (o *observation) permanent() bool {
	if o.err == nil {
		return false
	}
	var p *permanentError
	var proxy *api.ProxyError
	return errors.As(o.err, &p) || errors.As(o.err, &proxy) && proxy.Status <= 499
}

func (o *observation) badTLS() bool {
	if o.err == nil {
		return false
	}
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(o.err, &verification) || errors.As(o.err, &record) || errors.Is(o.err, http.ErrSchemeMismatch) || o.certificateRefused()
}

// certificateAlerts are the TLS alerts of a server that refuses the client's
// certificate or requires one. OpenSSL sends handshake_failure for a missing one.
var certificateAlerts = []tls.AlertError{40, 42, 43, 44, 45, 46, 48, 49, 116}

// certificateRefused reports whether the server refused the client's certificate. In
// TLS 1.3 the client may have written its request by then; the server did not read it.
func (o *observation) certificateRefused() bool {
	var op *net.OpError
	if o.err == nil || o.reused || !errors.As(o.err, &op) || op.Op != "remote error" {
		return false
	}
	return slices.ContainsFunc(certificateAlerts, func(a tls.AlertError) bool { return op.Err.Error() == a.Error() })
}

func (o *observation) unknownHost() bool {
	if o.err == nil {
		return false
	}
	var dns *net.DNSError
	return errors.As(o.err, &dns) && dns.IsNotFound
}

// notSent reports whether no request reached the server. With a round tripper that calls
// the trace this is exact. Without a trace, as in a fake, only an error that reports a
// failed connection counts.
func (o *observation) notSent() bool {
	if o.err == nil || o.sent {
		return false
	}
	return o.traced || o.refused || isDialError(o.err)
}

func isDialError(err error) bool {
	var dns *net.DNSError
	var op *net.OpError
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
}

// reached reports whether the server may have received the request.
func (o *observation) reached() bool {
	return o.answered() || !o.notSent() && !o.permanent() && !o.certificateRefused()
}

func (o *observation) noAnswer() bool { return o.err != nil }

// lostReused reports whether a reused connection was lost. Servers close idle
// connections routinely.
func (o *observation) lostReused() bool {
	return o.err != nil && o.reused && connectionLost(o.err)
}

func (o *observation) brokenSuccess() bool {
	return o.success() && o.bodyErr != nil && !o.unreadableSuccess()
}

func (o *observation) unreadableSuccess() bool {
	return o.success() && (errors.Is(o.bodyErr, api.ErrResponseTooLarge) || errors.Is(o.bodyErr, api.ErrResponseCorrupt))
}

func (o *observation) replayedError() bool {
	return o.answered() && o.replayed && o.status >= 400
}

// inFlightText is the plain text response of one of the servers while the first request
// with a key is still running.
const inFlightText = "Duplicate request in progress"

// keyInUse reports whether a 409 may be a conflict of the idempotency key. A 409 with an
// incomplete body may be one.
func (o *observation) keyInUse() bool {
	return o.answered() && o.status == http.StatusConflict &&
		(o.code == "idempotency_key_in_use" || strings.HasPrefix(o.text, inFlightText) || o.cutOff && o.code == "")
}

// toldToRetry reports whether the server asks for a retry. 429 and an in-flight 409 have
// rows of their own and are left out.
func (o *observation) toldToRetry() bool {
	return shouldRetry("true")(o) && o.status != http.StatusTooManyRequests && !o.keyInUse()
}

func (o *observation) redirect() bool { return o.hidden || between(300, 399)(o) }

func (o *observation) conflict() bool {
	if !o.answered() {
		return false
	}
	return o.status == 409 || o.status == 422 || o.status == 400 && o.code == "idempotency_error"
}

func (o *observation) serverError() bool {
	return o.answered() && o.status >= 500 && o.status <= 599 && o.status != 501 && o.status != 505
}

// shouldRetryHeader returns the value of Stateset-Should-Retry or its aliases.
func shouldRetryHeader(header http.Header) string {
	if value := HeaderValue(header, "Stateset-Should-Retry"); value != "" {
		return strings.ToLower(value)
	}
	return strings.ToLower(HeaderValue(header, "X-Should-Retry"))
}

// cleanError rewrites an error of net/http. It removes the URL, because a query may hold
// personal data, and replaces the context's timeout with the SDK's.
func cleanError(attempt context.Context, callerErr, err error) error {
	if err == nil {
		return nil
	}
	for withURL := (*url.Error)(nil); errors.As(err, &withURL); {
		err = withURL.Err
	}
	var refused *permanentError // a timeout of the limiter is not one of the attempt
	if callerErr != nil || errors.As(err, &refused) || !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, os.ErrDeadlineExceeded) && !isOwnTimeout(err) {
		return err
	}
	cause := context.Cause(attempt)
	if !isOwnTimeout(cause) {
		cause = api.ErrAttemptTimeout
	}
	if isOwnTimeout(err) || errors.Is(err, context.DeadlineExceeded) && err.Error() == context.DeadlineExceeded.Error() {
		return cause
	}
	return fmt.Errorf("%w: %s", cause, err.Error())
}

func isOwnTimeout(err error) bool {
	return errors.Is(err, api.ErrAttemptTimeout) || errors.Is(err, api.ErrCallTimeout)
}
