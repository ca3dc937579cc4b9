package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"github.com/stateset/stateset-go/internal/sqldialect"
	"github.com/stateset/stateset-go/webhook"
)

// Forget removes the mark of a handled event, so that its next delivery is handled again.
// Call it before Webhooks.ReplayEvent for an event whose work was wrong or was lost. An
// unknown event is not an error. While a delivery of the event is being handled, Forget
// returns webhook.ErrBusy and changes nothing.
func (s *Store) Forget(ctx context.Context, eventID string) error {
	return sqldialect.Retry(ctx, func() error { return s.forget(ctx, eventID) })
}

func (s *Store) forget(ctx context.Context, eventID string) error {
	for range claimTries {
		result, err := s.db.ExecContext(ctx, s.text.forget, *s.consumer, eventID, s.time())
		if err != nil {
			return s.failed("forget the event", err)
		}
		if n, err := result.RowsAffected(); err == nil && n > 0 {
			return nil
		}
		held, err := s.look(ctx, s.db, eventID)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return s.failed("forget the event", err)
		case !held.done && held.left > 0:
			return webhook.ErrBusy
		}
		// The event was handled, or its claim expired, between the two statements.
	}
	return webhook.ErrBusy
}
