// Package stablecoin issues, redeems and transfers ssUSD, and shows balances, ledger
// transactions and the reserves behind the supply.
//
// A [Service] comes with a client, as its field Stablecoin; nobody makes one
// himself. Amounts are whole tokens (stateset.SSUSD("1000.00")); that some travel as
// text and others as millionths is the package's business.
package stablecoin

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
