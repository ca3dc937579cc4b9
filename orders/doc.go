// Package orders creates, pays, fulfills, updates and cancels orders.
//
// A [Service] comes with a client, as its field Orders; nobody makes one himself.
// An order is paid from a wallet with Pay, as a whole or in parts, and Pay can
// split the money among several recipients; or by a payment that names it
// (payments.CreateParams.OrderID).
package orders

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
