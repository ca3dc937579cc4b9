// Package api defines the types that several packages share: money, errors, pages,
// options and policies. Package stateset has an alias for each type. Programs use the
// alias, such as stateset.Money. Its fields and methods are documented here.
//
// The files, in reading order:
//
//	money.go       Money: exact amounts; money_math.go: their arithmetic
//	money_forms.go JSON, text, SQL and log forms of Money
//	decimal.go     Decimal: exact numbers without a currency
//	date.go        Date: days without a time; stored_forms.go: text, SQL, gob and log
//	               forms of Date and Decimal
//	wallet.go      PayMethod, Chain: the wallet that pays
//	objects.go     Address, Customer, Transaction, Balance, Expanded
//	filters.go     ranges and filters of lists
//	page.go        Page, NewPage, Collect
//	response.go    Response, RateLimit, RequestOption
//	outcome.go     Outcome, StopReason, Attempt: the effect of a failed call
//	errors.go      Error and its classes; error_text.go: its text;
//	               code.go: ErrorCode, an error code as a sentinel
//	retry_policy.go RetryPolicy: attempts, backoff, timeouts
//	hooks.go       Hooks, Operation, Stats, Limiter: observing and delaying calls
//
// # JSON, logs and storage
//
// Objects encode and decode the JSON of the API. json.Marshal does not fail for a decoded
// object. The field Extra keeps members that this SDK does not know. fmt prints an object
// as one line of JSON without null members, empty lists and empty maps. Objects can also
// be stored with encoding/gob and compared with reflect.DeepEqual and go-cmp.
//
// Do not embed an object in your own struct. Go promotes the methods MarshalJSON,
// UnmarshalJSON and Format of the object, so JSON and fmt ignore the other fields:
//
//	type Row struct {
//		payments.Payment
//		Shop string // lost
//	}
//
// Use a named field:
//
//	type Row struct {
//		Payment payments.Payment `json:"payment"`
//		Shop    string           `json:"shop"`
//	}
//
// Params also encode and decode the JSON of the API, so a call can be stored before it is
// made. Params of lists use the names of the query. Unknown members return an error.
// Numbers of cards and bank accounts are masked in JSON, and masked params cannot be
// decoded again. Store a call with a card token instead of a card number.
//
// The package makes no requests. Resource packages, such as payments, use its types in
// their signatures.
package api
