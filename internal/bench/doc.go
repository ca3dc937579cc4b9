// Package bench compares the cost of the SDK's calls with the same calls written by
// hand on net/http and encoding/json:
//
//	go test -run '^$' -bench . ./internal/bench
//
// The transport beneath both is a function, so that no kernel and no server is
// measured. Its test holds the SDK to bounds on allocations, which are exact;
// speed is a ratio within one run, for people to read.
package bench
