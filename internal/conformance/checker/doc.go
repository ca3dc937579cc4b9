// Package checker compares a server with the contract of the API. It sends the calls of
// the conformance table to the server and to a reference, through the SDK and as plain
// HTTP, and reports the differences of the responses.
//
// The reference is a mock server. The package imports neither the mock server nor the
// testing package.
//
// The files in reading order:
//
//	checker.go      Run: the operations one after another
//	report.go       Report, Result, Difference: what Run returns
//	key.go          the refusal of live keys
//	side.go         a server: its SDK client, and plain requests
//	limiter.go      rate limits of a server
//	leftovers.go    the objects that calls created
//	operation.go    the checks of one operation
//	refusals.go     requests that the contract refuses
//	shape.go        the members and types of two JSON values
//	responses.go    statuses, headers and errors of two responses
//	replay.go       idempotent replay
//	pages.go        pagination
//	text.go         a report as text
//	junit.go        a report for CI systems
package checker
