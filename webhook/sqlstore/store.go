package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stateset/stateset-go/internal/sqldialect"
	"github.com/stateset/stateset-go/webhook"
)

// DefaultTable is the default table of a store.
const DefaultTable = "stateset_webhook_events"

const (
	maxID = 255 // bytes, the size of the column in MySQL

	// claimTries is the maximum number of attempts to claim a row that is busy but no
	// longer exists when it is read, because it was released in between.
	claimTries = 5
)

// Store is a webhook.Store in a database. It is safe for concurrent use by any number of
// goroutines and processes.
//
// All stores with the same table and consumer share the events: one handler receives each
// event. This is correct for the processes of one service. Receivers that each need every
// event, such as mail and accounting, need different names, see [WithConsumer]. Otherwise
// each receiver misses events, although every delivery succeeds.
type Store struct {
	db       *sql.DB
	dialect  Dialect
	table    string
	consumer *string // nil means the consumer without a name
	remember time.Duration
	now      func() time.Time // nil means the clock of the database
	text     *statements
}

// Option configures a [Store].
type Option func(*Store)

// WithTable sets the table. Default: [DefaultTable]. A name consists of letters, digits
// and underscores. A schema may precede it, "billing.webhooks". Receivers that share a
// table share its events unless they have different consumers, see [WithConsumer].
func WithTable(name string) Option { return func(s *Store) { s.table = name } }

// WithConsumer sets the name of the consumer: a service, or one of its routes if several
// have different work. Each consumer of a table handles every event once. Processes of
// one service use the same name. Default: all stores of a table are one consumer. A name
// consists of at most 64 letters, digits, "_", "-" and ".". Do not change the name of a
// running service: a new consumer has not handled any event yet.
func WithConsumer(name string) Option { return func(s *Store) { s.consumer = &name } }

// WithRemember sets how long a handled event is remembered. Default:
// webhook.DefaultRemember, a week.
func WithRemember(d time.Duration) Option { return func(s *Store) { s.remember = d } }

// WithClock sets the clock, for tests. Default: the clock of the database. All processes
// that share the table must have the same time.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// New returns a store in a database. It executes no statement, see [Store.CreateSchema].
// The caller closes the database.
func New(db *sql.DB, dialect Dialect, opts ...Option) (*Store, error) {
	s := &Store{db: db, dialect: dialect, table: DefaultTable, remember: webhook.DefaultRemember}
	for _, opt := range opts {
		if opt != nil {
			opt(s)
		}
	}
	switch {
	case db == nil:
		return nil, errors.New("stateset: webhook store: the database is nil")
	case dialect < PostgreSQL || dialect > MySQL:
		return nil, fmt.Errorf("stateset: webhook store: %s is unknown: must be PostgreSQL, SQLite or MySQL", dialect)
	case s.remember < time.Millisecond:
		return nil, fmt.Errorf("stateset: webhook store: remember must be at least 1ms, got %s", s.remember)
	}
	if err := dialect.checkTable(s.table); err != nil {
		return nil, err
	}
	if s.consumer == nil {
		s.consumer = new("")
	} else if err := checkConsumer(*s.consumer); err != nil {
		return nil, err
	}
	s.text = newStatements(dialect, s.table)
	return s, nil
}

// Claim implements webhook.Store. A single statement decides, so only one of several
// concurrent claims succeeds.
func (s *Store) Claim(ctx context.Context, eventID string, lease time.Duration) (webhook.Claim, error) {
	switch {
	case eventID == "" || len(eventID) > maxID:
		return webhook.Claim{}, fmt.Errorf("stateset: the id of the event to claim has %d bytes: must have 1 to %d", len(eventID), maxID)
	case !utf8.ValidString(eventID) || strings.ContainsRune(eventID, 0):
		return webhook.Claim{}, errors.New("stateset: the id of the event to claim has a NUL or is not UTF-8")
	case lease < time.Millisecond:
		return webhook.Claim{}, fmt.Errorf("stateset: the lease of a claim must be at least 1ms, got %s", lease)
	}
	c := webhook.Claim{EventID: eventID, Token: rand.Text()}
	var got webhook.Claim
	err := sqldialect.Retry(ctx, func() (err error) {
		got, err = s.claim(ctx, c, lease)
		return err
	})
	return got, err
}

// claim may be repeated with the same token. A repetition recognizes its own claim.
func (s *Store) claim(ctx context.Context, c webhook.Claim, lease time.Duration) (webhook.Claim, error) {
	for range claimTries {
		if _, err := s.db.ExecContext(ctx, s.text.claim, s.claimArgs(c, lease)...); err != nil {
			return webhook.Claim{}, s.failed("claim the event", err)
		}
		held, err := s.look(ctx, s.db, c.EventID)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			continue
		case err != nil:
			return webhook.Claim{}, s.failed("claim the event", err)
		case held.token == c.Token:
			c.State = webhook.Claimed
			return c, nil
		case held.done:
			return webhook.Claim{EventID: c.EventID, State: webhook.AlreadyDone}, nil
		}
		return webhook.Claim{EventID: c.EventID, State: webhook.Busy, Wait: max(held.left, 0)}, nil
	}
	return webhook.Claim{EventID: c.EventID, State: webhook.Busy}, nil
}

func (s *Store) claimArgs(c webhook.Claim, lease time.Duration) []any {
	now, ms := s.time(), lease.Milliseconds()
	args := []any{*s.consumer, c.EventID, c.Token, now, ms, now}
	if s.dialect == MySQL {
		args = append(args, c.Token, now, now, now, ms)
	}
	return args
}

// row is the row of an event.
type row struct {
	token string
	done  bool
	left  time.Duration // the time until it expires
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// look reads the row of an event. The token, and not the number of changed rows,
// identifies the owner. Drivers count rows differently, and database/sql may send a
// statement twice.
func (s *Store) look(ctx context.Context, db querier, eventID string) (row, error) {
	var r row
	var left int64
	err := db.QueryRowContext(ctx, s.text.look, s.time(), *s.consumer, eventID).Scan(&r.token, &r.done, &left)
	r.left = time.Duration(left) * time.Millisecond
	return r, err
}

// Done implements webhook.Store.
func (s *Store) Done(ctx context.Context, c webhook.Claim) error {
	return sqldialect.Retry(ctx, func() error { return s.markDone(ctx, s.db, c) })
}

// DoneTx marks the event as handled in a transaction of the caller. Call it in a handler
// with the handler's context, then commit. It returns webhook.ErrClaimLost if another
// delivery has claimed the event: roll back, because the other delivery does the work.
// DoneTx is not retried after a serialization failure. Roll back and repeat the
// transaction, or return the error, and the event is sent again.
func (s *Store) DoneTx(ctx context.Context, tx *sql.Tx) error {
	c, ok := webhook.ClaimOf(ctx)
	if !ok {
		return errors.New("stateset: the context has no claim: pass the context of the event's handler to DoneTx")
	}
	return s.markDone(ctx, tx, c)
}

type execer interface {
	querier
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func (s *Store) markDone(ctx context.Context, db execer, c webhook.Claim) error {
	result, err := db.ExecContext(ctx, s.text.done, s.time(), s.remember.Milliseconds(), *s.consumer, c.EventID, c.Token)
	if err != nil {
		return s.failed("mark the event as done", err)
	}
	if n, err := result.RowsAffected(); err == nil && n > 0 {
		return nil
	}
	held, err := s.look(ctx, db, c.EventID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return webhook.ErrClaimLost
	case err != nil:
		return s.failed("mark the event as done", err)
	case held.token != c.Token || !held.done:
		return webhook.ErrClaimLost
	}
	return nil // already marked
}

// Release implements webhook.Store.
func (s *Store) Release(ctx context.Context, c webhook.Claim) error {
	return sqldialect.Retry(ctx, func() error { return s.release(ctx, c) })
}

func (s *Store) release(ctx context.Context, c webhook.Claim) error {
	result, err := s.db.ExecContext(ctx, s.text.release, *s.consumer, c.EventID, c.Token)
	if err != nil {
		return s.failed("give the claim back", err)
	}
	n, err := result.RowsAffected()
	switch {
	case err != nil:
		return s.failed("give the claim back", err)
	case n == 0:
		return webhook.ErrClaimLost
	}
	return nil
}

// time returns the parameter for the time: NULL for the database's clock.
func (s *Store) time() any {
	if s.now == nil {
		return nil
	}
	return s.now().UnixMilli()
}

func (s *Store) failed(what string, err error) error {
	hint := ""
	if sqldialect.NoTable(err) {
		hint = "was Store.CreateSchema called? "
	}
	return fmt.Errorf("stateset: webhook store cannot %s in %s of %s: %s%w", what, s.table, s.dialect, hint, err)
}
