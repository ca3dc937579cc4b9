package stateset

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
)

// Shared types. The package [api] defines them and documents their fields and methods.
type (
	// Money is an exact amount in whole units of its currency. Make one with [SSUSD],
	// [USD], [NewMoney] or [FromMinor]. Methods: Add, Sub, Neg, Cmp, Equal, Allocate,
	// Minor, Text, Err. See [api.Money].
	Money = api.Money
	// Decimal is an exact number without a currency: a quantity, a rate, a percentage.
	// Make one with [Dec]. Methods: Err, String and those of decimal.Decimal. See
	// [api.Decimal].
	Decimal = api.Decimal
	// Date is a day without a time. Make one with [NewDate], [DateOf] or [ParseDate].
	// Methods: Time, AddDays, Compare, IsZero, Err. See [api.Date].
	Date = api.Date

	// Address is a postal address: a struct of optional strings. See [api.Address].
	Address = api.Address
	// Chain is the blockchain of a wallet: [ChainStateSet], [ChainBase], [ChainSolana]
	// or [ChainCosmos]. Methods: Values, Known. See [api.Chain].
	Chain = api.Chain
	// Customer is a customer, present in a response when the call expands "customer".
	// See [api.Customer].
	Customer = api.Customer
	// Transaction is a transaction on a chain. See [api.Transaction].
	Transaction = api.Transaction
	// Balance is the content of the account's treasury wallet. [Client.Balance] returns
	// it. See [api.Balance].
	Balance = api.Balance
	// Expanded is an expanded object whose type belongs to another package. Method:
	// Decode. See [api.Expanded].
	Expanded = api.Expanded

	// TimeRange filters a list by time. Make one with [Since], [Before] or [Between],
	// or set its bounds GT, GTE, LT and LTE. See [api.TimeRange].
	TimeRange = api.TimeRange
	// DateRange filters a list by day, with the bounds GT, GTE, LT and LTE. See
	// [api.DateRange].
	DateRange = api.DateRange
	// AmountRange filters a list by amount, with the bounds GT, GTE, LT and LTE. See
	// [api.AmountRange].
	AmountRange = api.AmountRange
	// TotalRange filters a list by total, with the bounds GT, GTE, LT and LTE. See
	// [api.TotalRange].
	TotalRange = api.TotalRange
	// MetadataFilter filters a list by metadata: a map of keys to values. See
	// [api.MetadataFilter].
	MetadataFilter = api.MetadataFilter

	// Page is one page of a list. List methods return one; [api.NewPage] makes one for
	// tests. Fields: Data, HasMore, TotalCount. Methods: Next, Prev. See [api.Page].
	Page[T any] = api.Page[T]

	// RequestOption changes one call. The functions With… that return one or a
	// [SharedOption] make it. See [api.RequestOption].
	RequestOption = api.RequestOption
	// Response is the HTTP response of a call. Pass one to [WithResponse] to have it
	// filled. Fields: Status, Header, RequestID, RateLimit, Replayed, Attempts. Methods:
	// Body, Decode. See [api.Response].
	Response = api.Response
	// RateLimit is the rate limit of the account as the last response reported it. See
	// [api.RateLimit].
	RateLimit = api.RateLimit
	// Skipped is a member of a response that was not decoded.
	Skipped = api.Skipped

	// Error is the error of a failed call. Get it with errors.As. Fields: Status, Code,
	// Message, Param, RequestID, Outcome, StopReason, Attempts, IdempotencyKey, Err,
	// Response and more. Methods: Is, Unwrap, Timeout, RawBody. See [api.Error].
	Error = api.Error
	// FieldError is one of several faults that a server reports at once, in
	// Error.Fields. See [api.FieldError].
	FieldError = api.FieldError
	// ParamError is the error of a parameter or option that cannot be sent. Nothing was
	// sent. See [api.ParamError].
	ParamError = api.ParamError
	// DecodeError is the error of a successful response that cannot be read. See
	// [api.DecodeError].
	DecodeError = api.DecodeError
	// RedirectError is the error of a response that redirects. Redirects are never
	// followed. See [api.RedirectError].
	RedirectError = api.RedirectError
	// ProxyError is the error of a proxy that refused to connect to the server. See
	// [api.ProxyError].
	ProxyError = api.ProxyError
	// Attempt is the record of one attempt of a call. See [api.Attempt].
	Attempt = api.Attempt
	// Outcome reports whether a failed call took effect: [OutcomeNotSent],
	// [OutcomeRejected], [OutcomeSucceeded] or [OutcomeUnknown]. See [api.Outcome].
	Outcome = api.Outcome
	// StopReason is the reason why a failed call was not retried again: one of the
	// constants Stop…. See [api.StopReason].
	StopReason = api.StopReason

	// Operation describes the call that a request belongs to. [OperationFrom] returns
	// it. See [api.Operation].
	Operation = api.Operation
	// RetryReason is the reason why another attempt followed: Attempt.Reason, one of the
	// constants Retry…. See [api.RetryReason].
	RetryReason = api.RetryReason
	// Hooks are functions that a client calls during calls and recoveries. Pass them to
	// [WithHooks]. See [api.Hooks].
	Hooks = api.Hooks
	// CallResult describes a call that ended. Hooks.OnDone receives it. See
	// [api.CallResult].
	CallResult = api.CallResult
	// RecoveryResult describes an entry that [Client.Recover] handled. Hooks.OnRecovered
	// receives it. See [api.RecoveryResult].
	RecoveryResult = api.RecoveryResult
	// Stats are the counters of a client. [Client.Stats] returns them. See [api.Stats].
	Stats = api.Stats
	// RetryPolicy sets attempts, backoff and timeouts. Pass it to [WithRetryPolicy]. The
	// zero value has the defaults. See [api.RetryPolicy].
	RetryPolicy = api.RetryPolicy
	// Limiter delays requests on the client's side. Pass one to [WithLimiter]. See
	// [api.Limiter].
	Limiter = api.Limiter
)

// The chains.
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
	StopJournal        = api.StopJournal
	StopKeySource      = api.StopKeySource
)

// Why an attempt was followed by another: Attempt.Reason.
const (
	RetryNotSent         = api.RetryNotSent
	RetryTimeout         = api.RetryTimeout
	RetryConnectionLost  = api.RetryConnectionLost
	RetryTruncated       = api.RetryTruncated
	RetryServerRequested = api.RetryServerRequested
	RetryRateLimited     = api.RetryRateLimited
	RetryKeyInUse        = api.RetryKeyInUse
	RetryServerError     = api.RetryServerError
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
	// ErrLivemodeMismatch says that an answer holds data of the other mode than the key's.
	ErrLivemodeMismatch = api.ErrLivemodeMismatch
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

// ParseMoney reads an amount as a server writes it. Unlike [NewMoney] it accepts a
// currency that this SDK does not know.
func ParseMoney(number, currency string) (Money, error) { return api.ParseMoney(number, currency) }

// FromDecimal is an amount in whole units. A number or currency that cannot be sent
// makes a Money whose Err reports the fault.
func FromDecimal(number decimal.Decimal, currency string) Money {
	return api.FromDecimal(number, currency)
}

// Sum adds amounts of one currency. Amounts that are not set are skipped.
func Sum(amounts ...Money) (Money, error) { return api.Sum(amounts...) }

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

// AnyOf returns the value of a filter that selects the objects with one of the values, as
// in AnyOf(payments.StatusPending, payments.StatusProcessing).
func AnyOf[T ~string](values ...T) T { return api.AnyOf(values...) }

// Since selects what happened at t or later.
func Since(t time.Time) TimeRange { return api.Since(t) }

// Before selects what happened earlier than t.
func Before(t time.Time) TimeRange { return api.Before(t) }

// Between selects what happened at from or later, and earlier than to.
func Between(from, to time.Time) TimeRange { return api.Between(from, to) }
