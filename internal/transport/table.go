package transport

import "github.com/stateset/stateset-go/api"

// Kind determines whether a request can be repeated.
type Kind int

// The kinds of requests.
const (
	Safe    Kind = iota // a read: GET, HEAD, OPTIONS
	Keyed               // a write with an idempotency key
	Unkeyed             // a write without a key
)

// Row is one row of the decision table. The documentation shows the table; it is
// generated from these rows.
type Row struct {
	ID        int
	Condition string // in words
	match     func(*observation) bool
	// Whether a request of each kind is retried.
	Safe, Keyed, Unkeyed bool
	Wait                 Wait
	Reason               api.RetryReason // of a retry
	Outcome              api.Outcome     // the outcome if the call stops here; empty: by status
	Stop                 api.StopReason
}

// Retries reports whether the row retries a request of the kind.
func (r *Row) Retries(kind Kind) bool {
	return [...]bool{Safe: r.Safe, Keyed: r.Keyed, Unkeyed: r.Unkeyed}[kind]
}

// Table is the retry policy: the first row that matches an attempt decides. A retry also
// requires an attempt left, budget, time before the deadline and a key that is not too
// old.
var Table = []Row{
	{ID: 1, Condition: "the context ended before a complete, final response was read", match: (*observation).callerDone,
		Outcome: api.OutcomeUnknown, Stop: api.StopContext},
	{ID: 2, Condition: "the request cannot be sent: bad URL, header, proxy or body", match: (*observation).permanent,
		Outcome: api.OutcomeNotSent, Stop: api.StopPermanent},
	{ID: 3, Condition: "a TLS certificate was rejected, or the server does not speak TLS", match: (*observation).badTLS,
		Outcome: api.OutcomeNotSent, Stop: api.StopPermanent},
	{ID: 4, Condition: "the host name does not exist", match: (*observation).unknownHost,
		Outcome: api.OutcomeNotSent, Stop: api.StopPermanent},
	{ID: 5, Condition: "failed before the request was sent: dialing, TLS handshake, name server", match: (*observation).notSent,
		Safe: true, Keyed: true, Unkeyed: true, Wait: Backoff, Reason: api.RetryNotSent, Outcome: api.OutcomeNotSent},
	{ID: 6, Condition: "timeout, reset, end of connection or malformed response after the request was sent", match: (*observation).noAnswer,
		Safe: true, Keyed: true, Wait: BackoffUnlessLost, Reason: api.RetryConnectionLost, Outcome: api.OutcomeUnknown},
	{ID: 7, Condition: "2xx with a truncated body", match: (*observation).brokenSuccess,
		Safe: true, Keyed: true, Wait: Backoff, Reason: api.RetryTruncated, Outcome: api.OutcomeUnknown},
	{ID: 8, Condition: "2xx with a body that is too large or corrupt", match: (*observation).unreadableSuccess,
		Outcome: api.OutcomeSucceeded, Stop: api.StopUnreadable},
	{ID: 9, Condition: "3xx: a redirect", match: (*observation).redirect,
		Outcome: api.OutcomeRejected, Stop: api.StopRedirect},
	{ID: 10, Condition: "4xx or 5xx that the server replays from its stored response", match: (*observation).replayedError,
		Stop: api.StopStoredAnswer},
	{ID: 11, Condition: "`Stateset-Should-Retry: false`", match: shouldRetry("false"),
		Stop: api.StopServerSaysSo},
	{ID: 12, Condition: "`Stateset-Should-Retry: true`, except rows 13 and 14", match: (*observation).toldToRetry,
		Safe: true, Keyed: true, Wait: BackoffRequested, Reason: api.RetryServerRequested},
	{ID: 13, Condition: "429: rate limited", match: status(429),
		Safe: true, Keyed: true, Unkeyed: true, Wait: BackoffRequested, Reason: api.RetryRateLimited, Outcome: api.OutcomeRejected},
	{ID: 14, Condition: "409: a request with the same key still runs; or a truncated 409", match: (*observation).keyInUse,
		Keyed: true, Wait: BackoffFloor, Reason: api.RetryKeyInUse, Outcome: api.OutcomeUnknown},
	{ID: 15, Condition: "other 409; 422; 400 because the key belongs to another request", match: (*observation).conflict,
		Outcome: api.OutcomeRejected, Stop: api.StopDefinitive},
	{ID: 16, Condition: "408 or 425", match: status(408, 425),
		Safe: true, Keyed: true, Wait: BackoffRequested, Reason: api.RetryServerError},
	{ID: 17, Condition: "5xx except 501 and 505", match: (*observation).serverError,
		Safe: true, Keyed: true, Wait: BackoffRequested, Reason: api.RetryServerError, Outcome: api.OutcomeUnknown},
	{ID: 18, Condition: "every other 4xx, 501, 505", match: between(400, 599),
		Outcome: api.OutcomeRejected, Stop: api.StopDefinitive},
	{ID: 19, Condition: "a status below 200 or above 599", match: func(*observation) bool { return true },
		Outcome: api.OutcomeUnknown, Stop: api.StopUnexpectedCode},
}

// rowFor returns the first row that matches the attempt.
func rowFor(o *observation) *Row {
	for i := range Table {
		if Table[i].match(o) {
			return &Table[i]
		}
	}
	return &Table[len(Table)-1] // the last row matches everything
}

// outcomeOf returns the outcome that a status implies, for rows without an outcome.
func outcomeOf(o *observation) api.Outcome {
	switch {
	case o.status == 408, o.keyInUse(), o.serverError():
		return api.OutcomeUnknown
	case o.status >= 400 && o.status <= 599:
		return api.OutcomeRejected
	}
	return api.OutcomeUnknown
}

// BeforeExecution reports whether a server or proxy returns the status before it checks
// the idempotency key. Such a response does not reveal the effect of an earlier attempt.
func BeforeExecution(status int) bool {
	switch status {
	case 401, 403, 405, 407, 411, 413, 414, 415, 425, 429, 431, 501, 505:
		return true
	}
	return status >= 300 && status <= 399
}

func status(codes ...int) func(*observation) bool {
	return func(o *observation) bool {
		for _, code := range codes {
			if o.answered() && o.status == code {
				return true
			}
		}
		return false
	}
}

func between(low, high int) func(*observation) bool {
	return func(o *observation) bool { return o.answered() && o.status >= low && o.status <= high }
}

func shouldRetry(value string) func(*observation) bool {
	return func(o *observation) bool {
		return o.answered() && (o.status < 200 || o.status > 299) && o.shouldRetry == value
	}
}
