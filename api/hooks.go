package api

import (
	"context"
	"time"
)

// Operation describes the call that a request belongs to. Middleware finds it in the
// request's context, and hooks receive it.
type Operation struct {
	Operation      string // "Payments.Create"; empty for a path that the SDK does not know
	Method         string
	Template       string // "/v1/payments/{id}"; for a path that the SDK does not know, that path
	Host           string // "api.stateset.com", with the port of the URL if it has one
	Account        string // of WithAccount, "acct_…"; empty for the account of the key
	IdempotencyKey string // of a write; empty for a read
	// Via is the method that repeats an earlier call: "Resolve", "Recover" or "Send". It is
	// empty for the call itself.
	Via         string
	Attempt     int // from 1; 0 in OnStart, OnDone and OnRecovered
	MaxAttempts int
}

// Hooks are functions that a client calls. They run on the goroutine of the call and must
// not block. A panic in one is recovered. Every field may be nil.
//
// OnStart and OnAttemptStart may return a context with additional values, such as a span.
// Only its values are used: the deadline and the cancellation stay those of the caller. nil
// adds no values.
type Hooks struct {
	// OnStart is called when a call begins, before it has a key and an entry in the
	// journal. The values of its context are there in all other hooks of the call and in
	// middleware. A call whose params are refused has no hooks.
	OnStart func(ctx context.Context, op Operation) context.Context
	// OnAttemptStart is called before an attempt is sent, after the limiter. The values of
	// its context are there in OnAttempt and in middleware.
	OnAttemptStart func(ctx context.Context, op Operation) context.Context
	// OnAttempt is called after each attempt. Attempt.Delay is above zero when another
	// attempt follows. An attempt that the limiter refused had no OnAttemptStart.
	OnAttempt func(ctx context.Context, op Operation, attempt Attempt)
	// OnDone is called when a call has ended.
	OnDone func(ctx context.Context, op Operation, result CallResult)
	// OnRecovered is called for each entry that Client.Recover handled, sent or not.
	OnRecovered func(ctx context.Context, op Operation, result RecoveryResult)
}

// CallResult describes a call that ended.
type CallResult struct {
	// Err is what the call returns, nil for a success. A write of a client from
	// Client.Enqueue ends with a *journal.QueuedError.
	Err       error
	Outcome   Outcome // empty for a success
	Status    int     // of the last response; 0 without one
	RequestID string
	Replayed  bool // the server repeated a stored response
	Attempts  []Attempt
	Elapsed   time.Duration // from OnStart to the end, with the key source and the journal
	RateLimit RateLimit     // of the last response; zero if it reported none
	// BudgetLeft is what is left of the retry budget of the call's key, 500 when full.
	BudgetLeft int
	// Journal is the state of the call's entry in the journal, such as "succeeded". It is
	// empty without an entry.
	Journal string
}

// RecoveryResult describes an entry of the journal that a recovery handled.
type RecoveryResult struct {
	Entry   string        // the ID
	State   string        // of the entry: "succeeded", "rejected", "sending", "queued", "expired" or "abandoned"
	Skipped bool          // not sent, and left open
	Age     time.Duration // since the entry was stored
	Err     error         // nil for a success
}

// Stats are the counters of a client.
type Stats struct {
	Calls      int64 // logical calls that ended
	Attempts   int64 // attempts of all calls
	Retries    int64 // attempts after the first of their call
	Failures   int64 // calls that ended in an error
	BudgetLeft int   // tokens left of the retry budget, 500 when full
}

// Limiter delays requests on the client's side; golang.org/x/time/rate has one. Wait
// returns when the attempt may be sent. Its context ends with the call, and holds the
// Operation of the call. An error ends the call.
type Limiter interface {
	Wait(ctx context.Context) error
}
