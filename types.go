package stateset

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// The types that calls of several packages share.
type (
	// Money is an exact amount in whole units of its currency.
	Money = api.Money
	// Address is a postal address.
	Address = api.Address
	// Customer is what the expansion "customer" shows.
	Customer = api.Customer
	// Chain is the blockchain that a wallet belongs to, [ChainStateSet] by default.
	Chain = api.Chain
	// Transaction is a transaction on a chain.
	Transaction = api.Transaction
	// Balance is what the account's treasury wallet holds.
	Balance = api.Balance
	// Expanded is an expanded object of another package.
	Expanded = api.Expanded

	// Date is a day without a time.
	Date = api.Date
	// Decimal is an exact number that is no amount: a quantity, a rate.
	Decimal = api.Decimal

	// TimeRange, DateRange, AmountRange, TotalRange and MetadataFilter select in
	// lists.
	TimeRange      = api.TimeRange
	DateRange      = api.DateRange
	AmountRange    = api.AmountRange
	TotalRange     = api.TotalRange
	MetadataFilter = api.MetadataFilter

	// Page is one page of a list, with Next and Prev.
	Page[T any] = api.Page[T]

	// RequestOption changes one call.
	RequestOption = api.RequestOption
	// Response is what came back beside the object that a call returns.
	Response = api.Response
	// RateLimit is what an answer says of the rate limit.
	RateLimit = api.RateLimit

	// Error is a call that failed.
	Error = api.Error
	// FieldError is one of several faults that a server reports at once.
	FieldError = api.FieldError
	// ParamError says that a parameter cannot be sent: nothing was.
	ParamError = api.ParamError
	// DecodeError says that a success could not be read.
	DecodeError = api.DecodeError
	// RedirectError says that the server answered with a redirect.
	RedirectError = api.RedirectError
	// Attempt is the record of one attempt of a call.
	Attempt = api.Attempt
	// Outcome says what is known of the effect of a failed call.
	Outcome = api.Outcome
	// StopReason says why a failed call was not tried again.
	StopReason = api.StopReason

	// Operation says what a request is for; see [OperationFrom].
	Operation = api.Operation
	// Hooks are told of attempts and calls; see [WithHooks].
	Hooks = api.Hooks
	// Stats are a client's statistics.
	Stats = api.Stats
	// RetryPolicy says how calls are retried; see [WithRetryPolicy].
	RetryPolicy = api.RetryPolicy
	// Limiter delays requests on the client's side; see [WithLimiter].
	Limiter = api.Limiter
)

// The chains that wallets belong to.
const (
	ChainStateSet = api.ChainStateSet
	ChainBase     = api.ChainBase
	ChainSolana   = api.ChainSolana
	ChainCosmos   = api.ChainCosmos
)

// What is known of the effect of a failed call: Error.Outcome.
const (
	OutcomeNotSent   = api.OutcomeNotSent   // no request reached the server
	OutcomeRejected  = api.OutcomeRejected  // the server answered that it did nothing
	OutcomeSucceeded = api.OutcomeSucceeded // the server did it; its answer could not be read
	OutcomeUnknown   = api.OutcomeUnknown   // the request was sent and no definitive answer came
)

// Why a failed call was not tried again: Error.StopReason.
const (
	StopDefinitive     = api.StopDefinitive
	StopContext        = api.StopContext
	StopPermanent      = api.StopPermanent
	StopNotKeyed       = api.StopNotKeyed
	StopAttempts       = api.StopAttempts
	StopBudget         = api.StopBudget
	StopDeadline       = api.StopDeadline
	StopWaitTooLong    = api.StopWaitTooLong
	StopKeyAge         = api.StopKeyAge
	StopStoredAnswer   = api.StopStoredAnswer
	StopServerSaysSo   = api.StopServerSaysSo
	StopUnreadable     = api.StopUnreadable
	StopWrongAnswer    = api.StopWrongAnswer
	StopRedirect       = api.StopRedirect
	StopUnexpectedCode = api.StopUnexpectedCode
)

// The classes of errors, for errors.Is.
var (
	ErrInvalidRequest = api.ErrInvalidRequest // 400, 405, 413, 415, 422
	ErrAuthentication = api.ErrAuthentication // 401
	ErrPayment        = api.ErrPayment        // 402
	ErrPermission     = api.ErrPermission     // 403
	ErrNotFound       = api.ErrNotFound       // 404
	ErrConflict       = api.ErrConflict       // 409
	ErrIdempotency    = api.ErrIdempotency    // the key was used for another request: use a new one
	ErrRateLimited    = api.ErrRateLimited    // 429
	ErrServer         = api.ErrServer         // 5xx
	// ErrOutcomeUnknown says that a write may or may not have happened; see
	// [Client.Resolve].
	ErrOutcomeUnknown = api.ErrOutcomeUnknown
)

// Errors that an [Error] may wrap.
var (
	ErrAttemptTimeout        = api.ErrAttemptTimeout
	ErrCallTimeout           = api.ErrCallTimeout
	ErrRetryBudgetExhausted  = api.ErrRetryBudgetExhausted
	ErrIdempotencyKeyExpired = api.ErrIdempotencyKeyExpired
	ErrResponseTooLarge      = api.ErrResponseTooLarge
	ErrResponseCorrupt       = api.ErrResponseCorrupt
	ErrResponseTruncated     = api.ErrResponseTruncated
	ErrInsecureURL           = api.ErrInsecureURL
)

// Errors that an [Error] wraps whose answer has the status of a success and is wrong.
// What a write did is not known then (ErrOutcomeUnknown); Error.RawBody has the answer.
var (
	// ErrAnswerMismatch says that the answer is for another object than was asked for.
	ErrAnswerMismatch = api.ErrAnswerMismatch
	// ErrNoSuccess says that the answer says "success": false.
	ErrNoSuccess = api.ErrNoSuccess
)

// Errors of money and lists.
var (
	ErrCurrencyMismatch = api.ErrCurrencyMismatch
	ErrNoMorePages      = api.ErrNoMorePages
	ErrPageLoop         = api.ErrPageLoop
	ErrTooMany          = api.ErrTooMany
)

// NewMoney reads a decimal amount of whole units, as in NewMoney("150.00", "USD").
// Bad text, an unknown currency, or more decimals than the currency can hold are
// errors.
func NewMoney(value, currency string) (Money, error) { return api.NewMoney(value, currency) }

// SSUSD is an amount of ssUSD, as in SSUSD("10.00"). Text that is no decimal gives
// an invalid Money, which every call refuses by the name of its field; use
// [NewMoney] for text that comes from outside.
func SSUSD(value string) Money { return api.SSUSD(value) }

// USD is an amount of US dollars, as in USD("10.00"). See [SSUSD] for bad text.
func USD(value string) Money { return api.USD(value) }

// FromMinor is an amount given in the currency's smallest unit: cents for USD, yen
// for JPY, millionths for ssusd.
func FromMinor(units int64, currency string) (Money, error) { return api.FromMinor(units, currency) }

// NewDate is a day. A day that the calendar does not have is refused by the call that
// gets it.
func NewDate(year int, month time.Month, day int) Date { return api.NewDate(year, month, day) }

// DateOf is the day of a time, in UTC.
func DateOf(t time.Time) Date { return api.DateOf(t) }

// ParseDate reads "2026-01-31". Text that is no day is an error.
func ParseDate(text string) (Date, error) { return api.ParseDate(text) }

// Dec is a number written as text, as in Dec("0.08"). Text that is no decimal gives
// an invalid Decimal, which every call refuses by the name of its field.
func Dec(text string) Decimal { return api.Dec(text) }

// Since selects what happened at t or later.
func Since(t time.Time) TimeRange { return api.Since(t) }

// Before selects what happened earlier than t.
func Before(t time.Time) TimeRange { return api.Before(t) }

// Between selects what happened at from or later, and earlier than to.
func Between(from, to time.Time) TimeRange { return api.Between(from, to) }
