// Package har writes the traffic of tests to HAR files, which a validator compares with
// the OpenAPI document. Tests write nothing unless the environment variable STATESET_HAR
// names a directory.
//
//	har.go    the file of the process
//	entry.go  one request with its response
package har
