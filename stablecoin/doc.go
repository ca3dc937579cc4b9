// Package stablecoin issues, redeems and transfers ssUSD, and shows balances, ledger
// transactions and the reserves behind the supply.
//
// Use the [Service] in the field Stablecoin of a client. Amounts are whole tokens
// (stateset.SSUSD("1000.00")); that some travel as text and others as millionths is the
// package's business.
package stablecoin

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
