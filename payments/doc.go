// Package payments creates, captures, cancels and refunds payments by card, bank
// account or wallet.
//
//	payment, err := client.Payments.Create(ctx, &payments.CreateParams{
//		Amount:     stateset.USD("150.00"),
//		CustomerID: "cust_test_123",
//		PaymentMethod: &payments.MethodParams{
//			Card: &payments.CardParams{Token: "tok_visa"},
//		},
//	})
//	if errors.Is(err, payments.ErrCardDeclined) { … }
//
// Use the [Service] in the field Payments of a client. Amounts are in whole units of
// their currency: $150.00 is stateset.USD("150.00"). The SDK converts them to the form
// that each endpoint requires.
//
// Write operations send an idempotency key. Retries use the same key, so the server
// executes the operation at most once.
package payments

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
