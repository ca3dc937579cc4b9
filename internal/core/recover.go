package core

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/journal"
)

// Recover repeats the open entries of this client's scope, mode and host, in the order in
// which they were stored.
func (c *Client) Recover(ctx context.Context, opts ...journal.RecoverOption) (*journal.Report, error) {
	report := &journal.Report{}
	if err := c.sends(ctx); err != nil {
		return report, InOperation(opRecover, err)
	}
	recovery := journal.Recovery{MaxAge: journal.DefaultMaxAge}
	for _, opt := range opts {
		if opt != nil {
			opt(&recovery)
		}
	}
	after := ""
	for ctx.Err() == nil {
		used, err := c.credential(ctx) // before the filter, because the first key sets the mode
		if err != nil {
			return report, InOperation(opRecover, err)
		}
		filter := c.filter()
		filter.After = after
		claimed, err := c.claim(ctx, filter)
		if err != nil {
			return report, InOperation(opRecover, err)
		}
		if claimed == nil {
			return report, nil
		}
		after = claimed.ID
		one, stop := c.recoverOne(ctx, claimed, used, &recovery)
		c.observeRecovered(ctx, &one)
		report.Add(one)
		if stop {
			return report, InOperation(opRecover, fmt.Errorf("stateset: stopped, the next entries would fail the same way: %w", one.Err))
		}
	}
	return report, InOperation(opRecover, context.Cause(ctx))
}

// sends rejects a client without a journal and a client that only queues.
func (c *Client) sends(ctx context.Context) error {
	switch {
	case c == nil:
		return errNoClient
	case c.settings.Journal == nil:
		return journal.ErrNoJournal
	case c.settings.Journal.Queues:
		return errQueueOnly
	case ctx == nil:
		return errNoContext
	}
	return nil
}

// claim claims the next entry, or returns nil.
func (c *Client) claim(ctx context.Context, filter journal.Filter) (*journal.Claimed, error) {
	j := c.settings.Journal
	lease := c.leaseOf(ctx, &transport.Request{})
	limited, cancel := context.WithTimeout(ctx, j.StoreTimeout)
	defer cancel()
	claimed, err := j.Store.Claim(limited, filter, 1, lease)
	if err != nil || len(claimed) == 0 {
		return nil, err
	}
	return &claimed[0], nil
}

// recoverOne repeats an entry and settles it. stop reports that further entries would
// fail for the same reason: the server is not reachable, or rejects this client for now.
func (c *Client) recoverOne(ctx context.Context, claimed *journal.Claimed, used *credential, recovery *journal.Recovery) (one journal.Recovered, stop bool) {
	one = journal.Recovered{Entry: claimed.Entry}
	switch decision := decide(&claimed.Entry, recovery); {
	case claimed.KeyAge >= transport.MaxKeyAge:
		one.State, one.Err = journal.Expired, api.ErrIdempotencyKeyExpired
	case decision == journal.Abandon:
		one.State = journal.Abandoned
	case decision == journal.Skip:
		one.State, one.Skipped = unsent(claimed), true
		one.Err = fmt.Errorf("stateset: journal: the entry is %s old, the maximum is %s: see journal.Decide", claimed.Age.Round(time.Second), recovery.MaxAge)
	default:
		return c.repeatOne(ctx, claimed, used, recovery)
	}
	c.settleRecovered(ctx, claimed, &one, journal.Settlement{State: one.State, Note: "by recovery"})
	return one, false
}

// settleRecovered settles an entry. If that fails, the entry is still open.
func (c *Client) settleRecovered(ctx context.Context, claimed *journal.Claimed, one *journal.Recovered, to journal.Settlement) {
	if err := c.settle(ctx, &claimed.Entry, claimed.Lease(), to); err != nil {
		one.State, one.Err = journal.Sending, joinErrors(one.Err, err)
	}
	one.Entry.State, one.Entry.Status, one.Entry.RequestID, one.Entry.Note = one.State, to.Status, to.RequestID, to.Note
}

// decide returns the decision for an entry. Only an entry of a call, not a queued one,
// can be too old.
func decide(e *journal.Entry, recovery *journal.Recovery) journal.Decision {
	switch {
	case !e.Waited || e.Age <= recovery.MaxAge:
		return journal.Send
	case recovery.Decide == nil:
		return journal.Skip
	}
	shown := *e
	shown.Body = nil
	return recovery.Decide(shown)
}

// unsent is the state of an entry that was claimed and not sent.
func unsent(claimed *journal.Claimed) journal.State {
	if isFresh(claimed) {
		return journal.Queued
	}
	return journal.Sending
}

// isFresh reports whether no process has sent the entry before this claim.
func isFresh(claimed *journal.Claimed) bool { return !claimed.Waited && claimed.Claims == 1 }

func (c *Client) repeatOne(ctx context.Context, claimed *journal.Claimed, used *credential, recovery *journal.Recovery) (one journal.Recovered, stop bool) {
	one = journal.Recovered{Entry: claimed.Entry}
	r, err := c.repetitionOf(&claimed.Entry, used, opRecover)
	if err != nil {
		one.State, one.Skipped, one.Err = unsent(claimed), true, err
		c.settleRecovered(ctx, claimed, &one, journal.Settlement{State: one.State, Note: "unreadable"})
		return one, false
	}
	response, stop, err := c.repeat(ctx, r, claimed)
	to := settlementAfter(err, claimed)
	if handle := recovery.OnSuccess[claimed.Operation]; err == nil && handle != nil {
		shown := claimed.Entry
		shown.Body = nil
		if err = handle(ctx, shown, response.Body()); err != nil {
			to = journal.Settlement{State: journal.Sending, Status: response.Status, RequestID: response.RequestID, Note: "OnSuccess failed"}
		}
	}
	if one.State = to.State; one.State != journal.Succeeded {
		one.Err = err
	}
	c.settleRecovered(ctx, claimed, &one, to)
	return one, stop
}

// repeat sends an entry again. Its response is judged like that of Resolve. stop reports
// that the next entries of a recovery would fail for the same reason.
func (c *Client) repeat(ctx context.Context, r *transport.Request, claimed *journal.Claimed) (response *api.Response, stop bool, err error) {
	lease, length, started := claimed.Lease(), c.leaseOf(ctx, r), time.Now()
	r.BeforeAttempt = func(ctx context.Context) {
		if time.Since(started) >= c.settings.Journal.LeaseMargin/2 && c.extend(ctx, &claimed.Entry, lease, length) {
			started = time.Now()
		}
	}
	o := &CallOptions{Response: new(api.Response)}
	send := func(ctx context.Context) error {
		stop, err = c.exchangeEntry(ctx, r, o, claimed)
		noteJournal(r, settlementAfter(err, claimed).State)
		return err
	}
	if c.transport.Observed() {
		err = c.observe(ctx, r, send)
	} else {
		err = send(ctx)
	}
	if err == nil {
		return o.Response, false, nil
	}
	return nil, stop, err
}

// exchangeEntry sends the request of an entry.
func (c *Client) exchangeEntry(ctx context.Context, r *transport.Request, o *CallOptions, claimed *journal.Claimed) (stop bool, err error) {
	if err = c.exchange(ctx, r, o, nil); err == nil {
		return false, nil
	}
	if e, ok := err.(*api.Error); ok {
		noteEntry(e, claimed.Lease(), &claimed.Entry)
		stop = e.Outcome == api.OutcomeNotSent && len(e.Attempts) > 0 || e.Status == 401 || e.Status == 429 || errors.Is(err, api.ErrRetryBudgetExhausted)
	}
	if !isFresh(claimed) {
		err = stillOpen(err, &api.Error{Outcome: api.OutcomeUnknown})
	}
	return stop, err
}

// settlementAfter returns the settlement that a recovery stores. A queued entry that the
// server did not process stays queued.
func settlementAfter(err error, claimed *journal.Claimed) journal.Settlement {
	e, _ := err.(*api.Error)
	to := settlementOf(e)
	if e == nil {
		return to
	}
	ignored := e.Outcome == api.OutcomeNotSent || e.Outcome == api.OutcomeRejected && transport.BeforeExecution(e.Status)
	if isFresh(claimed) && ignored {
		to.State = journal.Queued
	}
	return to
}

// Send sends a stored entry, usually a queued one.
func (c *Client) Send(ctx context.Context, e journal.Entry) (*api.Response, error) {
	if err := c.sends(ctx); err != nil {
		return nil, InOperation(opSend, err)
	}
	if e.ID == "" {
		return nil, InOperation(opSend, badParam("entry", "has no ID: pass the Entry of a journal.QueuedError"))
	}
	used, err := c.credential(ctx)
	if err != nil {
		return nil, InOperation(opSend, err)
	}
	filter := c.filter()
	filter.ID = e.ID
	claimed, err := c.claim(ctx, filter)
	if err == nil && claimed == nil {
		err = c.notClaimed(ctx, e.ID)
	}
	if err != nil {
		return nil, InOperation(opSend, err)
	}
	r, err := c.repetitionOf(&claimed.Entry, used, opSend)
	if err != nil {
		_ = c.settle(ctx, &claimed.Entry, claimed.Lease(), journal.Settlement{State: unsent(claimed), Note: "unreadable"})
		return nil, InOperation(opSend, err)
	}
	response, _, err := c.repeat(ctx, r, claimed)
	_ = c.settle(ctx, &claimed.Entry, claimed.Lease(), settlementAfter(err, claimed)) // a hook and the log report a failure
	return response, err
}

// notClaimed returns the reason why an entry cannot be sent.
func (c *Client) notClaimed(ctx context.Context, id string) error {
	j := c.settings.Journal
	limited, cancel := context.WithTimeout(ctx, j.StoreTimeout)
	defer cancel()
	e, err := j.Store.Get(limited, j.Scope, id)
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return fmt.Errorf("%w: %s: was the transaction committed?", err, id)
	case err != nil:
		return err
	case !e.State.Open():
		return fmt.Errorf("%w: %s is %s", journal.ErrSettled, id, e.State)
	case e.Live != c.Live() || e.Host != origin(c.settings.API) && e.Host != origin(c.settings.Network):
		return fmt.Errorf("stateset: journal: %s is an entry of another mode or host", id)
	}
	return fmt.Errorf("%w: %s", journal.ErrLeased, id)
}

// errQueueOnly is the error of sending with a client of Enqueue.
var errQueueOnly = errors.New("stateset: this client queues writes and sends nothing: use the client that Enqueue was called on")

// enqueue stores a write in the caller's transaction.
func (c *Client) enqueue(ctx context.Context, r *transport.Request, e *journal.Entry) error {
	j := c.settings.Journal
	e.State = journal.Queued
	limited, cancel := context.WithTimeout(ctx, j.StoreTimeout)
	defer cancel()
	if err := j.Store.Enqueue(limited, j.Tx, *e); err != nil {
		return InOperation(first(r.Operation, opDo), fmt.Errorf("stateset: the write is not queued, roll back: %w", err))
	}
	return &journal.QueuedError{Entry: *e}
}

// Queueing returns a client that stores its writes in the transaction.
func (c *Client) Queueing(tx journal.Tx) *Client {
	queue := *c
	j := Journal{Queues: true, Tx: tx}
	if c.settings.Journal != nil {
		j = *c.settings.Journal
		j.Queues, j.Tx = true, tx
	}
	queue.settings.Journal = &j
	return &queue
}
