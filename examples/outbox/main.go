// Command outbox takes orders and pays suppliers, and loses no payment when it is killed.
// Each order and its payment are stored in one transaction of SQLite. A payment whose
// process died is sent by the next one, with the same idempotency key.
//
//	cd examples/outbox
//	go run .        # shows it: two processes are killed, a third one recovers
//
// The program is a module of its own, so that the SDK needs no database driver.
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
	file := flags.String("db", "", "SQLite file of the shop; empty shows the program")
	url := flags.String("url", "", "address of the API")
	order := flags.Int("order", 0, "number of the order to take; 0 recovers what is open")
	die := flags.String("die", "", "kill this process: unsent or unread")
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

// connect returns a client whose writes are stored in the shop's database.
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

// killedUnread kills the process when the server has answered.
func (s *shop) killedUnread(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		response, err := next.RoundTrip(r)
		s.dieIf("unread")
		return response, err
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
