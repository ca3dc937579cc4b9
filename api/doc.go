// Package api defines the types that calls of several packages share: money, errors,
// pages, options and policies. Package stateset has an alias of each, so programs write
// stateset.Money and find the fields and methods here.
//
// The files, in reading order:
//
//	money.go       Money: exact amounts; money_math.go: their arithmetic
//	money_forms.go JSON, text, SQL and log forms of Money
//	decimal.go     Decimal: exact numbers without a currency
//	date.go        Date: days without a time
//	wallet.go      PayMethod, Chain: the wallet that pays
//	objects.go     Address, Customer, Transaction, Balance, Expanded
//	filters.go     ranges and filters of lists
//	page.go        Page, NewPage, Collect
//	response.go    Response, RateLimit, RequestOption
//	outcome.go     Outcome, StopReason, Attempt: what is known of a failed call
//	errors.go      Error and its classes; error_text.go: its one line of text;
//	               code.go: ErrorCode, an error code as a sentinel
//	retry_policy.go RetryPolicy: attempts, backoff, timeouts
//	hooks.go       Hooks, Operation, Stats, Limiter: what observes and delays calls
//
// The package makes no requests. Packages of resources, such as payments, use it in
// their signatures.
package api
