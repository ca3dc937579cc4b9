package otelstateset

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
)

// Attributes of OpenTelemetry's semantic conventions.
const (
	keyMethod      attribute.Key = "http.request.method"
	keyResend      attribute.Key = "http.request.resend_count"
	keyStatus      attribute.Key = "http.response.status_code"
	keyTemplate    attribute.Key = "url.template"
	keyURL         attribute.Key = "url.full"
	keyAddress     attribute.Key = "server.address"
	keyPort        attribute.Key = "server.port"
	keyErrorType   attribute.Key = "error.type"
	errorTypeOther               = "_OTHER"
)

// Attributes of this package.
const (
	keyOperation   attribute.Key = "stateset.operation"
	keyAccount     attribute.Key = "stateset.account"
	keyVia         attribute.Key = "stateset.via"
	keyOutcome     attribute.Key = "stateset.outcome"
	keyStopReason  attribute.Key = "stateset.stop_reason"
	keyErrorCode   attribute.Key = "stateset.error.code"
	keyRequestID   attribute.Key = "stateset.request.id"
	keyKeyHash     attribute.Key = "stateset.idempotency_key.hash"
	keyReplayed    attribute.Key = "stateset.replayed"
	keyAttempts    attribute.Key = "stateset.attempts"
	keyRetryReason attribute.Key = "stateset.retry.reason"
	keyRetryWait   attribute.Key = "stateset.retry.wait"
	keyJournal     attribute.Key = "stateset.journal.state"
	keyEntry       attribute.Key = "stateset.journal.entry"
	keyEntryAge    attribute.Key = "stateset.journal.age"
	keySkipped     attribute.Key = "stateset.journal.skipped"
	keyEventID     attribute.Key = "stateset.event.id"
	keyEventType   attribute.Key = "stateset.event.type"
	keyResult      attribute.Key = "stateset.webhook.result"
)

// Outcomes of calls that did not fail.
const (
	outcomeOK     = "ok"
	outcomeQueued = "queued" // in the journal, by a client of Client.Enqueue
)

// outcomeOf returns the outcome of a call.
func outcomeOf(err error, outcome stateset.Outcome) string {
	if _, queued := errors.AsType[*journal.QueuedError](err); queued {
		return outcomeQueued
	}
	if err == nil {
		return outcomeOK
	}
	return cmp.Or(string(outcome), string(stateset.OutcomeNotSent))
}

// operationName returns the name of a call. Paths that the SDK does not know share one
// name, so that the number of names is bounded.
func operationName(op *stateset.Operation) string { return cmp.Or(op.Operation, "Do") }

// hashOf returns 16 hexadecimal digits of the SHA-256 of an idempotency key.
func hashOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// callAttributes describes a call and its attempts.
func callAttributes(op *stateset.Operation) []attribute.KeyValue {
	attrs := append(make([]attribute.KeyValue, 0, 16), keyOperation.String(operationName(op)), keyMethod.String(op.Method))
	if op.Operation != "" { // otherwise the template is the path
		attrs = append(attrs, keyTemplate.String(op.Template))
	}
	host, port, err := net.SplitHostPort(op.Host)
	if err != nil {
		host, port = op.Host, ""
	}
	attrs = append(attrs, keyAddress.String(strings.Trim(host, "[]")))
	if n, err := strconv.Atoi(port); err == nil {
		attrs = append(attrs, keyPort.Int(n))
	}
	attrs = appendText(attrs, keyAccount, op.Account)
	return appendText(attrs, keyVia, op.Via)
}

// appendText appends an attribute unless its value is empty.
func appendText(attrs []attribute.KeyValue, key attribute.Key, value string) []attribute.KeyValue {
	if value == "" {
		return attrs
	}
	return append(attrs, key.String(value))
}

// errorCode returns the server's code of an error. A text that is no code is left out: a
// server could put anything there.
func errorCode(err error) string {
	e, ok := errors.AsType[*stateset.Error](err)
	if !ok || len(e.Code) > 64 || strings.Trim(e.Code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	return e.Code
}
