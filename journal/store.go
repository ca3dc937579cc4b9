package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Store stores entries. It must be safe for concurrent use, also by several processes.
// Package journaltest tests an implementation.
type Store interface {
	// Begin stores an entry in the state Sending, with a lease for the caller, before the
	// first byte is sent. It returns the token of the lease, and the age of the key: that
	// of the oldest entry with the same scope, mode, host, account and key. If the caller
	// has already stored the ID, Begin returns the lease of the stored entry. An error
	// that wraps [ErrNotStored] guarantees that the entry is not stored. After any other
	// error it may be.
	Begin(ctx context.Context, e Entry, lease time.Duration) (Lease, error)
	// Enqueue stores an entry in the state Queued in the caller's transaction.
	Enqueue(ctx context.Context, tx Tx, e Entry) error
	// Claim claims at most limit open entries without a lease that the filter selects, in
	// the order of their IDs. It sets their state to Sending, which starts the age of a
	// queued entry's key, and adds a lease to each.
	Claim(ctx context.Context, f Filter, limit int, lease time.Duration) ([]Claimed, error)
	// Extend renews a lease from now. It returns ErrLeaseLost if the entry is settled or
	// leased by another process.
	Extend(ctx context.Context, l Lease, lease time.Duration) error
	// Settle stores the outcome and ends the lease; see [Settlement] for the rules.
	Settle(ctx context.Context, s Settlement) error
	// Get returns an entry of a scope, or [ErrNotFound].
	Get(ctx context.Context, scope, id string) (Entry, error)
	// Prune deletes entries that were settled before the age and returns their number.
	// The minimum age is [MinPruneAge].
	Prune(ctx context.Context, age time.Duration) (int64, error)
}

// MinPruneAge is the minimum time that a settled entry is kept. During this time the age
// of its key protects later calls with the same key.
const MinPruneAge = 25 * time.Hour

// Tx is the caller's transaction: a *sql.Tx, or a type that wraps one.
type Tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Lease is the right to send an entry until it expires.
type Lease struct {
	ID     string
	Token  string
	KeyAge time.Duration // see [Entry]
}

// Claimed is an entry with a lease.
type Claimed struct {
	Entry
	Token string
}

// Lease returns the lease of the entry.
func (c *Claimed) Lease() Lease { return Lease{ID: c.ID, Token: c.Token, KeyAge: c.KeyAge} }

// Filter selects the entries of one client. Entries of another scope, mode or host are
// never claimed.
type Filter struct {
	Scope string
	Live  bool
	Hosts [2]string // the API host and the network host
	After string    // only entries with a greater ID; empty for all
	ID    string    // only this entry; empty for all
}

// Settlement is the outcome of an entry that was sent, or of an attempt to send it.
//
//	Succeeded, Rejected  final, with or without the lease; they replace every other state
//	                     but not each other, and delete the body
//	Abandoned, Expired   require the lease, and delete the body
//	Sending              unknown outcome: requires the lease and ends it
//	Queued               no byte of a queued entry was sent: requires the lease and ends it
//
// Settle returns nil and changes nothing if the entry is already final or settled in the
// same way. It returns [ErrLeaseLost] if it requires a lease that the caller does not
// hold, and [ErrNotFound] for an unknown ID.
type Settlement struct {
	Lease     Lease
	State     State
	Status    int
	RequestID string
	Note      string
}

// The errors of journals, for errors.Is.
var (
	// ErrQueued is the error of a write that Client.Enqueue stored. See [QueuedError].
	ErrQueued = errors.New("stateset: the write is queued, nothing was sent")
	// ErrNotStored guarantees that an entry is not stored.
	ErrNotStored = errors.New("stateset: journal: the entry is not stored")
	// ErrLeaseLost is the error of a lease that expired and was taken by another process,
	// or of a settled entry.
	ErrLeaseLost = errors.New("stateset: journal: the lease is lost")
	// ErrLeased is the error of Client.Send for an entry that another process is sending.
	ErrLeased = errors.New("stateset: journal: another process is sending the entry")
	// ErrSettled is the error of Client.Send for an entry that is already settled.
	ErrSettled = errors.New("stateset: journal: the entry is settled")
	// ErrNotFound is the error of an unknown ID.
	ErrNotFound = errors.New("stateset: journal: no such entry")
	// ErrNoJournal is the error of Recover, Enqueue and Send on a client without a journal.
	ErrNoJournal = errors.New("stateset: the client has no journal: pass stateset.WithJournal to stateset.New")
	// ErrSecret is the error of a call whose body holds a card number, a card code or a
	// bank account. The call is rejected because the journal stores bodies in clear text.
	ErrSecret = errors.New("stateset: journal: the body holds a card number, a card code or a bank account")
)
