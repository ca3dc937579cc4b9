package api

import "time"

// RetryPolicy sets how calls are retried. The zero value of each field means its default.
type RetryPolicy struct {
	// MaxAttempts is the maximum number of attempts of a call: 1 to 10. Default: 3.
	MaxAttempts int
	// BaseDelay is the first step of the exponential backoff. Default: 500ms, or MaxDelay
	// if that is less. After a 429 it is at least 1s.
	BaseDelay time.Duration
	// MaxDelay is the largest step of the backoff. Default: 8s. Maximum: 5 minutes.
	MaxDelay time.Duration
	// MaxRetryAfter is the longest Retry-After that the client waits for. Default: 60s. A
	// call stops if the server requests a longer wait.
	MaxRetryAfter time.Duration
	// AttemptTimeout limits the time of one attempt, from dialing to the last byte of the
	// response. Default: 30s.
	AttemptTimeout time.Duration
	// Timeout limits the total time of a call with all attempts and waits, if the context
	// has no deadline. Default: 90s.
	Timeout time.Duration
	// NoBudget disables the retry budget, for example in a batch job. Default: false.
	NoBudget bool
}
