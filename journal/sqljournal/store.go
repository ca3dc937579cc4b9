package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/internal/sqldialect"
	"github.com/stateset/stateset-go/journal"
)

// DefaultTable is the default table of a store.
const DefaultTable = "stateset_journal"

// Dialect is the kind of a database.
type Dialect int

// The dialects. The zero value is invalid.
const (
	PostgreSQL = Dialect(sqldialect.PostgreSQL)
	SQLite     = Dialect(sqldialect.SQLite)
)

// String returns the name of the dialect.
func (d Dialect) String() string {
	if d == PostgreSQL || d == SQLite {
		return sqldialect.Dialect(d).String()
	}
	return "Dialect(" + strconv.Itoa(int(d)) + ")"
}

// Store is a journal.Store in a database. It is safe for concurrent use by any number of
// goroutines and processes.
type Store struct {
	db      *sql.DB
	dialect Dialect
	table   *sqldialect.Table
	now     func() time.Time // nil means the clock of the database
	text    *statements
}

// Option configures a [Store].
type Option func(*Store)

// WithTable sets the table. Default: [DefaultTable]. A name consists of letters, digits
// and underscores. In PostgreSQL a schema may precede it, "billing.journal".
func WithTable(name string) Option { return func(s *Store) { s.table.Name = name } }

// WithClock sets the clock, for tests. Default: the clock of the database. All processes
// that share the table must have the same time.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// New returns a store in a database. It executes no statement, see [Store.CreateSchema].
// The caller closes the database.
func New(db *sql.DB, dialect Dialect, opts ...Option) (*Store, error) {
	d := sqldialect.Dialect(dialect)
	s := &Store{db: db, dialect: dialect, table: &sqldialect.Table{Dialect: d, Name: DefaultTable, Columns: requiredColumns, Key: []string{"id"}}}
	for _, opt := range opts {
		if opt != nil {
			opt(s)
		}
	}
	switch {
	case db == nil:
		return nil, errors.New("stateset: sqljournal: the database is nil")
	case dialect != PostgreSQL && dialect != SQLite:
		return nil, fmt.Errorf("stateset: sqljournal: %s is unknown: must be PostgreSQL or SQLite", dialect)
	case !d.GoodTable(s.table.Name):
		return nil, fmt.Errorf("stateset: sqljournal: table %.64q: must have letters, digits and underscores, %d at most, a digit not first; a schema before it only in PostgreSQL", s.table.Name, sqldialect.MaxTable)
	}
	s.text = newStatements(d, s.table)
	s.table.Create = s.text.create
	return s, nil
}

// Schema returns the SQL that [Store.CreateSchema] executes, for migrations. It can be
// executed any number of times.
func (s *Store) Schema() string { return s.table.SQL() }

// CreateSchema creates the table and its indices if they are missing. For an existing
// table it reports every difference: columns, their types, and unique keys. Any number of
// processes may call it concurrently, each time they start.
func (s *Store) CreateSchema(ctx context.Context) error {
	return s.failed("create its table", s.table.CreateIn(ctx, s.db))
}

// Claim implements journal.Store.
func (s *Store) Claim(ctx context.Context, f journal.Filter, limit int, lease time.Duration) ([]journal.Claimed, error) {
	v := values{"now": s.time(), "scope": f.Scope, "live": number(f.Live), "host": f.Hosts[0], "host2": f.Hosts[1], "after": f.After,
		"id": f.ID, "limit": limit, "lease": lease.Milliseconds(), "token": newToken()}
	var claimed []journal.Claimed
	err := sqldialect.Retry(ctx, func() (err error) {
		claimed, err = s.claim(ctx, v)
		return err
	})
	return claimed, s.failed("claim an entry", err)
}

// Extend implements journal.Store.
func (s *Store) Extend(ctx context.Context, l journal.Lease, lease time.Duration) error {
	n, err := s.update(ctx, s.text.extend, values{"now": s.time(), "id": l.ID, "token": held(l), "lease": lease.Milliseconds()})
	if err == nil && n == 0 {
		return journal.ErrLeaseLost
	}
	return s.failed("extend a lease", err)
}

// held returns the token of a lease. A row without a lease has an empty token, which must
// not match.
func held(l journal.Lease) string {
	if l.Token == "" {
		return "none"
	}
	return l.Token
}

// Settle implements journal.Store.
func (s *Store) Settle(ctx context.Context, to journal.Settlement) error {
	text := s.text.reopen
	switch {
	case to.State.Final():
		text = s.text.final
	case !to.State.Open():
		text = s.text.end
	}
	n, err := s.update(ctx, text, values{"now": s.time(), "id": to.Lease.ID, "token": held(to.Lease), "state": string(to.State),
		"status": to.Status, "request_id": printable(to.RequestID), "note": printable(to.Note)})
	if err == nil && n == 0 {
		return s.unsettled(ctx, to)
	}
	return s.failed("settle an entry", err)
}

// unsettled returns the reason why no row was changed.
func (s *Store) unsettled(ctx context.Context, to journal.Settlement) error {
	state, err := s.stateOf(ctx, s.db, to.Lease.ID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return journal.ErrNotFound
	case err != nil:
		return s.failed("settle an entry", err)
	case state.Final(), state == to.State && state != journal.Sending: // a repetition of this call
		return nil
	}
	return journal.ErrLeaseLost
}

// stateOf returns the state of an entry, or sql.ErrNoRows.
func (s *Store) stateOf(ctx context.Context, db querier, id string) (state journal.State, err error) {
	err = db.QueryRowContext(ctx, s.text.state.query, id).Scan(&state)
	return state, err
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Get implements journal.Store.
func (s *Store) Get(ctx context.Context, scope, id string) (journal.Entry, error) {
	var e journal.Entry
	v := values{"now": s.time(), "id": id, "scope": scope}
	err := s.db.QueryRowContext(ctx, s.text.get.query, s.text.get.args(v)...).Scan(row(&e, new(string))...)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Entry{}, journal.ErrNotFound
	}
	return e, s.failed("read an entry", err)
}

// pruneBatch is the maximum number of rows that one statement deletes.
const pruneBatch = 1000

// Prune implements journal.Store. It deletes a thousand rows at a time. If the context
// ends, the deleted rows stay deleted.
func (s *Store) Prune(ctx context.Context, age time.Duration) (int64, error) {
	var deleted int64
	for {
		n, err := s.update(ctx, s.text.prune, values{"now": s.time(), "age": max(age, journal.MinPruneAge).Milliseconds(), "limit": pruneBatch})
		deleted += n
		if err != nil || n < pruneBatch {
			return deleted, s.failed("delete settled entries", err)
		}
	}
}

// update executes a statement that may be repeated, also after a lost connection.
func (s *Store) update(ctx context.Context, text *statement, v values) (n int64, err error) {
	for range tries {
		err = sqldialect.Retry(ctx, func() error {
			result, err := s.db.ExecContext(ctx, text.query, text.args(v)...)
			if err != nil {
				return err
			}
			n, err = result.RowsAffected()
			return err
		})
		if err == nil || ctx.Err() != nil || isDefinite(err) {
			break
		}
	}
	return n, err
}

// time returns the parameter for the time: NULL for the database's clock.
func (s *Store) time() any {
	if s.now == nil {
		return nil
	}
	return s.now().UnixMilli()
}

// failed adds the table to an error.
func (s *Store) failed(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("stateset: sqljournal cannot %s in %s of %s: %s%w", what, s.table.Name, s.dialect, hint(err), err)
}

// hint returns advice for a known error, or "".
func hint(err error) string {
	if sqldialect.NoTable(err) {
		return "was Store.CreateSchema called? "
	}
	return ""
}
