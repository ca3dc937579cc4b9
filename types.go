package stateset

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
)

// Shared types. The package [api] defines them and documents their fields and methods.
type (
	// Money is an exact amount in whole units of its currency. Create one with [SSUSD],
	// [USD], [NewMoney] or [FromMinor]. Methods: Add, Sub, Neg, Cmp, Equal, Allocate,
	// Minor, Text, Err. See [api.Money].
	Money = api.Money
	// Decimal is an exact number without a currency: a quantity, a rate, a percentage.
	// Create one with [Dec]. Methods: Err, String and those of decimal.Decimal. See
	// [api.Decimal].
	Decimal = api.Decimal
	// Date is a day without a time. Create one with [NewDate], [DateOf] or [ParseDate].
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

	// TimeRange filters a list by time. Create one with [Since], [Before] or [Between],
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

	// Page is one page of a list. List methods return one, and [api.NewPage] creates one
	// for tests. Fields: Data, HasMore, TotalCount. Methods: Next, Prev. See [api.Page].
	Page[T any] = api.Page[T]

	// RequestOption configures a single call. The functions With… that return a
	// RequestOption or a [SharedOption] create it. See [api.RequestOption].
	RequestOption = api.RequestOption
	// Response is the HTTP response of a call. Pass a pointer to [WithResponse] to have
	// it set. Fields: Status, Header, RequestID, RateLimit, Replayed, Attempts. Methods:
	// Body, Decode. See [api.Response].
	Response = api.Response
	// RateLimit is the rate limit of the account as the latest response reported it. See
	// [api.RateLimit].
	RateLimit = api.RateLimit
	// Skipped is a member of a response that was not decoded.
	Skipped = api.Skipped

	// Error is the error of a failed call. Get it with errors.As. Fields: Status, Code,
	// Message, Param, RequestID, Outcome, StopReason, Attempts, IdempotencyKey, Err,
	// Response and more. Methods: Is, Unwrap, Timeout, RawBody. See [api.Error].
	Error = api.Error
	// FieldError is one of several errors that a server reports at once, in Error.Fields.
	// See [api.FieldError].
	FieldError = api.FieldError
	// ParamError is the error of a parameter or option that cannot be sent. Nothing was
	// sent. See [api.ParamError].
	ParamError = api.ParamError
	// DecodeError is the error of a successful response that cannot be read. See
	// [api.DecodeError].
	DecodeError = api.DecodeError
	// RedirectError is the error of a redirect response. Redirects are never followed.
	// See [api.RedirectError].
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
	// RetryReason is the reason for the next attempt: Attempt.Reason, one of the
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
	// zero value means the defaults. See [api.RetryPolicy].
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

// The outcomes of a failed call: Error.Outcome.
const (
	OutcomeNotSent   = api.OutcomeNotSent   // no request reached the server
	OutcomeRejected  = api.OutcomeRejected  // the server reported that the request had no effect
	OutcomeSucceeded = api.OutcomeSucceeded // the request took effect; the response could not be read
	OutcomeUnknown   = api.OutcomeUnknown   // the request was sent and no definitive response arrived
)

// The reasons why a failed call was not retried: Error.StopReason. Package api describes
// each.
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

// The reasons for another attempt: Attempt.Reason.
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
	ErrIdempotency    = api.ErrIdempotency    // the key belongs to another request: use a new key
	ErrRateLimited    = api.ErrRateLimited    // 429
	ErrServer         = api.ErrServer         // 5xx
	// ErrOutcomeUnknown means that a write may or may not have taken effect; see
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

// Errors that an [Error] wraps if a response with a success status is wrong. The effect
// of a write is then unknown (ErrOutcomeUnknown). Error.RawBody returns the response
// body.
var (
	// ErrAnswerMismatch reports a response for another object than the requested one.
	ErrAnswerMismatch = api.ErrAnswerMismatch
	// ErrLivemodeMismatch reports a response with data of the other mode than the key's.
	ErrLivemodeMismatch = api.ErrLivemodeMismatch
	// ErrNoSuccess reports a response with "success": false.
	ErrNoSuccess = api.ErrNoSuccess
)

// Errors of money and lists.
var (
	ErrCurrencyMismatch = api.ErrCurrencyMismatch
	ErrNoMorePages      = api.ErrNoMorePages
	ErrPageLoop         = api.ErrPageLoop
	ErrTooMany          = api.ErrTooMany
)

// NewMoney parses a decimal amount of whole units, as in NewMoney("150.00", "USD").
// Invalid text, an unknown currency, or more decimals than the currency allows return an
// error.
func NewMoney(value, currency string) (Money, error) { return api.NewMoney(value, currency) }

// SSUSD returns an amount of ssUSD, as in SSUSD("10.00"). Text that is not a decimal
// returns an invalid Money, and every call reports it by the name of its field. Use
// [NewMoney] for external input.
func SSUSD(value string) Money { return api.SSUSD(value) }

// USD returns an amount of US dollars, as in USD("10.00"). For invalid text see [SSUSD].
func USD(value string) Money { return api.USD(value) }

// FromMinor returns an amount in the currency's smallest unit: cents for USD, yen for
// JPY, millionths for ssusd.
func FromMinor(units int64, currency string) (Money, error) { return api.FromMinor(units, currency) }

// ParseMoney parses an amount as a server writes it. Unlike [NewMoney] it accepts a
// currency that this SDK does not know.
func ParseMoney(number, currency string) (Money, error) { return api.ParseMoney(number, currency) }

// FromDecimal returns an amount in whole units. For a number or currency that cannot be
// sent, Err of the result reports the fault.
func FromDecimal(number decimal.Decimal, currency string) Money {
	return api.FromDecimal(number, currency)
}

// Sum adds amounts of one currency. Amounts that are not set are skipped.
func Sum(amounts ...Money) (Money, error) { return api.Sum(amounts...) }

// NewDate returns a day. A call reports a day that does not exist by the name of its
// field.
func NewDate(year int, month time.Month, day int) Date { return api.NewDate(year, month, day) }

// DateOf returns the day of a time, in UTC.
func DateOf(t time.Time) Date { return api.DateOf(t) }

// ParseDate parses "2026-01-31". Other text returns an error.
func ParseDate(text string) (Date, error) { return api.ParseDate(text) }

// Dec returns a number that is written as text, as in Dec("0.08"). Text that is not a
// decimal returns an invalid Decimal, and every call reports it by the name of its field.
func Dec(text string) Decimal { return api.Dec(text) }

// AnyOf returns the value of a filter that selects the objects with any of the values, as
// in AnyOf(payments.StatusPending, payments.StatusProcessing).
func AnyOf[T ~string](values ...T) T { return api.AnyOf(values...) }

// Since selects times at t or later. It includes t itself.
func Since(t time.Time) TimeRange { return api.Since(t) }

// Before selects times before t. It excludes t itself.
func Before(t time.Time) TimeRange { return api.Before(t) }

// Between selects times at from or later, and before to.
func Between(from, to time.Time) TimeRange { return api.Between(from, to) }
