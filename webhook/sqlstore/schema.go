package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"github.com/stateset/stateset-go/internal/sqldialect"
)

// requiredColumns are the columns that the statements use.
var requiredColumns = []sqldialect.Column{
	{Name: "consumer", Bytes: maxConsumer}, {Name: "id", Bytes: maxID}, {Name: "token", Bytes: 26},
	{Name: "done", Kind: sqldialect.Integer}, {Name: "expires_at", Kind: sqldialect.BigInt},
}

func (s *Store) schema() *sqldialect.Table {
	return &sqldialect.Table{Dialect: s.dialect.known(), Name: s.table, Create: s.text.create, Columns: requiredColumns, Key: []string{"consumer", "id"}}
}

// Schema returns the SQL that [Store.CreateSchema] runs, for programs with migrations. It
// can be run any number of times.
func (s *Store) Schema() string { return s.schema().SQL() }

// CreateSchema creates the table and its index where they are missing. If the table
// exists, CreateSchema verifies that it fits and reports every difference: columns, their
// types, and unique keys. Any number of processes may call it at the same time, each
// time they start.
func (s *Store) CreateSchema(ctx context.Context) error {
	if err := s.schema().CreateIn(ctx, s.db); err != nil {
		return s.failed("create its table", err)
	}
	return nil
}

const (
	pruneBatch = 1000

	// pruneGrace keeps what has expired a little longer, so that a handler which took
	// longer than its lease, and whom nobody followed, can still mark its event.
	pruneGrace = time.Hour
)

// Prune deletes the rows of all consumers that expired more than an hour ago, a thousand at
// a time, and returns their number. When the context ends, the rows that were deleted stay
// deleted.
func (s *Store) Prune(ctx context.Context) (int64, error) {
	var deleted int64
	for {
		var result sql.Result
		err := sqldialect.Retry(ctx, func() (err error) {
			result, err = s.db.ExecContext(ctx, s.text.prune, s.pruneArgs()...)
			return err
		})
		if err != nil {
			return deleted, s.failed("delete expired rows", err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return deleted, s.failed("delete expired rows", err)
		}
		deleted += n
		if n < pruneBatch {
			return deleted, nil
		}
	}
}

func (s *Store) pruneArgs() []any {
	args := []any{s.time(), pruneGrace.Milliseconds(), pruneBatch}
	if s.dialect != MySQL {
		args = append(args, args[:2]...)
	}
	return args
}
