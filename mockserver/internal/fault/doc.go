// Package fault holds the rules by which the mock server fails on purpose, and
// counts what they do. A rule says which requests it is about, at which point of
// their way it strikes, and what happens there:
//
//	POST /payments nth=1..2 by=key at=committed do=reset
//
// The package knows words, numbers and counts, and nothing of how a server carries
// a fault out.
package fault
