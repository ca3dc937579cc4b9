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

// Schema returns the SQL that [Store.CreateSchema] executes, for migrations. It can be
// executed any number of times.
func (s *Store) Schema() string { return s.schema().SQL() }

// CreateSchema creates the table and its index if they are missing. For an existing table
// it reports every difference: columns, their types, and unique keys. Any number of
// processes may call it concurrently, each time they start.
func (s *Store) CreateSchema(ctx context.Context) error {
	if err := s.schema().CreateIn(ctx, s.db); err != nil {
		return s.failed("create its table", err)
	}
	return nil
}

const (
	pruneBatch = 1000

	// pruneGrace keeps expired rows longer. A handler that exceeded its lease can then
	// still mark its event, if no other delivery claimed it.
	pruneGrace = time.Hour
)

// Prune deletes the rows of all consumers that expired more than an hour ago, a thousand
// at a time, and returns their number. If the context ends, the deleted rows stay
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
