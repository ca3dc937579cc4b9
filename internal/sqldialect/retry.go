package sqldialect

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"time"
)

const (
	maxTries  = 10
	firstWait = 2 * time.Millisecond // doubles, with full jitter
	maxWait   = 100 * time.Millisecond
)

// Retry repeats an operation that the database rolled back because of a concurrent one.
// Do not use it for statements in the caller's transaction: the caller must repeat the
// whole transaction.
func Retry(ctx context.Context, operation func() error) error {
	for try := 1; ; try++ {
		err := operation()
		if err == nil || try == maxTries || !IsConflict(err) {
			return err
		}
		wait := time.NewTimer(rand.N(min(firstWait<<(try-1), maxWait)))
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return errors.Join(ctx.Err(), err)
		}
	}
}

// IsConflict reports whether an error is a serialization failure or a deadlock. The
// statement had no effect. Drivers for PostgreSQL report it as SQLSTATE, drivers for
// MySQL in the text.
func IsConflict(err error) bool {
	if coded := (interface{ SQLState() string })(nil); errors.As(err, &coded) {
		return coded.SQLState() == "40001" || coded.SQLState() == "40P01"
	}
	return strings.Contains(err.Error(), "Error 1213 (40001)")
}

// NoTable reports whether the error means that the table does not exist. Each database
// has its own text. PostgreSQL's text may be translated, but it has a code.
func NoTable(err error) bool {
	if coded := (interface{ SQLState() string })(nil); errors.As(err, &coded) {
		return coded.SQLState() == "42P01"
	}
	text := err.Error()
	return strings.Contains(text, "no such table") || strings.Contains(text, "does not exist") || strings.Contains(text, "doesn't exist")
}
