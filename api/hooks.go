package api

import (
	"context"
	"time"
)

// Info says what a request is for. Middleware finds it in the request's context.
type Operation struct {
	Operation   string // "Payments.Create"; empty for a path that the SDK does not know
	Method      string
	Template    string // "/v1/payments/{id}"; of a path that the SDK does not know, that path
	Attempt     int    // from 1
	MaxAttempts int
}

// Hooks are told what happens. They run on the caller's goroutine, must not block,
// and a panic in one is swallowed.
type Hooks struct {
	// OnAttempt is called after each attempt. Attempt.Delay is above zero when
	// another one follows.
	OnAttempt func(ctx context.Context, info Operation, attempt Attempt)
	// OnDone is called when a call has ended; outcome is empty for a success.
	OnDone func(ctx context.Context, info Operation, attempts int, elapsed time.Duration, outcome Outcome)
}

// Snapshot is the state of a client's statistics.
type Stats struct {
	Calls      int64 // logical calls that ended
	Attempts   int64 // attempts of all calls
	Retries    int64 // attempts after the first of their call
	Failures   int64 // calls that ended in an error
	BudgetLeft int   // tokens left of the retry budget, 500 when full
}

// Limiter delays requests on the client's side; golang.org/x/time/rate has one.
type Limiter interface {
	Wait(ctx context.Context) error
}
