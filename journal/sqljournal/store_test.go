package sqljournal_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/sqljournal"
)

// The tests in internal/integration execute the statements in real databases.

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// script is a database that returns scripted replies and records statements.
type script struct {
	mu      sync.Mutex
	replies []reply
	queries []string
}

// reply is the reply to one statement: rows, a number of changed rows, or an error.
type reply struct {
	rows     [][]driver.Value
	affected int64
	err      error
}

func (s *script) next(query string, args []driver.NamedValue) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	var text strings.Builder
	text.WriteString(query + "\n")
	for _, a := range args {
		v := fmt.Sprintf("%T %v", a.Value, a.Value)
		if token, ok := a.Value.(string); ok && len(token) == 26 && strings.ToUpper(token) == token {
			v = "a token"
		}
		text.WriteString("  <- " + v + "\n")
	}
	s.queries = append(s.queries, text.String())
	if len(s.replies) == 0 {
		return reply{err: errors.New("the script has ended")}
	}
	r := s.replies[0]
	s.replies = s.replies[1:]
	return r
}

func (s *script) Connect(context.Context) (driver.Conn, error) { return conn{s}, nil }
func (s *script) Driver() driver.Driver                        { return nil }

type conn struct{ *script }

func (conn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("nothing is prepared") }
func (conn) Close() error                        { return nil }
func (conn) Begin() (driver.Tx, error)           { return tx{}, nil }

type tx struct{}

func (tx) Commit() error   { return nil }
func (tx) Rollback() error { return nil }

func (c conn) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	r := c.next(query, args)
	return driver.RowsAffected(r.affected), r.err
}

func (c conn) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	r := c.next(query, args)
	return &rows{r.rows}, r.err
}

type rows struct{ left [][]driver.Value }

func (r *rows) Columns() []string {
	if len(r.left) == 0 {
		return nil
	}
	return make([]string, len(r.left[0]))
}

func (r *rows) Close() error { return nil }

func (r *rows) Next(dest []driver.Value) error {
	if len(r.left) == 0 {
		return io.EOF
	}
	copy(dest, r.left[0])
	r.left = r.left[1:]
	return nil
}

func newStore(t *testing.T, d sqljournal.Dialect, replies ...reply) (*sqljournal.Store, *script, *sql.DB) {
	t.Helper()
	s := &script{replies: replies}
	db := sql.OpenDB(s)
	t.Cleanup(func() {
		require.NoError(t, db.Close())
		require.Empty(t, s.replies, "statements that were not sent")
	})
	store, err := sqljournal.New(db, d, nil)
	require.NoError(t, err)
	return store, s, db
}

var entry = journal.Entry{
	ID: "0f00000000000000000000000a", Version: 1, Scope: "shop", Live: true, Host: "https://api.stateset.com", Operation: "Payments.Create",
	Method: "POST", Template: "/v1/payments", Path: "/v1/payments", Account: "acct_1", Key: "key", Body: []byte("{}"),
}

// A golden file contains every statement of every dialect. go test -update writes it.
func TestStatements(t *testing.T) {
	t.Parallel()
	stored := []driver.Value{entry.ID, "shop", int64(1), "h", "", "key", "Payments.Create", []byte(`{"version":1}`), []byte("{}"),
		"sending", int64(0), int64(1), "token", int64(5), int64(-5), int64(0), "", ""}
	for _, d := range []sqljournal.Dialect{sqljournal.PostgreSQL, sqljournal.SQLite} {
		one := reply{affected: 1}
		store, s, db := newStore(t, d, reply{rows: [][]driver.Value{{"token", int64(7)}}}, one, reply{rows: [][]driver.Value{stored}},
			one, one, one, one, reply{rows: [][]driver.Value{stored}}, one)
		ctx := t.Context()
		l, err := store.Begin(ctx, entry, time.Minute)
		require.NoError(t, err)
		require.Equal(t, journal.Lease{ID: entry.ID, Token: "token", KeyAge: 7 * time.Millisecond}, l)
		tx, err := db.BeginTx(ctx, nil)
		require.NoError(t, err)
		require.NoError(t, store.Enqueue(ctx, tx, entry))
		require.NoError(t, tx.Commit())
		claimed, err := store.Claim(ctx, journal.Filter{Scope: "shop", Live: true, Hosts: [2]string{"a", "b"}, After: "c"}, 2, time.Minute)
		require.NoError(t, err)
		require.Equal(t, 5*time.Millisecond, claimed[0].Age)
		require.Zero(t, claimed[0].KeyAge, "a clock that was set back")
		require.NoError(t, store.Extend(ctx, l, time.Minute))
		for _, state := range []journal.State{journal.Succeeded, journal.Expired, journal.Queued} {
			require.NoError(t, store.Settle(ctx, journal.Settlement{Lease: l, State: state, Status: 201, RequestID: "req\xff\x00", Note: "n"}))
		}
		_, err = store.Get(ctx, "shop", entry.ID)
		require.NoError(t, err)
		_, err = store.Prune(ctx, 0)
		require.NoError(t, err)
		golden.Text(t, d.String()+".sql", store.Schema()+"\n"+strings.Join(s.queries, "\n"))
	}
}

// pgError is an error of PostgreSQL.
type pgError string

func (e pgError) Error() string    { return "pg error " + string(e) }
func (e pgError) SQLState() string { return string(e) }

func TestBeginWhoseResultIsUnknown(t *testing.T) {
	t.Parallel()
	lost, full, ended := reply{err: errors.New("connection reset")}, reply{err: pgError("53100")}, reply{err: pgError("57P01")}
	ok := reply{rows: [][]driver.Value{{"token", int64(0)}}}
	for name, test := range map[string]struct {
		replies []reply
		stored  bool
		unknown bool
	}{
		"lost, then stored":           {[]reply{lost, ok}, true, false},
		"a conflict, then stored":     {[]reply{{err: pgError("40001")}, ok}, true, false},
		"a bad connection":            {[]reply{{err: driver.ErrBadConn}, ok}, true, false},
		"lost always":                 {[]reply{lost, lost, lost}, false, true},
		"the server ends":             {[]reply{ended, ended, ended}, false, true},
		"no space":                    {[]reply{full}, false, false},
		"lost, then no space":         {[]reply{lost, full}, false, true},
		"locked":                      {[]reply{{err: errors.New("database is locked (5)")}}, false, false},
		"no table":                    {[]reply{{err: errors.New("no such table: x")}}, false, false},
		"bad connections, every time": {[]reply{{err: driver.ErrBadConn}, {err: driver.ErrBadConn}, {err: driver.ErrBadConn}}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, _, _ := newStore(t, sqljournal.PostgreSQL, test.replies...)
			l, err := store.Begin(t.Context(), entry, time.Minute)
			if test.stored {
				require.NoError(t, err)
				require.Equal(t, "token", l.Token)
				return
			}
			require.Error(t, err)
			require.Equal(t, test.unknown, !errors.Is(err, journal.ErrNotStored), err)
			require.Equal(t, test.unknown, strings.Contains(err.Error(), "whether the entry is stored is unknown"))
		})
	}
}

// For an unreachable server the error does not mention a transaction of the caller.
func TestBeginWithoutAServer(t *testing.T) {
	t.Parallel()
	db := sql.OpenDB(refusing{})
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	store, err := sqljournal.New(db, sqljournal.PostgreSQL)
	require.NoError(t, err)
	_, err = store.Begin(t.Context(), entry, time.Minute)
	require.EqualError(t, err, "stateset: journal: the entry is not stored in stateset_journal of PostgreSQL: connection refused")
	require.ErrorIs(t, err, journal.ErrNotStored)
}

type refusing struct{}

func (refusing) Connect(context.Context) (driver.Conn, error) {
	return nil, errors.New("connection refused")
}
func (refusing) Driver() driver.Driver { return nil }

func TestSettleIsRepeated(t *testing.T) {
	t.Parallel()
	lost := reply{err: errors.New("connection reset")}
	l := journal.Lease{ID: "a", Token: "t"}
	done := journal.Settlement{Lease: l, State: journal.Abandoned}
	state := func(s journal.State) reply { return reply{rows: [][]driver.Value{{string(s)}}} }
	for name, test := range map[string]struct {
		replies []reply
		want    error
	}{
		"lost once":                   {[]reply{lost, {affected: 1}}, nil},
		"lost after it was committed": {[]reply{lost, {}, state(journal.Abandoned)}, nil},
		"another has it":              {[]reply{{}, state(journal.Sending)}, journal.ErrLeaseLost},
		"another settled it":          {[]reply{{}, state(journal.Rejected)}, nil},
		"unknown":                     {[]reply{{}, {}}, journal.ErrNotFound},
		"lost always":                 {[]reply{lost, lost, lost}, lost.err},
		"no right":                    {[]reply{{err: pgError("42501")}}, pgError("42501")},
		"look fails":                  {[]reply{{}, lost}, lost.err},
	} {
		store, _, _ := newStore(t, sqljournal.SQLite, test.replies...)
		require.ErrorIs(t, store.Settle(t.Context(), done), test.want, name)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	db := sql.OpenDB(&script{})
	t.Cleanup(func() { _ = db.Close() })
	_, err := sqljournal.New(nil, sqljournal.SQLite)
	require.EqualError(t, err, "stateset: sqljournal: the database is nil")
	for _, d := range []sqljournal.Dialect{0, 3, -1} {
		_, err = sqljournal.New(db, d)
		require.ErrorContains(t, err, "is unknown: must be PostgreSQL or SQLite")
	}
	_, err = sqljournal.New(db, sqljournal.PostgreSQL, sqljournal.WithTable("billing.journal"))
	require.NoError(t, err)
	for _, name := range []string{"", "a b", "billing.journal", `a"`} {
		_, err = sqljournal.New(db, sqljournal.SQLite, sqljournal.WithTable(name))
		require.ErrorContains(t, err, "stateset: sqljournal: table ")
	}
	store, _, _ := newStore(t, sqljournal.SQLite)
	require.ErrorIs(t, store.Enqueue(t.Context(), (*sql.Tx)(nil), entry), journal.ErrNotStored)
}
