package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	_ "modernc.org/sqlite"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/payments"
)

// shop stores its orders and the journal of the client in one database.
type shop struct {
	db     *sql.DB
	client *stateset.Client
	die    string
}

// The timeout and the margin are short, so that leases expire soon and the demonstration
// is fast. Use the defaults in production.
const (
	timeout = time.Second
	margin  = 100 * time.Millisecond
)

func openShop(ctx context.Context, file, url, die string) (*shop, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)")
	if err != nil {
		return nil, err
	}
	s := &shop{db: db, die: die}
	_, err = db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY, payment TEXT NOT NULL DEFAULT '')`)
	if err == nil {
		err = s.connect(ctx, url)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *shop) close() { _ = s.db.Close() }

// dieIf kills the process if the -die flag names this point.
func (s *shop) dieIf(point string) {
	if s.die != point {
		return
	}
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill()
	}
	select {} // until the signal arrives
}

// take stores an order and its payment in one transaction. Then it sends the payment.
func (s *shop) take(ctx context.Context, out io.Writer, number int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders (number) VALUES (?)", number); err != nil {
		return err
	}
	_, err = s.client.Enqueue(tx).Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.SSUSD("25.00"), Recipient: "stateset1merchantaddress123",
		Metadata: map[string]string{"order": strconv.Itoa(number)},
	})
	queued, ok := errors.AsType[*journal.QueuedError](err)
	if !ok {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	fmt.Fprintf(out, "Order %d is stored together with its payment.\n", number)
	s.dieIf("unsent")
	response, err := s.client.Send(ctx, queued.Entry)
	if err != nil {
		return err
	}
	var payment payments.Payment
	if err := response.Decode(&payment); err != nil {
		return err
	}
	return s.paid(ctx, out, &payment)
}

// recover finishes the payments of processes that were killed.
func (s *shop) recover(ctx context.Context, out io.Writer) error {
	report, err := s.client.Recover(ctx, journal.OnSuccess("Payments.Create", func(ctx context.Context, _ journal.Entry, p *payments.Payment) error {
		return s.paid(ctx, out, p)
	}))
	fmt.Fprintf(out, "Result of the recovery: %s.\n", report)
	return err
}

// paid marks an order as paid. A repeated call for the same payment changes nothing.
func (s *shop) paid(ctx context.Context, out io.Writer, p *payments.Payment) error {
	order := p.Metadata["order"]
	_, err := s.db.ExecContext(ctx, "UPDATE orders SET payment = ? WHERE number = ?", p.ID, order)
	if err == nil {
		fmt.Fprintf(out, "Order %s is paid: the supplier gets %s.\n", order, p.Amount)
	}
	return err
}
