// Package payments creates, captures, cancels and refunds payments by card, bank
// account or wallet.
//
// A [Service] comes with a client, as its field Payments; nobody makes one
// himself. Amounts are whole units of their currency ($150.00 is
// stateset.USD("150.00")); in what unit they travel is the package's business.
package payments

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
