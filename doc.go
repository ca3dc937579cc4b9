// Package stateset is the Go SDK of the StateSet Commerce Network API: the ssUSD
// stablecoin, payments by card and on chain, orders and invoices paid in ssUSD, trade
// finance, AI agents with wallets, cross-border commerce, and webhooks.
//
//	client, err := stateset.New("sk_test_…")
//	…
//	order, err := client.Orders.Create(ctx, &orders.CreateParams{
//		CustomerID: "cust_test_123",
//		Items:      []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")}},
//	})
//
// A [Client] has one field per resource. It is safe for concurrent use, so a program
// needs only one. Calls never change their params.
//
// [NewPublic] returns a client without a key, for Stablecoin.Reserves.
//
// # Money
//
// Every amount is a [Money]: an exact decimal in whole units with its currency. The SDK
// converts it to the form of the endpoint: cents, a string or millionths.
//
// # Retries and idempotency
//
// Every write carries an idempotency key. All attempts of a call send the same key, so
// the server executes the write once. The default is three attempts, with exponential
// backoff and full jitter. A retry respects the server's Retry-After and the deadline of
// the context. A request that cannot be repeated safely is not retried.
//
// # Errors
//
// A failed call returns an [Error]. errors.Is finds its class and its code:
//
//	if errors.Is(err, stateset.ErrNotFound) { … }
//	if errors.Is(err, orders.ErrAlreadyPaid) { … }
//
// [ErrOutcomeUnknown] means that a write may or may not have taken effect. The error
// holds the idempotency key, and [Client.Resolve] settles the outcome. An invalid
// parameter returns a [ParamError], and nothing is sent. Every error names its operation.
//
// # Lists
//
// List fetches one page. All iterates over all rows and Pages over all pages. They fetch
// the next page on demand:
//
//	for payment, err := range client.Payments.All(ctx, nil) { … }
//
// # Testing
//
// Package mockserver of this module is a mock server of the whole API for tests. It runs
// in memory, keeps state and computes exact amounts.
package stateset
