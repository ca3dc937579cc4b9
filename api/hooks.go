package api

import (
	"context"
	"time"
)

// Operation describes the call that a request belongs to. Middleware finds it in the
// request's context, and hooks receive it.
type Operation struct {
	Operation      string // as in "Payments.Create"; empty for a path that the SDK does not know
	Method         string
	Template       string // as in "/v1/payments/{id}"; the full path if the SDK does not know it
	Host           string // as in "api.stateset.com", with the port of the URL if it has one
	Account        string // of WithAccount, "acct_…"; empty for the account of the key
	IdempotencyKey string // of a write; empty for a read
	// Via is the method that repeats an earlier call: "Resolve", "Recover" or "Send". It is
	// empty for the call itself.
	Via         string
	Attempt     int // from 1; 0 in OnStart, OnDone and OnRecovered
	MaxAttempts int
}

// Hooks are functions that a client calls. They run on the goroutine of the call and must
// not block. A panic in a hook is recovered. Every field may be nil.
//
// OnStart and OnAttemptStart can return a context with additional values, such as a span.
// Only its values are used. The deadline and the cancellation of the caller's context
// apply. nil adds no values.
type Hooks struct {
	// OnStart is called when a call begins, before the call has a key and an entry in the
	// journal. All other hooks of the call and middleware receive the values of its
	// context. A call with invalid params calls no hooks.
	OnStart func(ctx context.Context, op Operation) context.Context
	// OnAttemptStart is called before an attempt is sent, after the limiter. OnAttempt
	// and middleware receive the values of its context.
	OnAttemptStart func(ctx context.Context, op Operation) context.Context
	// OnAttempt is called after each attempt. Attempt.Delay is positive if another
	// attempt follows. For an attempt that the limiter rejected, OnAttemptStart was not
	// called.
	OnAttempt func(ctx context.Context, op Operation, attempt Attempt)
	// OnDone is called when a call has ended.
	OnDone func(ctx context.Context, op Operation, result CallResult)
	// OnRecovered is called for each entry that Client.Recover handled, sent or not.
	OnRecovered func(ctx context.Context, op Operation, result RecoveryResult)
}

// CallResult describes a call that ended.
type CallResult struct {
	// Err is the error of the call, nil for a success. A write of a client from
	// Client.Enqueue ends with a *journal.QueuedError.
	Err       error
	Outcome   Outcome // empty for a success
	Status    int     // of the last response; 0 without one
	RequestID string
	Replayed  bool // whether the server repeated a stored response
	Attempts  []Attempt
	Elapsed   time.Duration // from OnStart to the end, including the key source and the journal
	RateLimit RateLimit     // of the last response; zero if it reported none
	// BudgetLeft is the number of tokens in the retry budget of the call's key. The
	// maximum is 500.
	BudgetLeft int
	// Journal is the state of the call's entry in the journal, such as "succeeded". It is
	// empty without an entry.
	Journal string
}

// RecoveryResult describes an entry of the journal that a recovery handled.
type RecoveryResult struct {
	Entry   string        // the ID of the entry
	State   string        // of the entry: "succeeded", "rejected", "sending", "queued", "expired" or "abandoned"
	Skipped bool          // true if the entry was not sent and is still open
	Age     time.Duration // the time since the entry was stored
	Err     error         // nil for a success
}

// Stats are the counters of a client. A call that ended before its first attempt, because
// of invalid params, the key source or the journal, is not counted.
type Stats struct {
	Calls      int64 // ended calls
	Attempts   int64 // attempts of all calls
	Retries    int64 // attempts after the first of their call
	Failures   int64 // calls that returned an error
	BudgetLeft int   // tokens in the retry budget; the maximum is 500
}

// Limiter delays requests in the client. golang.org/x/time/rate has an implementation.
// Wait returns when the attempt may be sent. Its context ends with the call, and holds
// the Operation of the call. An error ends the call.
type Limiter interface {
	Wait(ctx context.Context) error
}
