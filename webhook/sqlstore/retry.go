package sqlstore

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

// retry repeats an operation that the database rolled back because of another one at the
// same time. It is not for statements in a transaction of the caller, who has to repeat
// the whole transaction.
func retry(ctx context.Context, operation func() error) error {
	for try := 1; ; try++ {
		err := operation()
		if err == nil || try == maxTries || !isConflict(err) {
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

// isConflict reports whether an error is a serialization failure or a deadlock. The
// statement had no effect then. PostgreSQL's drivers report it as SQLSTATE, MySQL's in
// the text.
func isConflict(err error) bool {
	if coded := (interface{ SQLState() string })(nil); errors.As(err, &coded) {
		return coded.SQLState() == "40001" || coded.SQLState() == "40P01"
	}
	return strings.Contains(err.Error(), "Error 1213 (40001)")
}
