// Package invoices creates, sends, pays, updates and voids invoices.
//
// A [Service] comes with a client, as its field Invoices; nobody makes one himself.
// An invoice is paid from a wallet with Pay, as a whole or in parts, and whoever
// pays the whole early may take the discount that the invoice offers.
package invoices

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
