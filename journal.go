package stateset

import (
	"context"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/journal"
)

// WithJournal stores every write before its first byte is sent, and its outcome after the
// response. After a crash, any process with the same store and scope repeats the open
// writes with [Client.Recover]. A write that cannot be stored is not sent. The scope is
// required. Use one scope per StateSet account.
//
// A call whose body holds a card number, a card code or a bank account returns
// journal.ErrSecret unless journal.Sealed encrypts the bodies. Headers of the client are
// not stored. [WithoutJournal] sends one call without storing it.
func WithJournal(store journal.Store, scope journal.Scope, opts ...journal.Option) Option {
	return clientOption(func(c *config) error {
		settings := journal.Settings{StoreTimeout: journal.DefaultStoreTimeout, LeaseMargin: journal.DefaultLeaseMargin}
		for _, opt := range opts {
			if opt != nil {
				opt(&settings)
			}
		}
		if err := checkJournal(store, scope, &settings); err != nil {
			return err
		}
		c.journal, c.newJournal = &core.Journal{Settings: settings, Store: store, Scope: string(scope)}, true
		return nil
	})
}

// maxScope is the maximum length of a scope.
const maxScope = 64

func checkJournal(store journal.Store, scope journal.Scope, s *journal.Settings) error {
	const option, letters = "WithJournal", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-"
	switch {
	case store == nil:
		return optionError(option, "store must not be nil: leave the option out for no journal")
	case scope == "" || len(scope) > maxScope || strings.Trim(string(scope), letters) != "":
		return optionError(option, `scope must be 1 to 64 letters, digits, ".", "_", ":" or "-", got `+quote.Short(string(scope)))
	case s.StoreTimeout <= 0:
		return optionError(option, "journal.StoreTimeout must be above zero, got "+s.StoreTimeout.String())
	case s.LeaseMargin < time.Millisecond:
		return optionError(option, "journal.LeaseMargin must be 1ms or more, got "+s.LeaseMargin.String())
	}
	for _, aead := range s.Open {
		if aead == nil {
			return optionError(option, "the cipher of journal.Sealed must not be nil")
		}
	}
	return nil
}

// WithoutJournal sends a write of a client with a journal without storing it. After a
// crash the write is lost or its outcome unknown.
func WithoutJournal() RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		o.NoJournal = true
		return nil
	})
}

// Recover repeats the writes in the journal whose outcome is open: writes of crashed
// processes, writes with an unknown outcome, and writes that [Client.Enqueue] stored.
// Each is sent with its own idempotency key and the same bytes, so the server executes it
// once. Call Recover when the program starts, then from a worker, for example every 30
// seconds. Any number of processes may call it at the same time.
//
//	report, err := client.Recover(ctx,
//		journal.OnSuccess("Payments.Create", func(ctx context.Context, e journal.Entry, p *payments.Payment) error {
//			return markPaid(ctx, p)
//		}))
//
// A write of a call that is older than journal.MaxAge (default: one hour) is reported and
// not sent, unless journal.Decide allows it. A write whose key is older than 23 hours is
// never sent; its state becomes expired. Responses that do not reveal the effect of an
// earlier request (401, 403, 429, 409 idempotency_key_in_use) leave a write open.
//
// Recover stops and returns an error if the server cannot be reached or responds with 401
// or 429, or if the store fails. The report lists the entries that were handled before.
// It is never nil.
func (c *Client) Recover(ctx context.Context, opts ...journal.RecoverOption) (*journal.Report, error) {
	if c == nil || c.core == nil {
		return &journal.Report{}, core.InOperation("Recover", errNilClient)
	}
	return c.core.Recover(ctx, opts...)
}

// Enqueue returns a client that stores its writes in the caller's transaction and does
// not send them. Each call returns a *journal.QueuedError, which holds the entry. After
// the commit pass the entry to [Client.Send], or leave it to [Client.Recover]. A rollback
// removes the entry.
//
//	queue := client.Enqueue(tx)
//	_, err := queue.Payments.Create(ctx, params)
//	queued, ok := errors.AsType[*journal.QueuedError](err)
//	if !ok {
//		return err // roll back
//	}
//	if err := tx.Commit(); err != nil {
//		return err
//	}
//	response, err := client.Send(ctx, queued.Entry)
//
// On the returned client, reads, Resolve, Recover and Send return an error. Use it only
// in the goroutine of the transaction.
func (c *Client) Enqueue(tx journal.Tx) *Client {
	if c == nil || c.core == nil {
		return c
	}
	config := c.config.clone()
	queue := c.core.Queueing(tx)
	config.journal = queue.Settings().Journal
	return newClient(queue, config)
}

// Send sends a write that [Client.Enqueue] stored, and stores its outcome. Decode the
// response into the type that the call returns. If the write is still open afterwards,
// for example because the server could not be reached, a recovery sends it. Send returns
// journal.ErrLeased if another process is sending the entry, and journal.ErrSettled if
// the entry is already settled.
func (c *Client) Send(ctx context.Context, e journal.Entry) (*Response, error) {
	if c == nil || c.core == nil {
		return nil, core.InOperation("Send", errNilClient)
	}
	return c.core.Send(ctx, e)
}
