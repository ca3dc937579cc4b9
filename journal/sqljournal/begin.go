package sqljournal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/sqldialect"
	"github.com/stateset/stateset-go/journal"
)

// tries is the maximum number of executions of a statement after lost connections.
const tries = 3

func newToken() string { return rand.Text() }

// Begin implements journal.Store. A statement with an unknown result, because the
// connection was lost during the commit, is repeated. The repetition finds the row if it
// exists.
func (s *Store) Begin(ctx context.Context, e journal.Entry, lease time.Duration) (journal.Lease, error) {
	v, err := s.row(e)
	if err != nil {
		return journal.Lease{}, err
	}
	v["token"], v["lease"] = newToken(), lease.Milliseconds()
	l, unknown := journal.Lease{ID: e.ID}, false
	for range tries {
		err = sqldialect.Retry(ctx, func() error { return s.begin(ctx, v, &l) })
		if err == nil {
			return l, nil
		}
		if !isDefinite(err) {
			unknown = true
		} else if !sqldialect.IsConflict(err) && !errors.Is(err, driver.ErrBadConn) {
			break
		}
		if ctx.Err() != nil {
			break
		}
	}
	if unknown {
		return l, fmt.Errorf("%w: whether the entry is stored is unknown", s.failed("store an entry", err))
	}
	return l, fmt.Errorf("%w in %s of %s: %s%w", journal.ErrNotStored, s.table.Name, s.dialect, hint(err), err)
}

// waitTimeout is the error of a statement that timed out before it was executed.
type waitTimeout struct {
	what string // the cause of the wait; empty for an error that explains itself
	err  error
}

func (e *waitTimeout) Error() string {
	if e.what == "" {
		return e.err.Error()
	}
	return e.what + ": if this goroutine holds a transaction, end it before the call or use Client.Enqueue: " + e.err.Error()
}

func (e *waitTimeout) Unwrap() error { return e.err }

func (s *Store) begin(ctx context.Context, v values, l *journal.Lease) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return &waitTimeout{"no connection to the database in time", err}
		}
		return &waitTimeout{"", err}
	}
	defer func() { _ = conn.Close() }()
	var age int64
	err = conn.QueryRowContext(ctx, s.text.begin.query, s.text.begin.args(v)...).Scan(&l.Token, &age)
	if err != nil && s.waited(ctx, conn, l.ID, err) {
		return &waitTimeout{"another transaction holds the write lock", err}
	}
	l.KeyAge = max(time.Duration(age)*time.Millisecond, 0)
	return err
}

// waited reports whether the statement timed out while waiting for SQLite's write lock. A
// driver then reports the end of the context. The statement has ended, so a row that does
// not exist now will not appear later.
func (s *Store) waited(ctx context.Context, conn *sql.Conn, id string, err error) bool {
	if s.dialect != SQLite || ctx.Err() == nil {
		return isLocked(err)
	}
	looking, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_, err = s.stateOf(looking, conn, id)
	return errors.Is(err, sql.ErrNoRows)
}

// Enqueue implements journal.Store.
func (s *Store) Enqueue(ctx context.Context, tx journal.Tx, e journal.Entry) error {
	if t, ok := tx.(*sql.Tx); tx == nil || ok && t == nil {
		return fmt.Errorf("%w: the transaction is nil", journal.ErrNotStored)
	}
	v, err := s.row(e)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, s.text.enqueue.query, s.text.enqueue.args(v)...)
	return s.failed("store an entry", err)
}

// isDefinite reports whether the error promises that the statement had no effect.
func isDefinite(err error) bool {
	if _, ok := errors.AsType[*waitTimeout](err); ok || errors.Is(err, driver.ErrBadConn) {
		return true
	}
	if coded := (interface{ SQLState() string })(nil); errors.As(err, &coded) {
		class := coded.SQLState()[:min(2, len(coded.SQLState()))]
		return class != "08" && class != "57" // the connection was closed, or the server shut down
	}
	return isLocked(err) || sqldialect.NoTable(err) || strings.Contains(err.Error(), "constraint failed") || strings.Contains(err.Error(), "readonly")
}

// isLocked reports whether a statement timed out while waiting for SQLite's write lock.
func isLocked(err error) bool {
	return strings.Contains(err.Error(), "database is locked") || strings.Contains(err.Error(), "database table is locked")
}
