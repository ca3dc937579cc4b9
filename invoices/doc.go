// Package invoices creates, sends, pays, updates and voids invoices.
//
//	invoice, err := client.Invoices.Create(ctx, &invoices.CreateParams{
//		CustomerID: "cust_test_123",
//		LineItems: []invoices.LineItemParams{
//			{Description: "Consulting", Quantity: stateset.Dec("10"), UnitPrice: stateset.SSUSD("150.00")},
//		},
//		SendEmail: true,
//	})
//
// Use the [Service] in the field Invoices of a client. [Service.Pay] pays an invoice from
// a wallet, in full or in part. An invoice can offer a discount to a customer who pays the
// full balance early.
//
// Write operations send an idempotency key. Retries use the same key, so the server
// executes the operation at most once.
package invoices

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
