// Package finance sells invoices for an advance, finances purchase orders, takes and
// repays loans, and compares what is on offer.
//
// Use the [Service] in the field Finance of a client. Money comes and goes in tokens:
// what is in US dollars moves in ssusd.
package finance

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
