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

// Client calls the API. It is safe for concurrent use. [New] sets its fields, and they
// must not be changed.
//
// A Client starts no goroutines, except for the next page of an iteration with
// [WithPrefetch], and does not need to be closed. All clients of a process
// share one connection pool, except those with [WithHTTPClient]. The pool keeps at most
// 100 idle connections per host and 400 in total. It closes a connection after 90s
// without use. The number of open connections is not limited: over HTTP/1.1 each running
// attempt uses one, over HTTP/2 attempts share one. net/http runs two goroutines per
// connection until the connection is closed. [Client.CloseIdleConnections] closes idle
// connections immediately.
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

// New returns a client for an API key ("sk_test_…"). It does not read the environment and
// makes no request. An invalid key or option returns an error that names it. The key may
// be empty if [WithKeySource] supplies keys.
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

// NewPublic returns a client without an API key, for the endpoints that require none:
//
//	GET /v1/stablecoin/reserves    Stablecoin.Reserves
//
// It does not read the environment and makes no request. Every other call returns a
// [ParamError] that names the operation, and sends nothing. [WithAccount] requires a key.
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

// newClient returns a client with its services.
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

// With returns a client that differs from this client by the options. The options add to
// those of this client. Both share the connections and the statistics. Clients with the
// same key share the retry budget and the limiter. Clients with the same key and account
// share the rate limit. [WithKey] returns a client for another key.
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

// errNilClient is the error of a method of a Client that New did not create.
var errNilClient = errors.New("stateset: client is nil or empty: create one with stateset.New")

var opBalance = spec.Lookup("Balance")

// balance is a Balance whose livemode may be absent.
type balance struct {
	Balance
	hasMode bool
}

// DecodeWire reads the balance, and whether livemode is present.
func (b *balance) DecodeWire(d *wire.Decoder) {
	b.hasMode = d.Has("livemode")
	b.Balance.DecodeWire(d)
}

// Balance retrieves the balance of the account's treasury wallet: GET /account/balance. A
// balance of the other mode than the key's returns ErrLivemodeMismatch. If the server
// does not report the mode, Livemode is the key's mode.
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

// Do calls a path below /v1 that the SDK has no method for, as in client.Do(ctx, "POST",
// "/payments/pay_1/void", body, &out). Headers, idempotency, retries and errors are the
// same as for every other call. body is encoded as JSON; nil sends no body. The response
// is decoded into out; nil discards it.
func (c *Client) Do(ctx context.Context, method, path string, body, out any, opts ...RequestOption) error {
	if c == nil || c.core == nil {
		return core.InOperation("Do", errNilClient)
	}
	return c.core.Do(ctx, method, path, body, out, opts...)
}

// Resolve settles a write whose outcome is unknown (see [ErrOutcomeUnknown]). It sends
// the same request with the same idempotency key again. The server returns the stored
// response, or executes the request now, once. The response is in the Response:
//
//	if errors.Is(err, stateset.ErrOutcomeUnknown) {
//		var payment payments.Payment
//		if response, err := client.Resolve(ctx, err); err == nil {
//			err = response.Decode(&payment)
//		}
//	}
//
// Resolve returns an error if the outcome is known, if the call had no idempotency key,
// or if the call was made with another API key or address. It returns
// ErrIdempotencyKeyExpired if the idempotency key is older than 23 hours. Resolve accepts
// the options for timeouts and attempts and [WithResponse]. An error that leaves the
// outcome open can be resolved again.
func (c *Client) Resolve(ctx context.Context, err error, opts ...RequestOption) (*Response, error) {
	if c == nil || c.core == nil {
		return nil, core.InOperation("Resolve", errNilClient)
	}
	return c.core.Resolve(ctx, err, opts...)
}

// RateLimit returns the rate limit that the latest response reported. The result is false
// if no response reported one. The rate limit belongs to the key and the account of this
// client. With [WithKeySource] it belongs to the key of the latest call.
func (c *Client) RateLimit() (RateLimit, bool) {
	if c == nil || c.core == nil {
		return RateLimit{}, false
	}
	return c.core.RateLimit()
}

// Stats returns the counters of this client, its parent and all clients derived from that
// parent, for all keys. BudgetLeft belongs to the key of this client. With
// [WithKeySource] it belongs to the key of the latest call.
func (c *Client) Stats() Stats {
	if c == nil || c.core == nil {
		return Stats{}
	}
	return c.core.Stats()
}

// Format prints the address and the kind of the key for every verb. It never prints the
// key.
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

// MarshalText returns the text of Format, so that logging a client shows no secret.
func (c *Client) MarshalText() ([]byte, error) { return fmt.Append(nil, c), nil }

// CloseIdleConnections closes the idle connections of the client's pool. Running calls
// are not affected. All clients of the process share the default pool, so their idle
// connections close too. With [WithHTTPClient], its method CloseIdleConnections is
// called.
func (c *Client) CloseIdleConnections() {
	if c != nil && c.core != nil {
		c.core.Transport().CloseIdleConnections()
	}
}

// Collect returns the rows of a list as a slice of at most max rows. If the list has more
// rows, Collect returns max rows and [ErrTooMany]. On an error it returns the rows before
// the error.
func Collect[T any](seq func(yield func(*T, error) bool), max int) ([]*T, error) {
	return api.Collect(seq, max)
}

// OperationFrom returns the operation of a request's context: the name, the template of
// the path and the attempt. The context of middleware and hooks has one.
func OperationFrom(ctx context.Context) (Operation, bool) { return transport.InfoFrom(ctx) }

// config is the result of all options.
type config struct {
	key        transport.Secret // with a source, only its mode is used
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
	plainHTTP  bool // only allowed for a test key
	headers    []core.Header
	query      url.Values
	random     io.Reader
	journal    *core.Journal
	newLimiter bool // whether the client's own options set it
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

// allowsHTTP reports whether requests to every host may use http. Always false for a live
// key.
func (c *config) allowsHTTP() bool { return c.plainHTTP && !c.live() }

// build returns the client. A non-nil parent shares its connections and budget.
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

// userAgent names the SDK and the operating system.
var userAgent = "stateset-go/" + Version + " (" + runtime.Version() + "; " + runtime.GOOS + "/" + runtime.GOARCH + ")"
