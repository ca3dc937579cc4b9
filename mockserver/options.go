package mockserver

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver/internal/dispatch"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

// Option configures a server.
type Option func(*config) error

type config struct {
	address string // empty: in memory
	seed    uint64
	start   time.Time // zero: real time
	running bool      // the clock runs from start
	// publicURL is the base of links, without a slash at its end. Empty: the URL of the
	// listener.
	publicURL string
	tls       tlsConfig
	face      httpapi.Options

	maxEvents     int // zero: the default
	maxDeliveries int // zero: the default

	webhooks  dispatch.Options
	snapshot  *Snapshot // nil: no accounts
	disturbed []engine.FaultRule
	faults    []*fault.Rule
	complain  func(format string, args ...any) // nil: to the logger
}

func newConfig(opts []Option) (config, error) {
	c := config{seed: rand.Uint64(), face: httpapi.Options{Version: stateset.Version}}
	var faults []error
	for _, opt := range opts {
		if opt != nil {
			faults = append(faults, opt(&c))
		}
	}
	return c, errors.Join(faults...)
}

// WithTCP makes the server listen on a TCP address, such as "127.0.0.1:0" for any free
// port. Every machine that reaches the address can use the API, so prefer loopback
// addresses. Default: a server in memory.
func WithTCP(addr string) Option {
	return func(c *config) error {
		if addr == "" {
			return errors.New("mockserver: WithTCP: the address must have a host and a port, as in \"127.0.0.1:0\"")
		}
		c.address = addr
		return nil
	}
}

// WithSeed sets the number from which IDs, hashes and codes are derived. Default: a
// random seed, which [Server.Seed] returns and a failed test logs.
func WithSeed(seed uint64) Option {
	return func(c *config) error {
		c.seed = seed
		return nil
	}
}

// Plan is a set of rate limits.
type Plan string

// The plans of the API.
const (
	PlanFree       Plan = "free"       // 10 requests per second, bursts of 20, 1,000 per day
	PlanStarter    Plan = "starter"    // 100 per second, bursts of 200, 100,000 per day
	PlanGrowth     Plan = "growth"     // 1,000 per second, bursts of 2,000, 10,000,000 per day
	PlanEnterprise Plan = "enterprise" // no effective limit
)

// WithPlan sets the rate limits of every account. They depend on the time of the
// account. Default: [PlanEnterprise].
func WithPlan(plan Plan) Option {
	return func(c *config) error {
		if !httpapi.Plan(plan).Known() {
			return fmt.Errorf("mockserver: WithPlan: must be free, starter, growth or enterprise, got %q", plan)
		}
		c.face.Plan = httpapi.Plan(plan)
		return nil
	}
}

// WithLogger logs requests, deliveries and problems. Keys and bodies are never logged.
// Default: no log.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		c.face.Logger = logger
		return nil
	}
}

// WithLiveKeys accepts keys of live mode. Their data is separate from that of test mode,
// and their accounts begin empty. Default: live keys are refused, so that a real key is
// not used with a mock server by mistake.
func WithLiveKeys() Option {
	return func(c *config) error {
		c.face.AcceptLiveKeys = true
		return nil
	}
}

// WithBrowserSecretKeys accepts secret keys in requests with an Origin header. Default:
// they are refused, because secret keys do not belong in a browser.
func WithBrowserSecretKeys() Option {
	return func(c *config) error {
		c.face.BrowserSecretKeys = true
		return nil
	}
}

// WithJournal bounds the requests that the server stores for [Server.Requests]: their
// number, and the bytes of their bodies and headers. Default: 1000 requests and 16 MiB.
// Maximum: 1,000,000 requests. Zero requests turn the journal off. The minimum of bytes
// is 1 MiB.
//
// All accounts share the bounds. When the journal is full, the account with the largest
// share loses its oldest request.
func WithJournal(requests int, bytes int64) Option {
	return func(c *config) error {
		switch {
		case requests < 0 || requests > journal.MaxEntries:
			return fmt.Errorf("mockserver: WithJournal: requests must be 0..%d, got %d", journal.MaxEntries, requests)
		case bytes < journal.MinBytes:
			return fmt.Errorf("mockserver: WithJournal: bytes must be %d or more, got %d", journal.MinBytes, bytes)
		}
		c.face.Journal = journal.New(requests, bytes)
		return nil
	}
}
