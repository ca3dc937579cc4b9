// Package engine is what the mock server knows of the business: accounts with
// their test data, and the rules and states of payments, orders and balances. It
// knows no HTTP. Money moves in the ledger alone, and everything that time causes
// is a job of the clock.
//
// The only way into an account is [Account.Update]: a transaction under the
// account's lock that happens as a whole or not at all. Records are immutable, a
// change stores a changed copy, so what a transaction returned may be read and
// encoded after its end; nobody may write to it.
package engine
