// Package transport sends the requests of a call and decides after each attempt
// whether to retry. It retries through go-retryablehttp by one decision table (see
// Table), keeps a retry budget, bounds every response body, and reports for each
// failed call whether the operation may have taken effect.
//
// A call passes these files in this order:
//
//	transport.go   Client and Do: one logical call
//	sendable.go    requests that net/http would refuse
//	call.go        the state of a call, and the callbacks of go-retryablehttp
//	tripper.go     one attempt: its timeout, trace and headers
//	send.go        the body of a write, and the repetition of a refused one
//	proxy.go       a proxy that refuses to connect
//	fetch*.go      the Fetch API of a browser
//	body.go        reading a response body, bounded before and after gzip
//	observe.go     observation: the facts of one attempt
//	retryafter.go  the wait that a response requests
//	table.go       Table: retry or stop, and the outcome
//	decide.go      the row, the obstacles to a retry, the outcome of the call
//	wait.go        the wait before the next attempt
//	owner.go       the API key of a request and its state; secret.go: a key that nothing prints
//	budget.go      the retry budget of a key
//	failure.go     Failure: the result of a call that failed
//	policy.go      defaults and bounds of a RetryPolicy; hooks.go: what callers observe;
//	               log.go: the lines of the log
//
// From a response to the next wait:
//
//	attemptTripper.RoundTrip   returns the response to go-retryablehttp
//	checkRetry                 go-retryablehttp calls it after each attempt
//	  call.observe             reads the response into an observation
//	    call.read, ServerWait  the body, and call.requestedWait
//	  call.decide
//	    rowFor                 the first row of Table that matches
//	    call.wait              the row's Wait, the backoff and requestedWait make call.delay
//	    call.obstacle          attempts, MaxRetryAfter, deadline, key age, budget
//	    call.settle            the outcome so far
//	backoffOf                  go-retryablehttp calls it for call.delay, and sleeps
//
// The package does not know the error envelope. A Classify function reads the facts
// that a decision needs from it.
package transport
