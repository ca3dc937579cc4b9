// Package journal stores the latest requests of the mock server, so that tests can check
// them. All accounts share its bounds.
//
//	entry.go    Entry, a stored request
//	journal.go  Journal: bounds, and which entry goes first
//	filter.go   Filter selects entries
//	view.go     View, an entry with masked secrets
package journal
