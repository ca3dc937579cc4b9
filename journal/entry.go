package journal

import (
	"cmp"
	"fmt"
	"net/http"
	"time"
)

//go:generate go run github.com/stateset/stateset-go/internal/wiregen

// Version is the format of entries that this version of the SDK writes and reads.
const Version = 1

// Entry is a stored write. A recovery sends the same bytes again.
type Entry struct {
	ID      string // 26 lower-case letters and digits; IDs sort by the time of creation
	Version int
	Scope   string // of the client, see [Scope]
	Live    bool   // the mode of the client's key
	Host    string // "https://api.stateset.com"

	Operation string      // as in "Payments.Create"; empty for Client.Do
	Method    string      // "POST"
	Template  string      // "/v1/payments/{id}"
	Path      string      // escaped, "/v1/payments/pay_1"
	Query     string      // encoded, without the question mark
	Account   string      // the connected account, "acct_…"; empty for the account of the key
	Header    http.Header // the headers of [stateset.WithHeader] on the call
	Key       string      // the idempotency key
	Body      []byte      // the bytes that are sent; nil in a settled entry
	Sealed    bool        // Body is encrypted, see [Sealed]

	State  State
	Waited bool // a caller waited for the response; false for Client.Enqueue
	Claims int  // the number of leases since the entry was stored or queued again
	// Age is the time since the entry was stored. KeyAge is the time since its key was
	// first used, and 0 in the state Queued. The clock of the store measures both.
	Age, KeyAge time.Duration

	// The last response, set by [Store.Settle].
	Status    int
	RequestID string
	Note      string // the error code or the reason
}

// Format prints the identifying fields of the entry, without the body, for every verb.
func (e Entry) Format(f fmt.State, _ rune) {
	name := e.Operation
	if name == "" {
		name = e.Method + " " + e.Template
	}
	_, _ = fmt.Fprintf(f, "journal entry %s: %s, %s", e.ID, name, e.State)
}

// MarshalText returns the text of Format, so that no log contains a body.
func (e Entry) MarshalText() ([]byte, error) { return fmt.Append(nil, e), nil }

// State is the state of an entry.
//
//wire:enum
type State string

// The states. See the package documentation for their transitions.
const (
	Queued    State = "queued"
	Sending   State = "sending"
	Succeeded State = "succeeded"
	Rejected  State = "rejected"
	Abandoned State = "abandoned"
	Expired   State = "expired"
)

// Open reports whether the entry can be claimed: Queued or Sending.
func (s State) Open() bool { return s == Queued || s == Sending }

// Final reports whether the state can no longer change: Succeeded or Rejected.
func (s State) Final() bool { return s == Succeeded || s == Rejected }

// QueuedError is the error of a call on the client that Client.Enqueue returns. The write
// is stored in the caller's transaction and not sent. errors.Is finds [ErrQueued] in it.
type QueuedError struct {
	// Entry is the stored write. After the commit pass it to Client.Send, or leave it to
	// Client.Recover.
	Entry Entry
}

// Error returns one line with the ID of the entry.
func (e *QueuedError) Error() string {
	return "stateset: " + cmp.Or(e.Entry.Operation, "Do") + ": queued as " + e.Entry.ID + ": nothing was sent yet"
}

// Is reports whether target is [ErrQueued].
func (e *QueuedError) Is(target error) bool { return target == ErrQueued }

// GoString returns the text of Error, so that %#v does not print the fields.
func (e *QueuedError) GoString() string { return fmt.Sprintf("&journal.QueuedError{%q}", e.Error()) }
