// Package verify compares the requests in the journal of the mock server with an
// expectation, and reports the differences.
//
//	expectation.go  Expectation and Count
//	subset.go       compares a JSON value with an expected part of it
//	number.go       compares numbers exactly
//	report.go       Report: the result, with the nearest requests and their differences
package verify
