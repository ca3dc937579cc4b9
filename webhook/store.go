package webhook

import (
	"context"
	"errors"
	"time"
)

// DefaultRemember is how long stores remember that an event was handled, unless they
// are told otherwise. Senders retry for less than a day.
const DefaultRemember = 7 * 24 * time.Hour

// Store remembers which events were handled, so that what is delivered twice is
// handled once. [NewMemoryStore] serves one process, the package sqlstore serves any
// number of them, and the package storetest tests one of your own.
//
// An event is claimed before it is handled and marked as done after: a process that
// dies in between leaves a claim that expires, and the event is handled when it is
// delivered again. So a store makes sure of these:
//
//   - Of any number of calls of Claim for one id at the same time, in however many
//     processes, one gets it. That takes an atomic operation (insert if absent), not
//     a question followed by an answer.
//   - A claim that has expired can be claimed by somebody else. From then on its
//     former owner, who has the older token, can neither finish nor release it.
//   - A mark is kept for a week or longer, and may then be forgotten.
//   - When it is not certain what is stored, the answer is an error: the sender then
//     sends the event again.
//
// A store knows events by their ids alone. One that two handlers share gives each event
// to one of them: right for two processes that do the same, and the loss of events
// where the two do different work, mail and books. Those need a store each, or a name
// each in one database, see sqlstore.WithConsumer.
//
// Implementations are safe for concurrent use and respect the context.
type Store interface {
	// Claim asks for the event. The State of the claim says whether the caller has it
	// now; if so, it is the caller's for the time of the lease.
	Claim(ctx context.Context, eventID string, lease time.Duration) (Claim, error)

	// Done marks a claimed event as handled. It is ErrClaimLost when somebody else has
	// claimed the event since; that the claim has expired does no harm otherwise, nor
	// does marking it a second time.
	Done(ctx context.Context, c Claim) error

	// Release gives a claim back, so that the event can be claimed at once. It is
	// ErrClaimLost when there is nothing to give back: somebody else has claimed the
	// event, or it is done.
	Release(ctx context.Context, c Claim) error
}

// ErrClaimLost says that a claim is not its former owner's any more: it had expired,
// and another delivery of the event got it. The remedy is a longer lease or a faster
// handler, see [WithClaimLease].
var ErrClaimLost = errors.New("stateset: the claim of the event was lost: it had expired and was claimed again, or was given back")

// ErrBusy says that a delivery of the event is being handled right now: what a
// [Handler] answers with 409, and Forget of the stores of this module with.
var ErrBusy = errors.New("stateset: a delivery of the event is being handled right now")

// Claim is a store's answer to [Store.Claim].
type Claim struct {
	EventID string
	State   ClaimState
	Token   string        // with Claimed: tells this claim from all others of the event
	Wait    time.Duration // with Busy: the other's claim expires after it
}

// ClaimState says whose an event is.
type ClaimState int

// The states of a claim. The zero value is none of them.
const (
	Claimed     ClaimState = iota + 1 // the caller's now
	AlreadyDone                       // it was handled
	Busy                              // somebody else is handling it right now
)

// String is the state in words.
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

// ClaimOf is the claim under which a [Handler] handles an event, to be had from the
// context that the handler's function gets. A store in the same database as the
// function's own work can mark the event in the function's transaction with it, as
// sqlstore's DoneTx does: both happen or neither does.
func ClaimOf(ctx context.Context) (Claim, bool) {
	c, ok := ctx.Value(claimKey{}).(Claim)
	return c, ok
}

// ContextWithClaim is for tests of functions that call [ClaimOf].
func ContextWithClaim(ctx context.Context, c Claim) context.Context {
	return context.WithValue(ctx, claimKey{}, c)
}
