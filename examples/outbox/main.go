// Command outbox takes orders and pays a supplier for each. No payment is lost or made
// twice when the program is killed. Each order and its payment are stored in one SQLite
// transaction. After a crash, the next process sends the payment with the same idempotency
// key.
//
//	cd examples/outbox
//	go run .        # demonstration: two processes are killed, a third one recovers
//
// The program is a module of its own, so that the SDK does not require a database driver.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/sqljournal"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("outbox", flag.ContinueOnError)
	file := flags.String("db", "", "SQLite `file` of the shop; default: run the demonstration")
	url := flags.String("url", "", "base `URL` of the API")
	order := flags.Int("order", 0, "`number` of the order to take; 0 recovers unfinished payments")
	die := flags.String("die", "", "`point` at which the process kills itself: unsent or unread")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *file == "" {
		return demonstrate(ctx, out)
	}
	s, err := openShop(ctx, *file, *url, *die)
	if err != nil {
		return err
	}
	defer s.close()
	if *order > 0 {
		return s.take(ctx, out, *order)
	}
	return s.recover(ctx, out)
}

// connect creates a client that records its writes in the database of the shop.
func (s *shop) connect(ctx context.Context, url string) error {
	store, err := sqljournal.New(s.db, sqljournal.SQLite)
	if err != nil {
		return err
	}
	if err := store.CreateSchema(ctx); err != nil {
		return err
	}
	s.client, err = stateset.New("sk_test_shop", stateset.WithBaseURL(url), stateset.WithMiddleware(s.killedUnread),
		stateset.WithJournal(store, "shop", journal.LeaseMargin(margin)), stateset.WithTimeout(timeout))
	return err
}

// killedUnread kills the process after the server has responded.
func (s *shop) killedUnread(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		response, err := next.RoundTrip(r)
		s.dieIf("unread")
		return response, err
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
