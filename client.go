package stateset

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"runtime"
	"slices"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Version is the SDK's version.
const Version = "0.1.0"

// Client calls the API. It is safe for concurrent use; its fields are set by [New]
// and must not be changed.
//
// A Client starts no goroutines and does not need to be closed. All clients of a process
// share one connection pool, except those with [WithHTTPClient]. The pool keeps at most
// 100 idle connections for each host and 400 in all. It closes a connection that was idle
// for 90s. Open connections have no limit: over HTTP/1.1 each attempt that runs holds one,
// over HTTP/2 attempts share one. net/http runs two goroutines for each connection until
// it is closed. [Client.CloseIdleConnections] closes idle connections at once.
type Client struct {
	Payments   *payments.Service
	Orders     *orders.Service
	Invoices   *invoices.Service
	Stablecoin *stablecoin.Service
	Agents     *agents.Service
	Finance    *finance.Service
	Global     *global.Service
	Webhooks   *webhook.Service

	core   *core.Client
	config *config
}

// New makes a client with an API key ("sk_test_…"). It reads no environment and
// makes no request. A bad key or option is an error that names it. The key may be empty if
// [WithKeySource] supplies keys.
func New(key string, opts ...Option) (*Client, error) {
	c := &config{key: transport.NewSecret(key), hosts: defaultHosts()}
	if key != "" {
		if err := checkKey(key); err != nil {
			return nil, err
		}
	}
	if err := c.apply(opts); err != nil {
		return nil, err
	}
	if !c.hasKey() {
		return nil, checkKey("")
	}
	return c.build(nil)
}

// NewPublic makes a client without an API key, for the endpoints that need none:
//
//	GET /v1/stablecoin/reserves    Stablecoin.Reserves
//
// It reads no environment and makes no request. Every other call is a [ParamError] that
// names the operation: nothing is sent. [WithAccount] requires a key.
func NewPublic(opts ...Option) (*Client, error) {
	c := &config{hosts: defaultHosts()}
	if err := c.apply(opts); err != nil {
		return nil, err
	}
	if c.hasKey() {
		return nil, optionError("NewPublic", "must have no WithKey or WithKeySource: use New")
	}
	return c.build(nil)
}

// newClient gives a client its services.
func newClient(client *core.Client, c *config) *Client {
	service := core.NewService(client)
	return &Client{
		Payments:   (*payments.Service)(service),
		Orders:     (*orders.Service)(service),
		Invoices:   (*invoices.Service)(service),
		Stablecoin: (*stablecoin.Service)(service),
		Agents:     (*agents.Service)(service),
		Finance:    (*finance.Service)(service),
		Global:     (*global.Service)(service),
		Webhooks:   (*webhook.Service)(service),
		core:       client,
		config:     c,
	}
}

// With makes a client that differs from this one by the options. It shares the connections
// and the statistics of this client. Clients with the same key share the retry budget and
// the limiter, and those with the same key and account the rate limit. [WithKey] makes a
// client with another key. The options add to those of this client.
func (c *Client) With(opts ...Option) (*Client, error) {
	if c == nil || c.config == nil {
		return nil, core.InOperation("With", errNilClient)
	}
	derived := c.config.clone()
	derived.headers, derived.query, derived.newLimiter, derived.newJournal = nil, nil, false, false
	if err := derived.apply(opts); err != nil {
		return nil, err
	}
	derived.headers = core.Override(c.config.headers, derived.headers)
	derived.query = override(c.config.query, derived.query)
	if err := derived.separate(c.config); err != nil {
		return nil, err
	}
	return derived.build(c)
}

// errNilClient says that a method of a Client was called that New did not make.
var errNilClient = errors.New("stateset: client is nil or empty: make one with stateset.New")

var opBalance = spec.Lookup("Balance")

// balance is a Balance whose livemode may be missing.
type balance struct {
	Balance
	hasMode bool
}

// DecodeWire reads the balance, and whether its livemode is there.
func (b *balance) DecodeWire(d *wire.Decoder) {
	b.hasMode = d.Has("livemode")
	b.Balance.DecodeWire(d)
}

// Balance retrieves what the account's treasury wallet holds: GET
// /account/balance. A balance of the other mode than the key's is
// ErrLivemodeMismatch. If the server does not report the mode, Livemode is the key's.
func (c *Client) Balance(ctx context.Context, opts ...RequestOption) (*Balance, error) {
	if c == nil || c.core == nil {
		return nil, core.InOperation("Balance", errNilClient)
	}
	return core.Call(ctx, core.NewService(c.core), opBalance, core.Args{}, c.ofItsMode, opts...)
}

func (c *Client) ofItsMode(b *balance) (*Balance, error) {
	if live := c.core.Live(); !b.hasMode {
		b.Livemode = live
	} else if b.Livemode != live {
		return nil, fmt.Errorf("%w: livemode is %t", ErrLivemodeMismatch, b.Livemode)
	}
	return &b.Balance, nil
}

// Do calls a path below /v1 that the SDK has no method for, as in client.Do(ctx,
// "POST", "/payments/pay_1/void", body, &out), with the same headers, idempotency,
// retries and errors as every other call. body is encoded as JSON, nil sends none;
// the answer is decoded into out, nil drops it.
func (c *Client) Do(ctx context.Context, method, path string, body, out any, opts ...RequestOption) error {
	if c == nil || c.core == nil {
		return core.InOperation("Do", errNilClient)
	}
	return c.core.Do(ctx, method, path, body, out, opts...)
}

// Resolve settles a write whose outcome is unknown (see [ErrOutcomeUnknown]): it
// sends the same request with the same idempotency key again, so that the server
// answers with what it did, or does it now, once. The answer is in the Response:
//
//	if errors.Is(err, stateset.ErrOutcomeUnknown) {
//		var payment payments.Payment
//		if response, err := client.Resolve(ctx, err); err == nil {
//			err = response.Decode(&payment)
//		}
//	}
//
// It is an error when the outcome is known, when the call had no key or was made with
// another API key or address, and ErrIdempotencyKeyExpired when the idempotency key
// is older than 23 hours. Of the options, timeouts, attempts and [WithResponse] are
// taken. An error that leaves the outcome open can be resolved again.
func (c *Client) Resolve(ctx context.Context, err error, opts ...RequestOption) (*Response, error) {
	if c == nil || c.core == nil {
		return nil, core.InOperation("Resolve", errNilClient)
	}
	return c.core.Resolve(ctx, err, opts...)
}

// RateLimit returns the rate limit that the last response reported, and whether one did.
// It belongs to the key and the account of this client. With [WithKeySource] it belongs to
// the key of the last call.
func (c *Client) RateLimit() (RateLimit, bool) {
	if c == nil || c.core == nil {
		return RateLimit{}, false
	}
	return c.core.RateLimit()
}

// Stats returns the counters of the calls that this client, the client that it derives
// from and all other clients derived from that one made, whatever their keys. BudgetLeft
// belongs to the key of this client. With [WithKeySource] it belongs to the key of the last
// call.
func (c *Client) Stats() Stats {
	if c == nil || c.core == nil {
		return Stats{}
	}
	return c.core.Stats()
}

// Format keeps every verb from printing what is inside: a client prints as its
// address and the kind of its key.
func (c *Client) Format(f fmt.State, _ rune) {
	if c == nil || c.core == nil {
		_, _ = io.WriteString(f, "stateset.Client(nil)")
		return
	}
	settings := c.core.Settings()
	key := settings.Key.String()
	if settings.KeySource != nil {
		key = "key source"
	}
	_, _ = fmt.Fprintf(f, "stateset.Client(%s, %s)", settings.API.Redacted(), key)
}

// MarshalText writes what Format does: a client in a log is no secret.
func (c *Client) MarshalText() ([]byte, error) { return fmt.Append(nil, c), nil }

// CloseIdleConnections closes the idle connections of the client's pool. Calls that run
// are not affected. The default pool belongs to all clients of the process, so their idle
// connections close too. A pool of [WithHTTPClient] closes as its CloseIdleConnections does.
func (c *Client) CloseIdleConnections() {
	if c != nil && c.core != nil {
		c.core.Transport().CloseIdleConnections()
	}
}

// Collect takes the rows of a list into a slice, at most max of them. When there
// are more it returns those and [ErrTooMany]; on an error, the rows before it.
func Collect[T any](seq func(yield func(*T, error) bool), max int) ([]*T, error) {
	return api.Collect(seq, max)
}

// OperationFrom returns what the request of this context is for: the operation's
// name, the path's template and the attempt. It is there in middleware and hooks.
func OperationFrom(ctx context.Context) (Operation, bool) { return transport.InfoFrom(ctx) }

// config is what options add up to.
type config struct {
	key        transport.Secret // with a source its mode counts only
	source     *core.KeySource
	hosts      hosts
	liveHosts  []string
	http       *http.Client
	policy     api.RetryPolicy
	middleware []func(http.RoundTripper) http.RoundTripper
	hooks      []api.Hooks
	logger     *slog.Logger
	limiter    api.Limiter
	limiters   *core.Limiters
	appInfo    string
	account    string
	plainHTTP  bool // allowed for a test key
	headers    []core.Header
	query      url.Values
	random     io.Reader
	journal    *core.Journal
	newLimiter bool // whether the options of this client, and not of its parent, set it
	newJournal bool
}

func (c *config) clone() *config {
	derived := *c
	derived.liveHosts = slices.Clone(c.liveHosts)
	derived.middleware, derived.hooks = slices.Clone(c.middleware), slices.Clone(c.hooks)
	return &derived
}

// override returns the query of a derived client: a name in over replaces all values that
// base has for it.
func override(base, over url.Values) url.Values {
	if base == nil {
		return over
	}
	all := maps.Clone(base)
	maps.Copy(all, over)
	return all
}

// apply runs the options in order; nil ones are ignored.
func (c *config) apply(opts []Option) error {
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt.applyToClient(c); err != nil {
			return err
		}
	}
	return nil
}

// allowsHTTP reports whether requests may use http to every host. A live key never does.
func (c *config) allowsHTTP() bool { return c.plainHTTP && !c.live() }

// build makes the client. parent, if any, is the one whose connections and budget
// it shares.
func (c *config) build(parent *Client) (*Client, error) {
	if err := c.checkHosts(c.live()); err != nil {
		return nil, err
	}
	if c.account != "" && !c.hasKey() {
		return nil, core.ErrAccountWithoutKey
	}
	policy, err := transport.Complete(c.policy)
	if err != nil {
		return nil, optionError("retry policy", err.Error())
	}
	if c.http == nil {
		c.http = transport.SharedHTTP()
	}
	if c.random == nil {
		c.random = rand.Reader
	}
	wiring := transport.Config{
		HTTP: c.http, Policy: policy, Middleware: c.middleware, Limiter: c.limiter,
		Hooks: c.hooks, Logger: c.logger, Classify: core.Classify,
		PlainHTTP: c.allowsHTTP(),
	}
	var t *transport.Client
	keys := &core.Keys{}
	if parent != nil {
		t, keys = parent.core.Transport().With(wiring), parent.core.Settings().Keys
	} else {
		t = transport.New(wiring)
	}
	settings := core.Settings{
		Key: c.key, Keys: keys, Limiters: c.limiters, API: c.hosts.api.url, Network: c.hosts.network.url, Account: c.account,
		UserAgent: userAgent + c.appInfo, Headers: c.headers, Query: c.query, Random: c.random,
		PlainHTTP: c.allowsHTTP(), Journal: c.journal,
	}
	if c.source != nil {
		settings.Key, settings.KeySource, settings.LiveFault = transport.Secret{}, c.source, c.checkHosts(true)
	}
	return newClient(core.NewClient(settings, t), c), nil
}

// userAgent names the SDK, and the system it runs on.
var userAgent = "stateset-go/" + Version + " (" + runtime.Version() + "; " + runtime.GOOS + "/" + runtime.GOARCH + ")"
