// Package ledger is a double-entry ledger of the wallets of one account. All balances
// follow from its entries, and no wallet balance is negative.
//
//	ledger.go   Ledger: issue, redeem and transfer, with rollback
//	balances.go the balances of holders; sum.go adds amounts exactly
//	history.go  balances and supply at a block height or a time
//	holdings.go wallets by denomination, and the entries of a transaction
//	saved.go    makes a ledger of the entries in a snapshot
//	check.go    verifies that entries and balances add up
package ledger
