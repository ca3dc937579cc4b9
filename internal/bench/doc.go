// Package bench compares the cost of the SDK with that of the same code written by hand
// on net/http and encoding/json:
//
//	go test -run '^$' -bench . -cpu 1 ./internal/bench
//
// Each benchmark runs both in turns and reports the ratio of their CPU times. Every call
// and every document has two forms: that of the mock server ("pay"), and an indented one
// with text beyond ASCII and unknown members ("alt"). A test limits the allocations of
// the SDK, which are exact.
//
// The files, in reading order: byhand_test.go (the handwritten client), documents_test.go
// (documents, and the structs that a program would declare for them), compare_test.go and
// cputime_*_test.go (the measurement), calls_test.go, decode_test.go (every resource),
// webhook_test.go, connections_test.go (reuse of connections), allocs_test.go,
// hooks_allocs_test.go (clients without hooks), journal_test.go and
// journal_allocs_test.go (writes that are stored first).
//
// The program in scale measures the mock server with many records, accounts and
// connections.
package bench
