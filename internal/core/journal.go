package core

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/journal"
)

// Journal stores the writes of a client.
type Journal struct {
	journal.Settings
	Store journal.Store
	Scope string
	// Queues makes the client store its writes in Tx without sending them.
	Queues bool
	Tx     journal.Tx
}

// sendJournaled stores the write, sends it and stores its outcome.
func (c *Client) sendJournaled(ctx context.Context, r *transport.Request, o *CallOptions, read func(*transport.Response) error) error {
	j := c.settings.Journal
	if o.NoJournal && !j.Queues {
		return c.exchange(ctx, r, o, read)
	}
	e, err := c.newEntry(r, o)
	if err != nil {
		return InOperation(first(r.Operation, opDo), err)
	}
	if j.Queues {
		return c.enqueue(ctx, r, e)
	}
	if ctx.Err() != nil {
		return c.exchange(ctx, r, o, read) // returns the error; nothing is stored
	}
	lease, err := c.begin(ctx, r, e)
	if err != nil {
		return err
	}
	return c.settleCall(ctx, r, lease, e, c.exchange(ctx, r, o, read))
}

// begin stores the entry before the first byte is sent.
func (c *Client) begin(ctx context.Context, r *transport.Request, e *journal.Entry) (journal.Lease, error) {
	j := c.settings.Journal
	length := c.leaseOf(ctx, r)
	started := time.Now()
	limited, cancel := context.WithTimeout(ctx, j.StoreTimeout)
	defer cancel()
	lease, err := j.Store.Begin(limited, *e, length)
	if err != nil {
		return lease, c.notBegun(r, e, err)
	}
	r.KeyCreated = started.Add(-lease.KeyAge)
	r.BeforeAttempt = func(ctx context.Context) {
		if time.Since(started) < j.LeaseMargin/2 {
			return
		}
		if c.extend(ctx, e, lease, length) {
			started = time.Now()
		}
	}
	return lease, nil
}

func (c *Client) extend(ctx context.Context, e *journal.Entry, lease journal.Lease, length time.Duration) bool {
	j := c.settings.Journal
	ctx, cancel := context.WithTimeout(ctx, j.StoreTimeout)
	defer cancel()
	err := j.Store.Extend(ctx, lease, length)
	if err != nil {
		c.noteStore(ctx, e, err)
	}
	return err == nil
}

// leaseOf returns the length of a lease: the longest wait and attempt, and a margin. The
// lease is extended before each attempt.
func (c *Client) leaseOf(ctx context.Context, r *transport.Request) time.Duration {
	p := c.transport.Policy()
	if r.Policy != nil {
		p = *r.Policy
	}
	limit := p.Timeout
	if deadline, ok := ctx.Deadline(); ok {
		limit = max(time.Until(deadline), 0)
	}
	return min(p.AttemptTimeout+max(p.MaxRetryAfter, p.MaxDelay), limit) + c.settings.Journal.LeaseMargin
}

// notBegun returns the error of a write that could not be stored. It was not sent, but if
// the store kept it anyway, a recovery sends it.
func (c *Client) notBegun(r *transport.Request, stored *journal.Entry, err error) error {
	e := &api.Error{Outcome: api.OutcomeUnknown, StopReason: api.StopJournal, Err: err}
	if errors.Is(err, journal.ErrNotStored) {
		e.Outcome = api.OutcomeNotSent
	}
	c.describe(e, r)
	noteEntry(e, journal.Lease{ID: stored.ID}, stored)
	return e
}

// settleCall stores the outcome of a call. If an outcome without effect cannot be stored,
// a recovery may still send the write. The error then reports an unknown outcome.
func (c *Client) settleCall(ctx context.Context, r *transport.Request, lease journal.Lease, entry *journal.Entry, err error) error {
	e, _ := err.(*api.Error)
	to := settlementOf(e)
	failed := c.settle(ctx, entry, lease, to)
	if noteJournal(r, to.State); failed != nil {
		noteJournal(r, journal.Sending)
	}
	if e == nil {
		return nil
	}
	if failed != nil && (e.Outcome == api.OutcomeNotSent || e.Outcome == api.OutcomeRejected && transport.BeforeExecution(e.Status)) {
		e.Outcome, e.StopReason, e.Err = api.OutcomeUnknown, api.StopJournal, joinErrors(e.Err, failed)
	}
	noteEntry(e, lease, entry)
	return e
}

func joinErrors(a, b error) error {
	if a == nil {
		return b
	}
	return errors.Join(a, b)
}

// settlementOf returns the settlement that a live call stores. nil means success.
func settlementOf(e *api.Error) journal.Settlement {
	if e == nil {
		return journal.Settlement{State: journal.Succeeded}
	}
	to := journal.Settlement{State: journal.Sending, Status: e.Status, RequestID: e.RequestID, Note: noteOf(e)}
	switch e.Outcome {
	case api.OutcomeSucceeded:
		to.State = journal.Succeeded
	case api.OutcomeRejected:
		to.State = journal.Rejected
	case api.OutcomeNotSent:
		to.State = journal.Abandoned
	}
	return to
}

// maxNote is the maximum length of an entry's note.
const maxNote = 255

func noteOf(e *api.Error) string {
	note := first(e.Code, string(e.StopReason))
	return note[:min(len(note), maxNote)]
}

// settle stores an outcome. It has its own time limit, and does not stop if the caller's
// context ends.
func (c *Client) settle(ctx context.Context, e *journal.Entry, lease journal.Lease, to journal.Settlement) error {
	j := c.settings.Journal
	to.Lease = lease
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), j.StoreTimeout)
	defer cancel()
	err := j.Store.Settle(limited, to)
	if err == nil || to.State == journal.Sending && errors.Is(err, journal.ErrLeaseLost) { // another process settles the entry
		return nil
	}
	c.noteStore(ctx, e, err)
	return err
}

// noteStore reports a failure of the store that does not fail the call.
func (c *Client) noteStore(ctx context.Context, e *journal.Entry, err error) {
	shown := *e
	shown.Body = nil
	defer func() { _ = recover() }() // from a panic of the user's function
	r := &transport.Request{}
	if used := c.lastUsed(); used != nil {
		r.Owner = &used.Owner
	}
	c.transport.Log(ctx, r, slog.LevelWarn, transport.LogJournal,
		slog.String(transport.LogOperation, e.Operation), slog.String(transport.LogEntry, e.ID), slog.String(transport.LogError, err.Error()))
	if hook := c.settings.Journal.OnError; hook != nil {
		hook(ctx, shown, err)
	}
}

// noteEntry enables Resolve to settle the entry of a failed call.
func noteEntry(e *api.Error, lease journal.Lease, entry *journal.Entry) {
	if s := sentBy(e); s != nil {
		s.settle = func() (journal.Lease, *journal.Entry) { return lease, entry }
	}
}

// settleResolved stores the result of Resolve. It ignores an entry that was not stored or
// belongs to the journal of another client.
func (c *Client) settleResolved(ctx context.Context, r *transport.Request, made *sent, err error) {
	if made.settle == nil || c.settings.Journal == nil {
		return
	}
	lease, entry := made.settle()
	e, _ := err.(*api.Error)
	to := settlementOf(e)
	noteJournal(r, to.State)
	if to.State.Final() {
		to.Lease = lease
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.settings.Journal.StoreTimeout)
		defer cancel()
		if err := c.settings.Journal.Store.Settle(limited, to); err != nil && !errors.Is(err, journal.ErrNotFound) {
			c.noteStore(ctx, entry, err)
		}
	}
	if e != nil {
		noteEntry(e, lease, entry)
	}
}
