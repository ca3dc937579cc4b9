package sqlstore_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// This file implements a database that returns scripted replies and records statements.

// reply is the reply to one statement.
type reply struct {
	affected int64
	rows     [][]driver.Value // of token, done, left
	err      error            // returned instead of rows
	countErr error            // returned instead of the number of rows
}

type call struct {
	query string
	args  []any
}

type script struct {
	mu      sync.Mutex
	replies []reply
	calls   []call
	after   func() // called after each statement
}

// database opens a database with the script, and checks at the end that every reply was
// used.
func database(t *testing.T, replies ...reply) (*sql.DB, *script) {
	t.Helper()
	s := &script{replies: replies}
	db := sql.OpenDB(s)
	t.Cleanup(func() {
		require.NoError(t, db.Close())
		require.Empty(t, s.replies, "statements that were not sent")
	})
	return db, s
}

// queries returns the executed statements.
func (s *script) queries() []string {
	var queries []string
	for _, c := range s.calls {
		queries = append(queries, c.query)
	}
	return queries
}

func (s *script) next(query string, args []driver.NamedValue) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.after != nil {
		defer s.after()
	}
	c := call{query: query}
	for _, a := range args {
		c.args = append(c.args, a.Value)
	}
	s.calls = append(s.calls, c)
	if len(s.replies) == 0 {
		return reply{err: errors.New("the script has ended at " + query)}
	}
	r := s.replies[0]
	s.replies = s.replies[1:]
	return r
}

func (s *script) Connect(context.Context) (driver.Conn, error) { return &conn{s}, nil }
func (s *script) Driver() driver.Driver                        { return nil }

type conn struct{ *script }

func (c *conn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("nothing is prepared") }
func (c *conn) Close() error                        { return nil }
func (c *conn) Begin() (driver.Tx, error)           { return tx{c}, c.next("BEGIN", nil).err }

func (c *conn) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	r := c.next(query, args)
	return result(r), r.err
}

func (c *conn) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	r := c.next(query, args)
	return &rows{r.rows}, r.err
}

type tx struct{ *conn }

func (t tx) Commit() error   { return t.next("COMMIT", nil).err }
func (t tx) Rollback() error { return t.next("ROLLBACK", nil).err }

type result reply

func (r result) LastInsertId() (int64, error) { return 0, errors.New("no") }
func (r result) RowsAffected() (int64, error) { return r.affected, r.countErr }

type rows struct{ left [][]driver.Value }

func (r *rows) Columns() []string { return strings.Split("token done left", " ") }
func (r *rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if len(r.left) == 0 {
		return io.EOF
	}
	copy(dest, r.left[0])
	r.left = r.left[1:]
	return nil
}
