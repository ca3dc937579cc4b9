package webhook

import (
	"context"
	"errors"
	"time"
)

// DefaultRemember is the default time that stores remember a handled event. The sender
// retries for less than a day.
const DefaultRemember = 7 * 24 * time.Hour

// Store records handled events, so that an event that is delivered twice is handled once.
// [NewMemoryStore] supports one process. The package sqlstore supports any number of
// processes. The package storetest tests other implementations.
//
// An event is claimed before it is handled, and marked as done afterwards. If a process
// crashes in between, its claim expires, and the next delivery handles the event. A store
// must guarantee:
//
//   - Of concurrent calls of Claim for one ID, in any number of processes, one succeeds.
//     This requires an atomic operation (insert if absent), not a query and an insert.
//   - An expired claim can be claimed again. The former owner, whose token is older, can
//     then neither finish nor release the claim.
//   - A mark is kept for a week or longer.
//   - If the stored state is not certain, the method returns an error. The sender then
//     retries.
//
// A [Handler] passes IDs of 1 to 255 bytes of valid UTF-8 without control characters.
//
// A store identifies events only by their ID. Handlers that share a store share its
// events: one of them handles each event. This is correct for processes with the same
// work. Handlers with different work, such as mail and accounting, need one store each,
// or different names in one database, see sqlstore.WithConsumer.
//
// Implementations must be safe for concurrent use and respect the context.
type Store interface {
	// Claim claims the event for the time of the lease. The State of the result reports
	// whether the caller holds the claim.
	Claim(ctx context.Context, eventID string, lease time.Duration) (Claim, error)

	// Done marks a claimed event as handled. It returns ErrClaimLost if the event was
	// claimed again since. An expired claim that was not claimed again can be marked, and
	// an event can be marked twice.
	Done(ctx context.Context, c Claim) error

	// Release releases a claim, so that the event can be claimed immediately. It returns
	// ErrClaimLost if the event was claimed again, or is done.
	Release(ctx context.Context, c Claim) error
}

// ErrClaimLost reports that a claim expired and another delivery of the event has claimed
// it. Use a longer lease or a faster function, see [WithClaimLease].
var ErrClaimLost = errors.New("stateset: the claim of the event was lost: it had expired and was claimed again, or was given back")

// ErrBusy reports that a delivery of the event is being handled. A [Handler] responds with
// 409, and the Forget methods of the stores return it.
var ErrBusy = errors.New("stateset: another delivery of the event is being handled")

// Claim is the result of [Store.Claim].
type Claim struct {
	EventID string
	State   ClaimState
	Token   string        // with Claimed: identifies this claim of the event
	Wait    time.Duration // with Busy: the time until the other claim expires
}

// ClaimState is the state of a claim.
type ClaimState int

// The states of a claim. The zero value is invalid.
const (
	Claimed     ClaimState = iota + 1 // the caller holds the claim
	AlreadyDone                       // the event was handled
	Busy                              // another delivery is being handled
)

// String returns the state in words.
func (s ClaimState) String() string {
	switch s {
	case Claimed:
		return "claimed"
	case AlreadyDone:
		return "already done"
	case Busy:
		return "busy"
	}
	return "unknown"
}

type claimKey struct{}

// ClaimOf returns the claim of a function's event from the function's context. A store in
// the same database as the function's work can mark the event in the transaction of the
// work, as DoneTx of the package sqlstore does: either both happen or neither.
func ClaimOf(ctx context.Context) (Claim, bool) {
	c, ok := ctx.Value(claimKey{}).(Claim)
	return c, ok
}

// ContextWithClaim returns a context with a claim, for tests of functions that call
// [ClaimOf].
func ContextWithClaim(ctx context.Context, c Claim) context.Context {
	return context.WithValue(ctx, claimKey{}, c)
}
