// Command stateset-mock serves a mock of the StateSet Commerce Network API over
// HTTP, for programs in any language.
//
//	stateset-mock [-addr 127.0.0.1:8420] [-plan enterprise] [-seed N] [-accept-live-keys] [-fault RULE]…
//	              [-journal 1000] [-journal-bytes 16777216]
//	              [-webhook URL [-webhook-secret whsec_…] [-webhook-events 'payment.*,order.paid']]
//	              [-webhook-fault 'payment.* duplicate times=2']… [-webhook-private-networks]
//	              [-webhook-insecure] [-sign-with-server-clock]
//
// Once it answers it prints one line on standard output:
//
//	stateset-mock listening on http://127.0.0.1:8420
//
// With -webhook every account has that endpoint from its beginning, and each attempt of
// a delivery is in the log. The secret is that of -webhook-secret or else of the
// environment variable STATESET_WEBHOOK_SECRET; without both the program makes one, and
// prints it on a second line:
//
//	stateset-mock signs webhooks with whsec_…
//
// Keys are sk_test_ and any name: every name is an account with the same test data.
// What tests do to the server itself is below /_mock, for this machine only and
// without a key, in JSON:
//
//	GET  /_mock/health
//	POST /_mock/reset
//	GET  /_mock/clock
//	POST /_mock/clock/advance  {"seconds":3600}
//	POST /_mock/wallets/fund   {"account":"abc","address":"stateset1…","amount":{"value":"10.00","denom":"ssusd"}}
//	POST /_mock/keys           {"key":"rk_test_abc","scopes":["payments:read"],"status":"active"}
//	POST /_mock/connections    {"account":"abc","connected":"acct_123"}
//	GET, DELETE /_mock/requests?account=abc&operation=Payments.Create&since=17&limit=10
//	POST /_mock/webhooks/settle
//	GET, POST and DELETE /_mock/webhooks/faults  {"types":"payment.*","fault":"duplicate","times":2}
//	GET  /_mock/faults
//	POST /_mock/faults         POST /payments nth=1..2 at=committed do=reset
//	DELETE /_mock/faults, /_mock/faults/{id}
//
// Logs go to standard error. SIGINT and SIGTERM end it with status 0; a bad flag
// ends it with status 2, an address that cannot be used with status 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/stateset/stateset-go/mockserver"
)

const (
	defaultAddress = "127.0.0.1:8420"
	// graceTime is how long requests under way may take once a signal came.
	graceTime = 3 * time.Second
)

// Exit statuses.
const (
	exitOK       = 0
	exitFailed   = 1
	exitBadFlags = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// settings are what the flags say.
type settings struct {
	address string
	plan    string
	seed    uint64
	live    bool
	journal journalSettings
	webhook webhookSettings
	faults  []mockserver.Option
}

// run is the program; it ends when ctx does.
func run(ctx context.Context, args []string, environment func(string) string, stdout, stderr io.Writer) int {
	set, err := parse(args, environment, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "stateset-mock: %v\n", err)
		return exitBadFlags
	}
	if !onLoopback(set.address) {
		fmt.Fprintf(stderr, "stateset-mock: warning: %s can be reached from other machines; this is a mock server without protection\n", set.address)
	}
	// The signal ends the server below, in order; the context of Start would cut
	// the requests under way off.
	srv, err := mockserver.Start(context.WithoutCancel(ctx), set.options(stderr)...)
	if err != nil {
		fmt.Fprintf(stderr, "stateset-mock: cannot listen on %s: %v\n", set.address, err)
		return exitFailed
	}
	defer srv.Close()
	if err := set.webhook.register(srv); err != nil {
		fmt.Fprintf(stderr, "stateset-mock: bad -webhook: %v\n", err)
		return exitBadFlags
	}
	fmt.Fprintf(stdout, "stateset-mock listening on %s\n", srv.URL())
	if set.webhook.made {
		fmt.Fprintf(stdout, "stateset-mock signs webhooks with %s\n", set.webhook.secret)
	}
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		fmt.Fprintf(stderr, "stateset-mock: requests were cut off: %v\n", err)
	}
	return exitOK
}

// parse reads the flags, and what the environment says beside them.
func parse(args []string, environment func(string) string, stderr io.Writer) (settings, error) {
	set := settings{seed: rand.Uint64()}
	flags := flag.NewFlagSet("stateset-mock", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run says what is wrong
	flags.StringVar(&set.address, "addr", defaultAddress, "`address` to listen on; port 0 takes any free one")
	flags.StringVar(&set.plan, "plan", string(mockserver.PlanEnterprise), "rate limits: free, starter, growth or enterprise")
	flags.Uint64Var(&set.seed, "seed", set.seed, "`number` that fixes ids, hashes and codes (default random)")
	flags.BoolVar(&set.live, "accept-live-keys", false, "accept keys of live mode")
	flags.Func("fault", "`rule` by which the server fails, such as 'POST /payments nth=1..2 at=committed do=reset',\nor flaky, lost-answers, outage, rate-limited or slow; may be given again", func(text string) error {
		rules, err := mockserver.ParseFault(text)
		set.faults = append(set.faults, mockserver.WithFaults(rules))
		return err
	})
	set.journal.flags(flags)
	set.webhook.flags(flags)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stderr)
			fmt.Fprintln(stderr, "usage: stateset-mock [flags]")
			flags.PrintDefaults()
		}
		return set, err
	}
	if flags.NArg() > 0 {
		return set, fmt.Errorf("unexpected argument %q: there are only flags, see -help", flags.Arg(0))
	}
	if err := set.webhook.complete(environment); err != nil {
		return set, err
	}
	return set, set.check()
}

func (s settings) check() error {
	_, port, err := net.SplitHostPort(s.address)
	if err != nil {
		return fmt.Errorf("bad -addr %q: want host and port, as in %s", s.address, defaultAddress)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("bad -addr %q: the port must be a number from 0 to 65535", s.address)
	}
	if err := s.journal.check(); err != nil {
		return err
	}
	switch mockserver.Plan(s.plan) {
	case mockserver.PlanFree, mockserver.PlanStarter, mockserver.PlanGrowth, mockserver.PlanEnterprise:
		return nil
	}
	return fmt.Errorf("bad -plan %q: want free, starter, growth or enterprise", s.plan)
}

func (s settings) options(stderr io.Writer) []mockserver.Option {
	opts := []mockserver.Option{
		mockserver.WithTCP(s.address), mockserver.WithPlan(mockserver.Plan(s.plan)), mockserver.WithSeed(s.seed),
		mockserver.WithJournal(s.journal.requests, s.journal.bytes),
		mockserver.WithLogger(slog.New(slog.NewTextHandler(stderr, nil))),
	}
	if s.live {
		opts = append(opts, mockserver.WithLiveKeys())
	}
	opts = append(opts, s.faults...)
	return append(opts, s.webhook.options()...)
}

// onLoopback reports whether only this machine reaches the address.
func onLoopback(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
