package api

import "time"

// Policy says how calls are retried. The zero value of each field is its default.
type RetryPolicy struct {
	// MaxAttempts is how often a request is tried in all: 1 to 10, default 3.
	MaxAttempts int
	// BaseDelay is the first step of the exponential backoff, default 500 ms, or
	// MaxDelay if that is less. After a 429 it is one second at least.
	BaseDelay time.Duration
	// MaxDelay is the largest step of the backoff: at most 5 minutes, default 8 s.
	MaxDelay time.Duration
	// MaxRetryAfter is the longest wait that a server may ask for, default 60 s; a
	// call that is asked to wait longer stops.
	MaxRetryAfter time.Duration
	// AttemptTimeout bounds one attempt, from dialling to the last byte of the
	// answer: default 30 s.
	AttemptTimeout time.Duration
	// Timeout bounds all attempts and waits of a call whose context has no
	// deadline: default 90 s.
	Timeout time.Duration
	// NoBudget switches the retry budget off, as a batch job may want.
	NoBudget bool
}
