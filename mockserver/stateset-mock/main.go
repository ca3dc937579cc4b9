// Command stateset-mock serves a mock of the StateSet Commerce Network API over
// HTTP, for programs in any language.
//
//	stateset-mock [flags]
//	stateset-mock command [flags]
//
// Run "stateset-mock -h" for the commands and for the flags of the server, and
// "stateset-mock command -h" for the flags and examples of a command. Every flag has an environment variable: -addr is
// STATESET_MOCK_ADDR. The flag takes precedence.
//
// When the server is ready, the program prints one line on standard output:
//
//	stateset-mock listening on http://127.0.0.1:8420
//
// With -webhook every account has that endpoint from its beginning, and each attempt of
// a delivery is in the log. The secret is that of -webhook-secret or of the environment
// variable STATESET_WEBHOOK_SECRET. Without both the program makes a secret, and prints
// it on a second line:
//
//	stateset-mock signs webhooks with whsec_…
//
// Keys are sk_test_ and any name: every name is an account with the same test data.
//
// Tests control the server by the calls below /_mock, in JSON. GET /_mock lists them. By
// default they are for this machine and require no key. With -control-token callers of
// every machine may use them with the token. With -control open everyone may.
//
// The subcommand healthcheck checks the server on this machine, for images without curl.
// Its exit status is 0 if the server is healthy, and 1 if it is not.
//
// The subcommand conformance checks any server against the contract of the API. Its exit
// status is 0 if all operations are the same, and 1 otherwise. The subcommand trigger
// sends one signed event to a receiver. Its exit status is 0 for a 2xx status, and 1
// otherwise.
//
// Logs go to standard error. SIGINT and SIGTERM end the server with status 0. A bad flag
// or variable ends every command with status 2, as does an unknown command. An address
// that cannot be used ends the server with status 1.
//
// At its end the server prints the faults that did not fire as often as they should. With
// -strict-faults the status is 3 then.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/gcpace"
	"github.com/stateset/stateset-go/mockserver"
)

const (
	defaultAddress = "127.0.0.1:8420"
	// graceTime is the maximum time for running requests after a signal.
	graceTime = 3 * time.Second
)

// Exit statuses.
const (
	exitOK       = 0
	exitFailed   = 1
	exitBadFlags = 2
	exitUnused   = 3 // with -strict-faults: a fault did not fire
)

func main() {
	gcpace.Start()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run completes the settings and serves.
func (s *settings) run(ctx context.Context, c *console) int {
	if err := s.complete(c.environment); err != nil {
		return c.fail(exitBadFlags, err)
	}
	return s.serve(ctx, c.stdout, c.stderr)
}

// serve runs the server until ctx ends.
func (s *settings) serve(ctx context.Context, stdout, stderr io.Writer) int {
	logger := s.log.logger(stderr)
	// Shutdown ends the server after a signal. The context of Start would cancel running
	// requests.
	srv, err := mockserver.Start(context.WithoutCancel(ctx), s.options(logger)...)
	if err != nil {
		fmt.Fprintf(stderr, "stateset-mock: %v\n", s.startError(err))
		return exitFailed
	}
	defer srv.Close()
	if err := s.webhook.register(srv); err != nil {
		fmt.Fprintf(stderr, "stateset-mock: %v\n", inFlag("webhook", err))
		return exitBadFlags
	}
	if err := s.tls.writeCA(srv); err != nil {
		fmt.Fprintf(stderr, "stateset-mock: %v\n", inFlag("tls-ca-out", err))
		return exitFailed
	}
	s.announce(srv, logger, stdout)
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		logger.Warn("requests were cut off", "error", err)
	}
	if err := s.state.save(srv, logger); err != nil {
		fmt.Fprintf(stderr, "stateset-mock: %v\n", inFlag("state", err))
		return exitFailed
	}
	return s.reportFaults(srv, stderr)
}

// reportFaults prints the faults that did not fire as often as they should, and returns
// the exit status.
func (s *settings) reportFaults(srv *mockserver.Server, stderr io.Writer) int {
	err := srv.CheckFaults()
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(stderr, strings.ReplaceAll(err.Error(), "mockserver: ", "stateset-mock: "))
	if s.strictFaults {
		return exitUnused
	}
	return exitOK
}

// announce reports the address on standard output, and the settings in the log.
func (s *settings) announce(srv *mockserver.Server, logger *slog.Logger, stdout io.Writer) {
	if !onLoopback(s.address) {
		logger.Warn("other machines can reach the server, and read all data with any test key", "address", s.address)
	}
	logger.Info("listening", "url", srv.URL(), "public_url", srv.PublicURL(), "page", srv.URL()+"/_mock/ui", "control", s.control.mode, "seed", srv.Seed(), "version", stateset.Version)
	fmt.Fprintf(stdout, "stateset-mock listening on %s\n", srv.URL())
	if s.webhook.made {
		fmt.Fprintf(stdout, "stateset-mock signs webhooks with %s\n", s.webhook.secret)
	}
}
