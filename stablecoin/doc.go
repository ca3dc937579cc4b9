// Package stablecoin issues, redeems and transfers ssUSD, and retrieves balances, ledger
// transactions and the reserves that back the supply.
//
//	balance, err := client.Stablecoin.Balance(ctx, "", nil) // the account's treasury wallet
//	transfer, err := client.Stablecoin.Transfer(ctx, &stablecoin.TransferParams{
//		To:     "stateset1…",
//		Amount: stateset.SSUSD("25.00"),
//	})
//
// Use the [Service] in the field Stablecoin of a client. Amounts are in whole tokens:
// stateset.SSUSD("1000.00"). The SDK converts them to the form that each endpoint requires.
//
// Write operations send an idempotency key. Retries use the same key, so the server
// executes the operation at most once.
package stablecoin

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
