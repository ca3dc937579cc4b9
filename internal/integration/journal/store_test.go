package journal

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/journaltest"
	"github.com/stateset/stateset-go/journal/sqljournal"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

func TestStores(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		journaltest.Run(t, func(t *testing.T, now func() time.Time) journal.Store {
			d.Table = databases(t)["SQLite"].Table
			_, store := d.store(t, 8, sqljournal.WithClock(now))
			return store
		}, journaltest.EnqueueWith(func(t *testing.T, s journal.Store, e journal.Entry) error {
			db, err := d.open(1)
			require.NoError(t, err)
			defer db.Close()
			tx, err := db.BeginTx(t.Context(), nil)
			require.NoError(t, err)
			if err := s.Enqueue(t.Context(), tx, e); err != nil {
				return errors.Join(err, tx.Rollback())
			}
			return tx.Commit()
		}))
	})
}

// The clock of the database counts milliseconds.
func TestClockOfTheDatabase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		_, store := d.store(t, 2)
		l, err := store.Begin(t.Context(), journal.Entry{ID: "a", Scope: "s", Method: "POST", Host: "h", Key: "k"}, time.Minute)
		require.NoError(t, err)
		require.Zero(t, l.KeyAge.Truncate(10*time.Second))
		f := journal.Filter{Scope: "s", Hosts: [2]string{"h", "h"}}
		claimed, err := store.Claim(t.Context(), f, 1, time.Minute)
		require.NoError(t, err)
		require.Empty(t, claimed)
		require.NoError(t, store.Settle(t.Context(), journal.Settlement{Lease: l, State: journal.Sending}))
		claimed, err = store.Claim(t.Context(), f, 1, time.Minute)
		require.NoError(t, err)
		require.Len(t, claimed, 1)
		require.Less(t, claimed[0].Age, 30*time.Second)
	})
}

func TestSchema(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, store := d.store(t, 2)
		require.NoError(t, store.CreateSchema(t.Context()), "again")
		_, err := db.ExecContext(t.Context(), store.Schema())
		require.NoError(t, err, "the text can be run as it is")
		_, err = db.ExecContext(t.Context(), "ALTER TABLE "+d.Table+" RENAME COLUMN lease_until TO lease")
		require.NoError(t, err)
		err = store.CreateSchema(t.Context())
		require.ErrorContains(t, err, "the existing table does not fit: column lease_until is missing; column lease is unknown and NOT NULL without a default")
		d.Table += "_none"
		other, err := sqljournal.New(db, d.Dialect, sqljournal.WithTable(d.Table))
		require.NoError(t, err)
		_, err = other.Begin(t.Context(), journal.Entry{ID: "a"}, time.Minute)
		require.ErrorIs(t, err, journal.ErrNotStored)
		require.ErrorContains(t, err, "was Store.CreateSchema called?")
	})
}

var params = &payments.CreateParams{Amount: stateset.SSUSD("10.00"), Recipient: "stateset1merchantaddress123"}

// client returns a client of a mock server with a journal in the store.
func client(t *testing.T, srv *mockserver.Server, store journal.Store, opts ...journal.Option) *stateset.Client {
	t.Helper()
	return srv.Client(stateset.WithJournal(store, "shop", opts...))
}

// A call that waits for the caller's own transaction returns an error with the reason.
func TestCallInsideATransaction(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		srv := mockserver.New(t)
		db, store := d.store(t, 1)
		tx, err := db.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		_, err = client(t, srv, store, journal.StoreTimeout(100*time.Millisecond)).Payments.Create(t.Context(), params)
		require.ErrorIs(t, err, journal.ErrNotStored)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "no connection to the database in time: if this goroutine holds a transaction, end it before the call or use Client.Enqueue")
		var e *stateset.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, stateset.OutcomeNotSent, e.Outcome)
		require.NoError(t, tx.Rollback())
		require.Empty(t, srv.Requests())
	})
}

func TestCallThatWaitsForTheWriteLock(t *testing.T) {
	t.Parallel()
	for name, timeout := range map[string]time.Duration{"SQLite gives up first": time.Minute, "the store's timeout ends first": 10 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t)
			d := databases(t)["SQLite"]
			d.DSN = strings.Replace(d.DSN, "busy_timeout(5000)", "busy_timeout(100)", 1)
			db, store := d.store(t, 2)
			tx, err := db.BeginTx(t.Context(), nil)
			require.NoError(t, err)
			_, err = client(t, srv, store, journal.StoreTimeout(timeout)).Payments.Create(t.Context(), params)
			require.ErrorIs(t, err, journal.ErrNotStored)
			require.ErrorContains(t, err, "another transaction holds the write lock: if this goroutine holds a transaction")
			require.NoError(t, tx.Rollback())
			require.Empty(t, srv.Requests())
		})
	}
}

// The write is queued if and only if the caller's transaction is committed.
func TestOutbox(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		srv := mockserver.New(t)
		db, store := d.store(t, 1)
		c := client(t, srv, store)
		enqueue := func() (*journal.QueuedError, func() error, func() error) {
			tx, err := db.BeginTx(t.Context(), nil)
			require.NoError(t, err)
			_, err = c.Enqueue(tx).Payments.Create(t.Context(), params)
			queued, ok := errors.AsType[*journal.QueuedError](err)
			require.True(t, ok, err)
			return queued, tx.Commit, tx.Rollback
		}
		lost, _, rollback := enqueue()
		require.NoError(t, rollback())
		_, err := c.Send(t.Context(), lost.Entry)
		require.ErrorIs(t, err, journal.ErrNotFound)
		report, err := c.Recover(t.Context())
		require.NoError(t, err)
		require.Empty(t, report.Entries)

		first, commit, _ := enqueue()
		require.NoError(t, commit())
		_, commit, _ = enqueue()
		require.NoError(t, commit())
		require.Empty(t, srv.Requests())
		response, err := c.Send(t.Context(), first.Entry)
		require.NoError(t, err)
		var payment payments.Payment
		require.NoError(t, response.Decode(&payment))
		require.Equal(t, "10.00 ssusd", payment.Amount.String())
		report, err = c.Recover(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, report.Succeeded)
		require.Len(t, srv.Requests(), 2)
		_, err = c.Enqueue(nil).Payments.Create(t.Context(), params)
		require.ErrorIs(t, err, journal.ErrNotStored)
	})
}
