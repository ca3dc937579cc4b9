// Package engine holds the state and the business rules of the mock server: accounts
// with test data, payments, orders, invoices, balances, agents and webhooks. It
// imports no HTTP: the package httpapi reads requests and writes responses.
//
// # State
//
//	engine.go      Engine: all accounts, the clock, the queue of deliveries
//	account.go     Account: the records of one account, and Update
//	tx.go          Tx: a transaction with undo; job.go: the jobs that it schedules
//	collection.go  stores records and lists how to undo it; package records holds them
//	ids.go         IDs, hashes and addresses, reproducible from a seed
//	reset.go       resets of all accounts and of one; generation.go: IDs after resets
//	seed.go        the test data of new accounts; seed_money.go: its payment and invoice
//	seed_source.go makes the records of the test data when they are needed
//	viewed_account.go  reads before the creation
//	populate.go    fills several accounts in one transaction, with chosen IDs
//	effects.go     what a transaction has changed, and the wallets of an account
//	state.go       State: all of it as data, for snapshots; state_save.go, state_restore.go
//	clock_gate.go  keeps clock moves and deliveries apart; signal.go wakes waiters
//
// [Account.Update] is the only way to change an account. It runs a function as one
// transaction, under the lock of the account. If the function returns an error, every
// change is undone, except for an [Error] with Keep. Records are immutable: a change
// stores a changed copy. Callers may read returned records at any time and must not
// write to them.
//
// # Errors and values
//
//	errors.go, codes.go   Error, its codes and its types
//	refusals.go           the errors that most operations share
//	last_year.go          times and days up to the end of the year 9999
//	params.go             metadata, optional values
//	amounts.go            checks of amounts; rounding.go rounds computed amounts
//	debt.go               amounts owed, and the checks of a payment towards them
//	wallets.go, cards.go  wallet addresses, and the card numbers for tests
//
// An operation checks its params first, then existence, then state, then money.
//
// # Money
//
//	transfer.go             moves tokens between wallets, the only caller of the ledger
//	payment_*.go            create, capture, cancel, settle and refund a payment
//	order_*.go              create, pay, fulfill, update, cancel and expire an order
//	invoice_*.go            create, send, view, pay, update and void an invoice
//	stablecoin_*.go         issue, redeem and transfer ssusd, balances and reserves
//	finance_*.go            factoring, purchase orders, loans and offers
//	global_*.go             cross-border orders, compliance, tax and shipping
//	agent_*.go              agents, their permissions and their executions
//
// Time-driven changes, such as an expired order, are jobs of the clock.
//
// # Events and webhooks
//
//	event.go              records an event in the transaction that causes the event
//	event_take.go         waits for events, on behalf of tests
//	webhook_endpoint.go   endpoints and their secrets; webhook_common.go: of all accounts
//	webhook_delivery.go   creates deliveries
//	webhook_attempt.go    makes the attempts of a delivery through a Sender
//	webhook_fault.go      faults of deliveries; webhook_fault_text.go reads them
//	webhook_testdata.go   test events, made by the scenarios of webhook_scenarios.go
package engine
