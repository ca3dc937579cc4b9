// Package faultmatrix tests the SDK against every way in which a request can fail. It
// only contains tests. Each row of the matrix, F01 to F60, is a scenario: the faults, the
// call, and the expected attempts, effects, outcome and errors. The books of the mock
// server then prove that no money moved twice and no effect was lost.
//
// Run one row by its ID:
//
//	go test -run '/F11_' ./internal/faultmatrix
//
// The files in reading order:
//
//	scenario_test.go    a scenario and its run
//	call_test.go        the client, the server and the calls of a scenario
//	tap_test.go         the bytes that the client wrote
//	invariants_test.go  the checks after every scenario
//	traces_test.go      secrets and connections after every scenario
//	index_test.go       the list of rows, here and in other packages
//
// The other files hold the rows, by the place of the fault: network, TLS, writing,
// status, body, lost answers, conflicts, redirects, waits, pages, the server, the
// caller, its context and its http.Client.
package faultmatrix
