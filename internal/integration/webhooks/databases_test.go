package webhooks

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// database holds the data that a process needs to share a store.
type database struct {
	Driver  string
	DSN     string
	Dialect sqlstore.Dialect
	Table   string
}

var tables atomic.Int64

// databases returns a store per database, each with its own table.
func databases(t *testing.T) map[string]database {
	t.Helper()
	table := fmt.Sprintf("events_%d", tables.Add(1))
	file := filepath.Join(t.TempDir(), "webhooks.db")
	return map[string]database{
		"PostgreSQL": {"pgx", postgresDSN, sqlstore.PostgreSQL, table},
		"SQLite":     {"sqlite", "file:" + file + "?_txlock=immediate&_pragma=busy_timeout(20000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)", sqlstore.SQLite, table},
	}
}

// each runs a test with each database.
func each(t *testing.T, test func(t *testing.T, d database)) {
	t.Helper()
	for name, d := range databases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, d)
		})
	}
}

func (d database) open() (*sql.DB, error) {
	db, err := sql.Open(d.Driver, d.DSN)
	if err == nil {
		db.SetMaxOpenConns(8)
	}
	return db, err
}

// store opens the store for a test, and creates its tables.
func (d database) store(t *testing.T, opts ...sqlstore.Option) (*sql.DB, *sqlstore.Store) {
	t.Helper()
	db, err := d.open()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	store, err := sqlstore.New(db, d.Dialect, append([]sqlstore.Option{sqlstore.WithTable(d.Table)}, opts...)...)
	require.NoError(t, err)
	require.NoError(t, store.CreateSchema(t.Context()))
	return db, store
}

// The table of effects has no constraints, so a repeated effect has two rows.

func (d database) createEffects(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "CREATE TABLE "+d.Table+"_effects (event VARCHAR(255) NOT NULL, process VARCHAR(255) NOT NULL)")
	return err
}

type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func (d database) addEffect(ctx context.Context, db execer, event, process string) error {
	query := "INSERT INTO " + d.Table + "_effects (event, process) VALUES ($1, $2)"
	_, err := db.ExecContext(ctx, query, event, process)
	return err
}

// effects returns the processes that handled each event, "a b" for twice.
func (d database) effects(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT event, process FROM "+d.Table+"_effects ORDER BY event, process")
	require.NoError(t, err)
	defer rows.Close()
	effects := map[string]string{}
	for rows.Next() {
		var event, process string
		require.NoError(t, rows.Scan(&event, &process))
		effects[event] = strings.TrimSpace(effects[event] + " " + process)
	}
	require.NoError(t, rows.Err())
	return effects
}
