// Package openapi checks docs/openapi.json with programs of third parties: linters, a
// validator of traffic, and generators of clients.
//
//	main_test.go     how the tests run programs
//	node_test.go     Redocly, Spectral, and a client in TypeScript
//	golang_test.go   a client in Go
//	traffic_test.go  compares recorded traffic with the document; har_test.go reads it, and
//	                 violations_test.go checks that violations are found
//
// The build tag openapi selects the tests: they need npm, download programs, and compile a
// large validator. STATESET_HAR names the directory with the traffic of the suites. The
// stage openapi of .ci/run records it.
package openapi
