// Package finance sells invoices for an advance, finances purchase orders, creates and
// repays loans, and compares financing options.
//
//	factoring, err := client.Finance.FactorInvoice(ctx, &finance.FactorInvoiceParams{InvoiceID: invoice.ID})
//
// Use the [Service] in the field Finance of a client. Money moves in tokens: an amount in
// US dollars moves as ssusd.
//
// Write operations send an idempotency key. Retries use the same key, so the server
// executes the operation at most once.
package finance

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
