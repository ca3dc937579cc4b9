package main

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"strings"
	"time"

	_ "modernc.org/sqlite"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// shop stores its books and the IDs of handled events in one database.
type shop struct {
	db     *sql.DB
	store  *sqlstore.Store
	logger *slog.Logger
}

const books = `CREATE TABLE IF NOT EXISTS payments (id TEXT NOT NULL, order_id TEXT NOT NULL, amount TEXT NOT NULL)`

// openShop opens the SQLite database of the DSN and creates missing tables.
func openShop(ctx context.Context, dsn string, logger *slog.Logger) (*shop, error) {
	// Writers in several processes wait for each other. Readers do not wait.
	separator := "?"
	if strings.Contains(dsn, "?") {
		separator = "&"
	}
	db, err := sql.Open("sqlite", dsn+separator+"_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)")
	if err != nil {
		return nil, err
	}
	s := &shop{db: db, logger: logger}
	if s.store, err = sqlstore.New(db, sqlstore.SQLite); err == nil {
		err = s.store.CreateSchema(ctx)
	}
	if err == nil {
		_, err = db.ExecContext(ctx, books)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *shop) close() { _ = s.db.Close() }

// webhooks returns a handler that accepts deliveries signed with one of the secrets. It
// requires timestamped signatures, the default of endpoints. For an endpoint with the raw
// scheme also pass webhook.AcceptRaw().
func (s *shop) webhooks(secret string, previous ...string) (http.Handler, error) {
	verifier, err := webhook.NewVerifier(secret, webhook.PreviousSecrets(previous...))
	if err != nil {
		return nil, err
	}
	events := webhook.NewMux()
	webhook.On(events, webhook.PaymentSucceeded, s.paid)
	return verifier.Handler(events, webhook.WithStore(s.store), webhook.WithLogger(s.logger)), nil
}

// routes returns the routes of the server.
func (s *shop) routes(webhooks http.Handler) http.Handler {
	routes := http.NewServeMux()
	routes.Handle("/webhooks", webhooks)
	routes.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.db.PingContext(r.Context()); err != nil {
			http.Error(w, "no database", http.StatusServiceUnavailable)
		}
	})
	return routes
}

// paid books a payment and marks its event as handled. Both happen in one transaction, so
// a crash cannot separate them.
func (s *shop) paid(ctx context.Context, e *webhook.Event, p *payments.Payment) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, "INSERT INTO payments (id, order_id, amount) VALUES (?, ?, ?)", p.ID, p.OrderID, p.Amount.String()); err != nil {
		return err
	}
	if err := s.store.DoneTx(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	s.logger.InfoContext(ctx, "payment booked", "event", e.ID, "payment", p.ID, "order", p.OrderID, "amount", p.Amount.String())
	return nil
}

// entry is one payment in the books.
type entry struct{ payment, order, amount string }

// entries returns the payments in the order in which they were booked.
func (s *shop) entries(ctx context.Context) ([]entry, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id, order_id, amount FROM payments ORDER BY rowid")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []entry
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.payment, &e.order, &e.amount); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

// prune deletes, every hour, the IDs of events that are too old to be delivered again.
func (s *shop) prune(ctx context.Context) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hourly.C:
			if _, err := s.store.Prune(ctx); err != nil {
				s.logger.WarnContext(ctx, "pruning of old events failed", "error", err)
			}
		}
	}
}
