// Package stateset is the Go SDK of the StateSet Commerce Network API: the ssUSD
// stablecoin, payments by card and on chain, orders and invoices paid in ssUSD,
// trade finance, AI agents with wallets, cross-border commerce, and webhooks, with
// one transport beneath them that is made for money.
//
//	client, err := stateset.New("sk_test_…")
//	…
//	order, err := client.Orders.Create(ctx, &orders.CreateParams{
//		CustomerID: "cust_test_123",
//		Items:      []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")}},
//	})
//
// A [Client] has one field a resource, and is safe for concurrent use; one of them
// serves a program for years. Params are never written to.
//
// [NewPublic] makes a client without a key, for Stablecoin.Reserves.
//
// # Money
//
// Every amount is a [Money]: an exact decimal in whole units with its currency.
// Whether it travels as cents, as a string or in millionths is the SDK's business.
//
// # Retries and idempotency
//
// Every call that changes something carries an idempotency key, the same one in all
// its attempts, so that the server does it once. Calls are tried up to three times
// in all, with exponential backoff and full jitter, no sooner than the server asks,
// and never past the context's deadline. A request that could not be repeated
// safely is not repeated.
//
// # Errors
//
// A failed call is an [Error]. errors.Is finds its class and its code:
//
//	if errors.Is(err, stateset.ErrNotFound) { … }
//	if errors.Is(err, orders.ErrAlreadyPaid) { … }
//
// [ErrOutcomeUnknown] says that a write may or may not have happened; the error
// holds the idempotency key, and [Client.Resolve] settles it. A parameter that
// cannot be sent is a [ParamError], and nothing was sent. Every error names its
// operation.
//
// # Lists
//
// List fetches one page, All walks every row and Pages every page, asking for more
// only when it is wanted:
//
//	for payment, err := range client.Payments.All(ctx, nil) { … }
//
// # Testing
//
// Package mockserver of this module is a server of the whole API for tests: in
// memory, stateful and exact.
package stateset
