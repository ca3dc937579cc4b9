// Package transport puts requests on the wire and decides what follows: it
// retries on go-retryablehttp by one table of decisions (see Table), waits with
// jitter, keeps a retry budget, bounds every body, and tells of each failed call
// whether it may have had an effect.
//
// A call goes through these files, in this order:
//
//	transport.go   Client, and Do: one logical call
//	sendable.go    what net/http would refuse to send
//	call.go        the state of a call: what go-retryablehttp asks, answered
//	tripper.go     one attempt: its timeout, its trace, its headers
//	body.go        reading an answer, bounded before and after gzip
//	observe.go     what was seen in an attempt
//	table.go       the decision: retry or stop, and what is known of the effect
//	wait.go        how long to wait; retryafter.go: what the server asked for
//	budget.go      whether the client may still retry
//
// The package knows nothing of error envelopes: a Classify function reads the few
// things that a decision needs from them.
package transport
