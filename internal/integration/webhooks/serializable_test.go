package webhooks

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// If every transaction is serializable, PostgreSQL rolls back concurrent statements. The
// store repeats them, and each event is claimed once.
func TestSerializableTransactions(t *testing.T) {
	t.Parallel()
	d := databases(t)["PostgreSQL"]
	_, made := d.store(t)
	require.NotNil(t, made)
	d.DSN = serializable(d.DSN)
	db, err := d.open()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	var level string
	require.NoError(t, db.QueryRowContext(t.Context(), "SHOW transaction_isolation").Scan(&level))
	require.Equal(t, "serializable", level)
	store, err := sqlstore.New(db, d.Dialect, sqlstore.WithTable(d.Table))
	require.NoError(t, err)
	const workers, events = 8, 40
	errs := make([]error, workers)
	claims := make([]atomic.Int64, events)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() { errs[w] = claimAll(t.Context(), store, claims) })
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	for i := range claims {
		require.EqualValues(t, 1, claims[i].Load(), "event %d", i)
	}
}

func serializable(dsn string) string {
	const setting = "default_transaction_isolation=serializable"
	switch {
	case !strings.Contains(dsn, "://"):
		return dsn + " " + setting
	case strings.Contains(dsn, "?"):
		return dsn + "&" + setting
	}
	return dsn + "?" + setting
}

// claimAll claims every event until it is done.
func claimAll(ctx context.Context, store *sqlstore.Store, claims []atomic.Int64) error {
	for i := range claims {
		for {
			c, err := store.Claim(ctx, fmt.Sprintf("evt_%d", i), time.Minute)
			if err != nil {
				return err
			}
			if c.State == webhook.AlreadyDone {
				break
			}
			if c.State == webhook.Claimed {
				claims[i].Add(1)
				if err := store.Done(ctx, c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
