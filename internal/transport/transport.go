package transport

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"sync"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/stateset/stateset-go/api"
)

// Limits of what is read of a response.
const (
	maxBody      = 8 << 20 // of a success, compressed and decompressed
	maxErrorBody = 1 << 20
	maxHeader    = 1 << 20
)

// Config configures a Client. Every field but Policy may be its zero value.
type Config struct {
	// HTTP is the user's client. Its Transport, Jar and Timeout are used, its
	// CheckRedirect is not. nil means SharedHTTP.
	HTTP       *http.Client
	Policy     api.RetryPolicy // completed
	Middleware []func(http.RoundTripper) http.RoundTripper
	Limiter    api.Limiter // replaces that of every owner
	Hooks      []api.Hooks
	Logger     *slog.Logger
	// Classify reads an error response. nil means that error responses are not read.
	Classify func(*Response) Answer
	// PlainHTTP allows a test key in requests over http to every host. Default: to
	// loopback hosts only.
	PlainHTTP bool
}

// Answer is the part of an error response that a decision needs.
type Answer interface {
	ErrorCode() string
	RetryAfterHint() (time.Duration, bool)
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	http   *http.Client
	config Config
	hooks  api.Hooks
	owner  *Owner
	stats  *Stats
	random func(int64) int64
}

// New returns a Client. Requests without an owner share a retry budget of the client.
func New(config Config) *Client {
	if config.HTTP == nil {
		config.HTTP = SharedHTTP()
	}
	c := &Client{config: config, hooks: joinHooks(config.Hooks), owner: &Owner{Budget: &Budget{}}, stats: &Stats{}, random: rand.Int64N}
	c.http = connect(c.config)
	return c
}

// With returns a Client with another configuration. It shares the statistics and, unless
// the configuration sets HTTP, the connections of c.
func (c *Client) With(config Config) *Client {
	if config.HTTP == nil {
		config.HTTP = c.config.HTTP
	}
	derived := *c
	derived.config, derived.hooks = config, joinHooks(config.Hooks)
	derived.http = connect(config)
	return &derived
}

// The sizes of the default connection pool. Open connections have no limit.
const (
	maxIdlePerHost  = 100
	maxIdle         = 400
	idleConnTimeout = 90 * time.Second
)

// SharedHTTP returns the client whose connection pool all clients share that set no HTTP
// client. A pool starts no goroutine before its first connection.
var SharedHTTP = sync.OnceValue(DefaultHTTP)

// DefaultHTTP returns a new client with its own connection pool. The pool is tuned for
// many calls to one host, and every phase has a timeout.
func DefaultHTTP() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	transport := &http.Transport{
		Proxy:                  proxyFromEnvironment,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    maxIdlePerHost,
		IdleConnTimeout:        idleConnTimeout,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  25 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: maxHeader,
		OnProxyConnectResponse: checkProxy,
	}
	if runtime.GOOS == "js" {
		transport.DialContext = nil // net/http would not use the Fetch API
	}
	return &http.Client{Transport: transport}
}

// connect returns the client that go-retryablehttp calls. It follows no redirects. Its
// transport hides CloseIdleConnections: go-retryablehttp calls that method when a call
// gives up, which would close the connections of other calls.
func connect(config Config) *http.Client {
	hc := *config.HTTP
	hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	base := hc.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	pool, _ := base.(*http.Transport)
	for i := len(config.Middleware) - 1; i >= 0; i-- {
		if base = config.Middleware[i](base); base == nil {
			base = noTransport{}
		}
	}
	_, plain := base.(*http.Transport)
	hc.Transport = attemptTripper{next: base, pool: pool, fetch: fetches(pool), plain: plain, clear: config.PlainHTTP}
	return &hc
}

// CloseIdleConnections closes the idle connections of the pool.
func (c *Client) CloseIdleConnections() { c.config.HTTP.CloseIdleConnections() }

// Stats returns the counters of the client and the rest of its own budget.
func (c *Client) Stats() api.Stats { return c.stats.snapshot(c.owner.Budget) }

// Policy returns the policy of calls without their own.
func (c *Client) Policy() api.RetryPolicy { return c.config.Policy }

// Request is one logical call.
type Request struct {
	Operation string // as in "Payments.Create"
	Method    string
	Template  string // as in "/v1/payments/{id}"
	URL       *url.URL
	Header    http.Header // owned by the transport after the call of Do
	Body      []byte      // never modified; nil for none
	// Key is the idempotency key of a write. A write without a key is not retried after
	// it was sent.
	Key        string
	KeyCreated time.Time
	Owner      *Owner           // nil means the owner of the client
	Started    time.Time        // the start of the call's timeout; zero means the start of Do
	Policy     *api.RetryPolicy // nil means the policy of the client
	// Via is the method that repeats the request: "Resolve", "Recover", "Send".
	Via string
	// Result is the result that the caller of Do reports to the hooks and the log; nil
	// for nothing.
	Result *api.CallResult
	// BeforeAttempt is called before each attempt is sent; nil for nothing.
	BeforeAttempt func(ctx context.Context)
	// KeepBody gives the body of the response to the caller. Otherwise Release recycles
	// it.
	KeepBody bool
}

// Kind returns the kind of the request.
func (r *Request) Kind() Kind {
	switch {
	case r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions:
		return Safe
	case r.Key != "":
		return Keyed
	}
	return Unkeyed
}

// Do sends the request, with retries, and returns the response of a success or the
// failure. Exactly one of them is not nil. The caller must release the response.
func (c *Client) Do(ctx context.Context, r *Request) (*Response, *Failure) {
	WithBody(r)
	call := newCall(ctx, c, r)
	if failure := call.before(); failure != nil {
		return nil, failure
	}
	hr := blank.WithContext(call) // the only way to set a request's context
	hr.Method, hr.URL, hr.Header, hr.Host = r.Method, r.URL, r.Header, r.URL.Host
	request := &retryablehttp.Request{Request: hr} // its body is set for each attempt, see setBody
	call.retry = retryablehttp.Client{
		HTTPClient: c.http, RetryMax: call.policy.MaxAttempts - 1,
		CheckRetry: checkRetry, Backoff: backoffOf, ErrorHandler: passthrough,
	}
	response, err := call.retry.Do(request)
	if response != nil && response.Body != nil {
		_ = response.Body.Close() // already read: this one is empty
	}
	return call.finish(err)
}

// blank is the template of every request.
var blank = &http.Request{Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}

// passthrough returns the error unchanged; by default go-retryablehttp replaces it.
func passthrough(response *http.Response, err error, _ int) (*http.Response, error) {
	return response, err
}
