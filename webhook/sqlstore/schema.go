package sqlstore

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// Schema returns the SQL that [Store.CreateSchema] runs, for programs with migrations. It
// can be run any number of times.
func (s *Store) Schema() string { return strings.Join(s.text.schema, ";\n\n") + ";\n" }

// CreateSchema creates the table and its index where they are missing. If the table
// exists, CreateSchema verifies that it fits and reports every difference: columns, their
// types, and unique keys. Any number of processes may call it at the same time, each
// time they start.
func (s *Store) CreateSchema(ctx context.Context) error {
	create := s.createAlone
	if s.text.lock != "" {
		create = s.createLocked
	}
	if err := retry(ctx, func() error { return create(ctx) }); err != nil {
		return s.failed("create its table", err)
	}
	return nil
}

// createAlone is for databases whose IF NOT EXISTS is good for any number of callers.
func (s *Store) createAlone(ctx context.Context) error {
	return s.createWith(ctx, s.db)
}

// createLocked is for the others: in a transaction, under a lock that ends with it.
func (s *Store) createLocked(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, s.text.lock); err != nil {
		return err
	}
	if err := s.createWith(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// createWith checks the table before it creates the index, which needs its columns.
func (s *Store) createWith(ctx context.Context, db schemaExecer) error {
	for i, statement := range s.text.schema {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
		if i > 0 {
			continue
		}
		if err := s.checkTable(ctx, db); err != nil {
			return err
		}
	}
	return nil
}

type schemaExecer interface {
	execer
	rowsQuerier
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
		err := retry(ctx, func() (err error) {
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
