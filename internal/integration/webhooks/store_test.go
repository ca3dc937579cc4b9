package webhooks

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
	"github.com/stateset/stateset-go/webhook/storetest"
)

func TestStores(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"PostgreSQL", "SQLite"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, now func() time.Time) webhook.Store {
				_, store := databases(t)[name].store(t, sqlstore.WithClock(now))
				return store
			})
		})
	}
}

// The clock of the database is the default, and counts milliseconds.
func TestTheDatabasesClock(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, store := d.store(t, sqlstore.WithRemember(time.Hour))
		long, err := store.Claim(t.Context(), "evt_long", time.Minute)
		require.NoError(t, err)
		busy, err := store.Claim(t.Context(), "evt_long", time.Minute)
		require.NoError(t, err)
		require.Equal(t, webhook.Busy, busy.State)
		require.InDelta(t, time.Minute, busy.Wait, float64(30*time.Second))

		var expires int64
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT expires_at FROM "+d.Table+" WHERE id = 'evt_long'").Scan(&expires))
		require.InDelta(t, time.Now().Add(time.Minute).UnixMilli(), expires, 30_000, "the database and the test run on one machine")

		first, err := store.Claim(t.Context(), "evt_short", time.Millisecond)
		require.NoError(t, err)
		second := first
		for second.Token == first.Token || second.State != webhook.Claimed {
			second, err = store.Claim(t.Context(), "evt_short", time.Millisecond)
			require.NoError(t, err)
		}
		require.ErrorIs(t, store.Done(t.Context(), first), webhook.ErrClaimLost)
		require.NoError(t, store.Done(t.Context(), long))
	})
}

func TestManyCreateTheSchemaAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, err := d.open()
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		store, err := sqlstore.New(db, d.Dialect, sqlstore.WithTable(d.Table))
		require.NoError(t, err)
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = store.CreateSchema(t.Context()) })
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		_, err = db.ExecContext(t.Context(), store.Schema())
		require.NoError(t, err, "the text can be run as it is")
	})
}

func TestPrune(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		db, store := d.store(t, sqlstore.WithClock(func() time.Time { return now }))
		tx, err := db.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		for i := range 2500 {
			_, err := tx.ExecContext(t.Context(), fmt.Sprintf("INSERT INTO %s (consumer, id, token, done, expires_at) VALUES ('c%d', 'old_%d', 'x', 1, %d)", d.Table, i%2, i/2, now.UnixMilli()-int64(i)))
			require.NoError(t, err)
		}
		require.NoError(t, tx.Commit())
		live, err := store.Claim(t.Context(), "evt_live", 3*time.Hour)
		require.NoError(t, err)

		deleted, err := store.Prune(t.Context())
		require.NoError(t, err)
		require.Zero(t, deleted, "what has just expired is kept for an hour")
		now = now.Add(time.Hour)
		deleted, err = store.Prune(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 2500, deleted)
		require.NoError(t, store.Done(t.Context(), live))
		var rows int
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+d.Table).Scan(&rows))
		require.Equal(t, 1, rows)
	})
}

// The work of a handler and the mark are stored together or not at all.
func TestDoneTx(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, store := d.store(t)
		require.NoError(t, d.createEffects(t.Context(), db))
		claim, err := store.Claim(t.Context(), "evt_1", time.Minute)
		require.NoError(t, err)
		ctx := webhook.ContextWithClaim(t.Context(), claim)
		work := func(end func(*sql.Tx) error) {
			tx, err := db.BeginTx(ctx, nil)
			require.NoError(t, err)
			require.NoError(t, d.addEffect(ctx, tx, "evt_1", "here"))
			require.NoError(t, store.DoneTx(ctx, tx))
			require.NoError(t, end(tx))
		}
		work((*sql.Tx).Rollback)
		require.Empty(t, d.effects(t, db))
		again, err := store.Claim(t.Context(), "evt_1", time.Minute)
		require.NoError(t, err)
		require.Equal(t, webhook.Busy, again.State)

		work((*sql.Tx).Commit)
		require.Equal(t, map[string]string{"evt_1": "here"}, d.effects(t, db))
		again, err = store.Claim(t.Context(), "evt_1", time.Minute)
		require.NoError(t, err)
		require.Equal(t, webhook.AlreadyDone, again.State)
		require.NoError(t, store.Done(t.Context(), claim), "the handler's own mark comes after")
	})
}

func TestACancelledContextOnARealDatabase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		_, store := d.store(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := store.Prune(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, store.CreateSchema(ctx), context.Canceled)
	})
}
