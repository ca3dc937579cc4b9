package transport

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/stateset/stateset-go/api"
)

// Limits of what is read of an answer.
const (
	maxBody      = 8 << 20 // of a success, compressed and decompressed
	maxErrorBody = 1 << 20
	maxHeader    = 1 << 20
)

// Config is what a Client is made of. Every field but Policy may be its zero value.
type Config struct {
	// HTTP is the user's client: its Transport, Jar and Timeout are used, its
	// CheckRedirect is not. nil means a client of our own.
	HTTP       *http.Client
	Policy     api.RetryPolicy // completed
	Middleware []func(http.RoundTripper) http.RoundTripper
	Limiter    api.Limiter
	Hooks      api.Hooks
	Logger     *slog.Logger
	// Classify reads what a decision needs from an answer that is no success. nil
	// means that nothing is read.
	Classify func(*Response) Answer
}

// Answer is an error envelope, as far as a decision needs it.
type Answer interface {
	ErrorCode() string
	RetryAfterHint() (time.Duration, bool)
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	http   *http.Client
	config Config
	budget *Budget
	stats  *Stats
	random func(int64) int64
}

// New makes a Client with a budget of its own.
func New(config Config) *Client {
	if config.HTTP == nil {
		config.HTTP = DefaultHTTP()
	}
	c := &Client{config: config, budget: &Budget{}, stats: &Stats{}, random: rand.Int64N}
	c.http = connect(c.config)
	return c
}

// With makes a Client of another configuration that shares this one's connections
// (unless the configuration names others), budget and statistics.
func (c *Client) With(config Config) *Client {
	if config.HTTP == nil {
		config.HTTP = c.config.HTTP
	}
	derived := *c
	derived.config = config
	derived.http = connect(config)
	return &derived
}

// DefaultHTTP returns a new client with a connection pool of its own, tuned for
// many calls to one host and bounded in every phase.
func DefaultHTTP() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	transport := &http.Transport{
		Proxy:                  proxyFromEnvironment,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    100,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  25 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: maxHeader,
		OnProxyConnectResponse: checkProxy,
	}
	if runtime.GOOS == "js" {
		transport.DialContext = nil // with it, net/http would not use the Fetch API
	}
	return &http.Client{Transport: transport}
}

// connect builds the client that go-retryablehttp calls. It follows no redirect, and
// its transport hides CloseIdleConnections: go-retryablehttp calls that whenever a
// call gives up, which would cut the connections of everybody else.
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
	hc.Transport = attemptTripper{next: base, pool: pool, fetch: fetches(pool), plain: plain}
	return &hc
}

// Stats returns the client's statistics, and what is left of its budget.
func (c *Client) Stats() api.Stats { return c.stats.snapshot(c.budget) }

// Policy is the policy of calls that bring none.
func (c *Client) Policy() api.RetryPolicy { return c.config.Policy }

// Logger is the logger, or nil.
func (c *Client) Logger() *slog.Logger { return c.config.Logger }

// Request is one logical call.
type Request struct {
	Operation string // "Payments.Create"
	Method    string
	Template  string // "/v1/payments/{id}"
	URL       *url.URL
	Header    http.Header // owned by the transport from now on
	Body      []byte      // never changed; nil for none
	// Key is the idempotency key of a request that changes something; such a
	// request without a key is not retried once it was sent.
	Key        string
	KeyCreated time.Time
	Policy     *api.RetryPolicy // nil means the client's
	// KeepBody says that the caller keeps the answer's body, which otherwise is
	// reused after Release.
	KeepBody bool
}

// Kind is how far the request can be repeated.
func (r *Request) Kind() Kind {
	switch {
	case r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions:
		return Safe
	case r.Key != "":
		return Keyed
	}
	return Unkeyed
}

// Do sends the request, as often as the policy says, and returns the success or
// what is known of the failure; exactly one of them is not nil. The caller
// releases the response.
func (c *Client) Do(ctx context.Context, r *Request) (*Response, *Failure) {
	withBody(r)
	call := newCall(ctx, c, r)
	if failure := call.before(); failure != nil {
		return nil, failure
	}
	hr := blank.WithContext(call) // the one way to give a request its context
	hr.Method, hr.URL, hr.Header, hr.Host = r.Method, r.URL, r.Header, r.URL.Host
	request := &retryablehttp.Request{Request: hr} // its body is set for each attempt, see setBody
	call.retry = retryablehttp.Client{
		HTTPClient: c.http, RetryMax: call.policy.MaxAttempts - 1,
		CheckRetry: call.checkRetry, Backoff: call.backoff, ErrorHandler: passthrough,
	}
	response, err := call.retry.Do(request)
	if response != nil && response.Body != nil {
		_ = response.Body.Close() // read already: an empty stand-in
	}
	return call.finish(err)
}

// blank is what every request is a copy of.
var blank = &http.Request{Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}

// passthrough keeps go-retryablehttp from making an error of its own: the call
// knows what happened.
func passthrough(response *http.Response, err error, _ int) (*http.Response, error) {
	return response, err
}
