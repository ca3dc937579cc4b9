package journal

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/stateset/stateset-go/journal/sqljournal"
)

// database holds the data that a process needs to share a store.
type database struct {
	Driver  string
	DSN     string
	Dialect sqljournal.Dialect
	Table   string
}

var tables atomic.Int64

const sqliteOptions = "?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"

// databases returns a store per database, each with its own table.
func databases(t *testing.T) map[string]database {
	t.Helper()
	table := fmt.Sprintf("journal_%d", tables.Add(1))
	file := filepath.Join(t.TempDir(), "journal.db")
	return map[string]database{
		"PostgreSQL": {"pgx", postgresDSN, sqljournal.PostgreSQL, table},
		"SQLite":     {"sqlite", "file:" + file + sqliteOptions, sqljournal.SQLite, table},
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

// open opens the database with a pool of connections.
func (d database) open(connections int) (*sql.DB, error) {
	db, err := sql.Open(d.Driver, d.DSN)
	if err == nil {
		db.SetMaxOpenConns(connections)
	}
	return db, err
}

// store opens the store for a test, and creates its tables.
func (d database) store(t *testing.T, connections int, opts ...sqljournal.Option) (*sql.DB, *sqljournal.Store) {
	t.Helper()
	db, err := d.open(connections)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	store, err := sqljournal.New(db, d.Dialect, append([]sqljournal.Option{sqljournal.WithTable(d.Table)}, opts...)...)
	require.NoError(t, err)
	require.NoError(t, store.CreateSchema(t.Context()))
	return db, store
}
