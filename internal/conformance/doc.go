// Package conformance has one row per operation of the API: a good call, the identity of
// its response, the request on the wire, and calls that the SDK must reject. The rows
// test the SDK against scripted responses, and any server through the SDK. They import
// neither the mock server nor the testing package. Package checker reports the
// differences of any server.
//
// To add an operation, add its row to the file of its resource. A test reports every
// operation without a row.
//
// The files in reading order:
//
//	operation.go     a row, and the run of its good call
//	http.go          the good call without the SDK
//	match.go         the comparison of a response with its expected identity
//	fixture.go       the objects of good calls
//	payments.go …    the rows, by resource
//	refused_*.go     the rejected calls of resources with many
package conformance
