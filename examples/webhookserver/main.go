// Command webhookserver receives webhooks for a shop. It verifies each delivery and books
// each successful payment once, even if the event is delivered several times or to several
// processes. The books are in SQLite. For PostgreSQL or MySQL, change the driver and the
// dialect.
//
//	cd examples/webhookserver
//	go run .        # demonstration: a mock server delivers one event three times
//	WEBHOOK_SECRET=whsec_… go run . -addr :8080 -db shop.db
//
// During the rotation of a secret, set WEBHOOK_SECRET to both secrets, the new one first,
// separated by a comma. The program is a module of its own, so that the SDK does not
// require a database driver.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Getenv("WEBHOOK_SECRET"), os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, secret string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("webhookserver", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "address to listen on")
	file := flags.String("db", "shop.db", "SQLite `file` of the books")
	demo := flags.Bool("demo", secret == "", "run the demonstration with a mock server and exit; default without WEBHOOK_SECRET")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *demo {
		return demonstrate(ctx, stdout)
	}
	logger := slog.New(slog.NewTextHandler(stderr, nil))
	s, err := openShop(ctx, "file:"+*file, logger)
	if err != nil {
		return err
	}
	defer s.close()
	secrets := strings.Split(secret, ",")
	webhooks, err := s.webhooks(secrets[0], secrets[1:]...)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "receiving webhooks at http://%s/webhooks\n", listener.Addr())
	return serve(ctx, listener, s.routes(webhooks), s.prune)
}

// serve serves requests until the context ends. Then it waits up to 15 seconds for the
// requests in progress. Their contexts do not end with ctx.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, background func(context.Context)) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	served, pruned := make(chan error, 1), make(chan struct{})
	ctx, cancel := context.WithCancel(ctx)
	go func() { served <- server.Serve(listener) }()
	go func() {
		defer close(pruned)
		background(ctx)
	}()
	defer func() { cancel(); <-pruned }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	last, done := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer done()
	err := server.Shutdown(last)
	if failed := <-served; !errors.Is(failed, http.ErrServerClosed) {
		return errors.Join(err, failed)
	}
	return err
}
