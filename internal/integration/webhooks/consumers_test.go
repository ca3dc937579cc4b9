package webhooks

import (
	"context"
	"database/sql"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// handler handles all events with a function, and stores them in the store.
func handler(t *testing.T, store webhook.Store, handle webhook.EventFunc) *webhook.Handler {
	t.Helper()
	v, err := webhook.NewVerifier(secret)
	require.NoError(t, err)
	return v.Handler(handle, webhook.WithStore(store), webhook.WithHandlerTimeout(30*time.Second), webhook.WithStoreTimeout(30*time.Second))
}

// deliver delivers events to the handlers concurrently, and returns the statuses.
func deliver(events int, handlers ...*webhook.Handler) []int {
	answers := make([]int, events*len(handlers))
	var all sync.WaitGroup
	for i := range events {
		event := webhook.NewTestEvent(webhook.PaymentSucceeded, &payments.Payment{ID: fmt.Sprint("pay_", i)}, time.Now())
		for j, h := range handlers {
			all.Go(func() {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, webhook.NewEventRequest(event, time.Now(), secret))
				answers[i*len(handlers)+j] = w.Code
			})
		}
	}
	all.Wait()
	return answers
}

// requireOK checks that every status is 200.
func requireOK(t *testing.T, answers []int) {
	t.Helper()
	for _, answer := range answers {
		require.Equal(t, 200, answer, "%v", answers)
	}
}

// Two receivers of one table with different names each receive every event. The processes
// of one receiver share its events.
func TestEveryConsumerGetsEveryEvent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, mail := d.store(t, sqlstore.WithConsumer("mail"))
		books, err := sqlstore.New(db, d.Dialect, sqlstore.WithTable(d.Table), sqlstore.WithConsumer("books"))
		require.NoError(t, err)
		nobody, err := sqlstore.New(db, d.Dialect, sqlstore.WithTable(d.Table))
		require.NoError(t, err)
		const events = 10
		var handled [3]atomic.Int32
		var handlers []*webhook.Handler
		for i, store := range []*sqlstore.Store{mail, books, nobody} {
			handlers = append(handlers, handler(t, store, func(context.Context, *webhook.Event) error {
				handled[i].Add(1)
				return nil
			}))
		}
		requireOK(t, deliver(events, handlers...))
		for i := range handled {
			require.EqualValues(t, events, handled[i].Load(), i)
		}
		requireStrangers(t, mail, books)
	})
}

// requireStrangers checks that the actions of one consumer do not affect the other.
func requireStrangers(t *testing.T, mail, books *sqlstore.Store) {
	t.Helper()
	claim := func(s *sqlstore.Store, want webhook.ClaimState) webhook.Claim {
		t.Helper()
		c, err := s.Claim(t.Context(), "evt_shared", time.Minute)
		require.NoError(t, err)
		require.Equal(t, want, c.State)
		return c
	}
	mails, theirs := claim(mail, webhook.Claimed), claim(books, webhook.Claimed)
	require.ErrorIs(t, books.Done(t.Context(), mails), webhook.ErrClaimLost)
	require.ErrorIs(t, books.Release(t.Context(), mails), webhook.ErrClaimLost)
	require.NoError(t, mail.Done(t.Context(), mails))
	claim(books, webhook.Busy)
	require.ErrorIs(t, books.Forget(t.Context(), "evt_shared"), webhook.ErrBusy)
	require.NoError(t, books.Done(t.Context(), theirs))
	require.NoError(t, books.Forget(t.Context(), "evt_shared"))
	claim(mail, webhook.AlreadyDone)
	claim(books, webhook.Claimed)
}

// The error of a missing table names the function that creates it.
func TestAMissingTableIsNamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, err := d.open()
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		store, err := sqlstore.New(db, d.Dialect, sqlstore.WithTable(d.Table))
		require.NoError(t, err)
		_, err = store.Claim(t.Context(), "evt_1", time.Minute)
		require.ErrorContains(t, err, d.Table+" of "+d.Dialect.String()+": was Store.CreateSchema called? ")
	})
}

// guidedDSN matches the connection string of SQLite in the documentation.
var guidedDSN = regexp.MustCompile(`file:shop\.db(\?[^\s\x60"]*_pragma[^\s\x60"]*)`)

// With the documented settings, handlers that read before they write, in the transaction
// of the mark, do not make each other fail.
func TestHandlersThatReadFirst(t *testing.T) {
	t.Parallel()
	for _, document := range []string{"docs/webhooks.md", "webhook/sqlstore/doc.go"} {
		t.Run(document, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile("../../../" + document)
			require.NoError(t, err)
			found := guidedDSN.FindSubmatch(text)
			require.NotNil(t, found, "no connection string of SQLite")
			db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "shop.db")+string(found[1]))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			store, err := sqlstore.New(db, sqlstore.SQLite)
			require.NoError(t, err)
			require.NoError(t, store.CreateSchema(t.Context()))
			_, err = db.ExecContext(t.Context(), "CREATE TABLE stock (n INTEGER); INSERT INTO stock VALUES (1000)")
			require.NoError(t, err)
			const events = 16
			requireOK(t, deliver(events, handler(t, store, func(ctx context.Context, _ *webhook.Event) error { return takeOne(ctx, db, store) })))
			var left int
			require.NoError(t, db.QueryRowContext(t.Context(), "SELECT n FROM stock").Scan(&left))
			require.Equal(t, 1000-events, left)
		})
	}
}

// takeOne removes one item from the stock, and marks the event.
func takeOne(ctx context.Context, db *sql.DB, store *sqlstore.Store) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT n FROM stock").Scan(&n); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE stock SET n = ?", n-1); err != nil {
		return err
	}
	if err := store.DoneTx(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}
