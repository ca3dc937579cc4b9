package sqlstore_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// operations are the operations of the store, with the replies of the database.
func operations() map[string]struct {
	replies []reply
	run     func(context.Context, *sqlstore.Store) error
} {
	mine := webhook.Claim{EventID: "evt_1", State: webhook.Claimed, Token: "mine"}
	return map[string]struct {
		replies []reply
		run     func(context.Context, *sqlstore.Store) error
	}{
		"claim": {[]reply{{}, {rows: held("another's", 0, 5)}}, func(ctx context.Context, s *sqlstore.Store) error {
			c, err := s.Claim(ctx, "evt_1", time.Minute)
			if err == nil && c.State != webhook.Busy {
				panic(c.State)
			}
			return err
		}},
		"done":    {[]reply{{affected: 1}}, func(ctx context.Context, s *sqlstore.Store) error { return s.Done(ctx, mine) }},
		"release": {[]reply{{affected: 1}}, func(ctx context.Context, s *sqlstore.Store) error { return s.Release(ctx, mine) }},
		"forget":  {[]reply{{affected: 1}}, func(ctx context.Context, s *sqlstore.Store) error { return s.Forget(ctx, "evt_1") }},
		"prune":   {[]reply{{affected: 1}}, func(ctx context.Context, s *sqlstore.Store) error { _, err := s.Prune(ctx); return err }},
	}
}

// A statement that the database rolled back because of a concurrent one is repeated, at
// increasing intervals. Other errors are not retried.
func TestConflictsAreRetried(t *testing.T) {
	t.Parallel()
	for name, op := range operations() {
		for _, conflict := range []error{coded{"40001"}, coded{"40P01"}, mysqlDeadlock{}} {
			synctest.Test(t, func(t *testing.T) {
				store, s := newStore(t, sqlstore.PostgreSQL, append(slices.Repeat([]reply{{err: conflict}}, 9), op.replies...)...)
				begin := time.Now()
				require.NoError(t, op.run(t.Context(), store), name)
				require.Len(t, s.calls, 9+len(op.replies), name)
				require.Less(t, time.Since(begin), 600*time.Millisecond, name)
				require.Equal(t, s.calls[0], s.calls[8], "the same statement with the same token")
			})
		}
		for _, final := range []error{coded{"23505"}, coded{"40002"}, errGone} {
			store, _ := newStore(t, sqlstore.PostgreSQL, reply{err: final})
			require.ErrorIs(t, op.run(t.Context(), store), final, name)
		}
	}
}

// Retries end after ten attempts, and when the context ends.
func TestConflictsWithoutEnd(t *testing.T) {
	t.Parallel()
	for name, op := range operations() {
		synctest.Test(t, func(t *testing.T) {
			store, _ := newStore(t, sqlstore.PostgreSQL, slices.Repeat([]reply{{err: coded{"40001"}}}, 10)...)
			require.ErrorIs(t, op.run(t.Context(), store), coded{"40001"}, name)
		})
		ctx, cancel := context.WithCancel(t.Context())
		store, s := newStore(t, sqlstore.PostgreSQL, reply{err: coded{"40001"}})
		s.after = cancel
		err := op.run(ctx, store)
		require.ErrorIs(t, err, context.Canceled, name)
		require.ErrorIs(t, err, coded{"40001"}, name)
	}
}

// A claim that was stored, but not read because of a conflict, is repeated with the same
// token. The store then recognizes it.
func TestClaimKeepsItsToken(t *testing.T) {
	t.Parallel()
	store, s := newStore(t, sqlstore.PostgreSQL, reply{affected: 1}, reply{err: coded{"40001"}}, reply{}, reply{rows: held("another's", 0, 5)})
	_, err := store.Claim(t.Context(), "evt_1", time.Minute)
	require.NoError(t, err)
	require.Equal(t, s.calls[0], s.calls[2])
}

// In a transaction of the caller nothing is repeated.
func TestDoneTxIsNotRetried(t *testing.T) {
	t.Parallel()
	db, s := database(t, reply{}, reply{err: coded{"40001"}}, reply{})
	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
	require.NoError(t, err)
	tx, err := db.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	ctx := webhook.ContextWithClaim(t.Context(), webhook.Claim{EventID: "evt_1", Token: "mine"})
	require.ErrorIs(t, store.DoneTx(ctx, tx), coded{"40001"})
	require.NoError(t, tx.Rollback())
	require.Len(t, s.calls, 3)
}

// mysqlDeadlock has the text of the MySQL driver's error.
type mysqlDeadlock struct{}

func (mysqlDeadlock) Error() string {
	return "Error 1213 (40001): Deadlock found when trying to get lock; try restarting transaction"
}
