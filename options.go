package stateset

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
)

// Option configures a client. An option that applies only to a client does not compile on
// a call.
type Option interface{ applyToClient(*config) error }

// SharedOption configures a client or a single call.
type SharedOption interface {
	Option
	RequestOption
}

type clientOption func(*config) error

func (f clientOption) applyToClient(c *config) error { return f(c) }

type sharedOption struct {
	clientOption
	core.CallOption
}

// shared returns an option for a client and for a call.
func shared(client func(*config) error, call func(*core.CallOptions) error) SharedOption {
	return sharedOption{client, core.OptionFunc(call)}
}

// WithBaseURL sends all requests to another address, such as a mock server or SandboxURL.
// "/v1" is added if the URL has no path. http:// is accepted only for loopback addresses,
// unless [WithPlainHTTP] is set. A live key requires a host of StateSet, or a host that
// [WithLiveKeyHost] allows.
func WithBaseURL(address string) Option {
	return clientOption(func(c *config) error { return c.setHosts("WithBaseURL", address, true) })
}

// WithNetworkURL sends the requests of the network host (paying orders and invoices) to
// another address. It takes precedence over [WithBaseURL].
func WithNetworkURL(address string) Option {
	return clientOption(func(c *config) error { return c.setHosts("WithNetworkURL", address, false) })
}

// WithPlainHTTP allows http:// base URLs of every host for test keys. A mock server in
// another container has an address such as "http://mock:8420". Webhook endpoints may then
// have http URLs too. A live key is never sent over http. Default: http is accepted only
// for loopback addresses.
func WithPlainHTTP() Option {
	return clientOption(func(c *config) error {
		c.plainHTTP = true
		return nil
	})
}

// WithLiveKeyHost allows sending a live key to a host that does not belong to StateSet,
// such as your own proxy.
func WithLiveKeyHost(host string) Option {
	return clientOption(func(c *config) error {
		if !plainHost(host) {
			return optionError("WithLiveKeyHost", fmt.Sprintf("must be the name of one host, as in \"proxy.example.com\", got %s", quote.Short(host)))
		}
		c.liveHosts = append(c.liveHosts, host)
		return nil
	})
}

// WithHTTPClient sets the HTTP client. The SDK uses its Transport, Jar and Timeout (per
// attempt). It ignores CheckRedirect, because redirects are never followed. The caller
// keeps ownership of the client. Default: one connection pool for all clients of the
// process, see [Client].
func WithHTTPClient(client *http.Client) Option {
	return clientOption(func(c *config) error {
		if client == nil {
			return optionError("WithHTTPClient", "client must not be nil: leave the option out for the default")
		}
		if t, ok := client.Transport.(*http.Transport); ok && t == nil {
			return optionError("WithHTTPClient", "the client's Transport is a nil *http.Transport: leave it out for the default")
		}
		c.http = client
		return nil
	})
}

// WithRetryPolicy sets attempts, backoff and timeouts. Zero fields keep their defaults.
func WithRetryPolicy(policy RetryPolicy) Option {
	return clientOption(func(c *config) error {
		c.policy = policy
		return nil
	})
}

// WithMiddleware wraps the transport of every attempt. The first middleware is the
// outermost. [OperationFrom] returns the operation of a request. A middleware that needs
// the body must read req.Body and replace it. The GetBody of a write is nil, so that
// net/http does not repeat the write.
func WithMiddleware(middleware ...func(http.RoundTripper) http.RoundTripper) Option {
	return clientOption(func(c *config) error {
		for i, m := range middleware {
			if m == nil {
				return optionError("WithMiddleware", fmt.Sprintf("middleware %d must not be nil", i+1))
			}
		}
		c.middleware = append(c.middleware, middleware...)
		return nil
	})
}

// WithHooks adds functions that are called during calls and recoveries. Hooks of several
// options are called in the order of the options. A panic in a hook is recovered.
func WithHooks(hooks Hooks) Option {
	return clientOption(func(c *config) error {
		c.hooks = append(c.hooks, hooks)
		return nil
	})
}

// WithLogger sets the logger. Default: nil, no log.
//
// Each call logs one line at debug level, or at warn level if it is a write with an
// unknown outcome. Each retry logs a line at info level. Skipped members of a response
// and failures of the journal log a line at warn level. docs/telemetry.md lists the
// attributes, which are stable. A line never holds a key, header, query or body.
func WithLogger(logger *slog.Logger) Option {
	return clientOption(func(c *config) error {
		c.logger = logger
		return nil
	})
}

// WithLimiter makes every attempt wait for a limiter, such as the one of
// golang.org/x/time/rate. The limiter belongs to the client's key: a client that is
// derived with [WithKey] has none unless its own options set one. WithLimiter replaces
// [WithLimiterPerKey].
func WithLimiter(limiter Limiter) Option {
	return clientOption(func(c *config) error {
		if limiter == nil {
			return optionError("WithLimiter", "limiter must not be nil: leave the option out for none")
		}
		c.limiter, c.limiters, c.newLimiter = limiter, nil, true
		return nil
	})
}

// WithLimiterPerKey makes every attempt wait for the limiter of its key. newLimiter is
// called once for each key that this client and its derived clients use:
//
//	stateset.WithLimiterPerKey(func() stateset.Limiter { return rate.NewLimiter(25, 50) })
//
// The limiter of a key that no client holds is removed after 5,000 other keys were used.
// The key gets a new limiter afterwards. WithLimiterPerKey replaces [WithLimiter].
func WithLimiterPerKey(newLimiter func() Limiter) Option {
	return clientOption(func(c *config) error {
		if newLimiter == nil {
			return optionError("WithLimiterPerKey", "function must not be nil: leave the option out for none")
		}
		c.limiter, c.limiters, c.newLimiter = nil, &core.Limiters{New: newLimiter}, true
		return nil
	})
}

// WithAppInfo adds a program's name and version to the User-Agent header.
func WithAppInfo(name, version string) Option {
	return clientOption(func(c *config) error {
		for _, text := range []string{name, version} {
			if _, err := core.CheckHeader("App-Info", text); err != nil || text == "" || len(text) > maxAppInfo {
				return optionError("WithAppInfo", fmt.Sprintf("name and version must have 1 to %d printable ASCII characters, got %s", maxAppInfo, quote.Short(text)))
			}
		}
		c.appInfo = " " + name + "/" + version
		return nil
	})
}

// maxAppInfo is the maximum length of a program's name and version.
const maxAppInfo = 64

// WithAccount makes calls on behalf of a connected account ("acct_…").
func WithAccount(id string) SharedOption {
	return shared(
		func(c *config) error {
			c.account = id
			return core.CheckAccount(id)
		},
		func(o *core.CallOptions) error {
			o.Account = id
			return core.CheckAccount(id)
		},
	)
}

// WithHeader adds a header. Headers that the SDK sets return an error.
//
// Values of one name add up if they are set in the same place: in one New, one With or
// one call. Otherwise the later place replaces all values of the name: With replaces
// those of New, a call replaces those of its client.
func WithHeader(name, value string) SharedOption {
	return shared(
		func(c *config) error {
			h, err := core.CheckHeader(name, value)
			c.headers = append(c.headers, h)
			return err
		},
		func(o *core.CallOptions) error { return o.AddHeader(name, value) },
	)
}

// WithMaxAttempts sets the maximum number of attempts of a call: 1 to 10. Default: 3.
func WithMaxAttempts(n int) SharedOption {
	return shared(
		func(c *config) error {
			c.policy.MaxAttempts = n
			return checkAttempts(n)
		},
		func(o *core.CallOptions) error {
			o.Attempts = n
			return checkAttempts(n)
		},
	)
}

// WithTimeout limits the total time of a call with all attempts and waits, if the context
// has no deadline. Default: 90s.
func WithTimeout(d time.Duration) SharedOption {
	return shared(
		func(c *config) error {
			c.policy.Timeout = d
			return checkTimeout("WithTimeout", d)
		},
		func(o *core.CallOptions) error {
			o.Timeout = d
			return checkTimeout("WithTimeout", d)
		},
	)
}

// WithAttemptTimeout limits the time of one attempt, from dialing to the last byte of the
// response. An attempt that times out is retried. Default: 30s.
func WithAttemptTimeout(d time.Duration) SharedOption {
	return shared(
		func(c *config) error {
			c.policy.AttemptTimeout = d
			return checkTimeout("WithAttemptTimeout", d)
		},
		func(o *core.CallOptions) error {
			o.Attempt = d
			return checkTimeout("WithAttemptTimeout", d)
		},
	)
}

// WithIdempotencyKey sets the idempotency key of a write: 1 to 255 printable ASCII
// characters without blanks. The server executes a write once per key. For 24 hours it
// returns the first response for repeated requests. Default: a random key per call.
func WithIdempotencyKey(key string) RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		o.Key, o.NoKey = key, false
		return core.CheckKey(key)
	})
}

// WithoutIdempotencyKey sends a write without an idempotency key. The write is not
// retried if the server may have received it.
func WithoutIdempotencyKey() RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		o.Key, o.NoKey = "", true
		return nil
	})
}

// WithExpand adds objects to the response beside their IDs: "customer", "items.product".
// At most four levels.
func WithExpand(paths ...string) RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		for _, path := range paths {
			if err := core.CheckExpand(path); err != nil {
				return err
			}
		}
		o.Expand = append(o.Expand, paths...)
		return nil
	})
}

// WithQuery adds a query parameter that the SDK has no field for, as in
// WithQuery("status", "succeeded,failed").
//
// Values of one name add up and replace each other like those of [WithHeader]. A
// parameter of the call, from its params or the path of [Client.Do], replaces the value
// of the client. WithQuery on the call replaces both. [WithExpand] replaces "expand[]".
func WithQuery(name, value string) SharedOption {
	add := func(query *url.Values) error {
		if name == "" {
			return &ParamError{Param: "WithQuery", Message: "the parameter must have a name"}
		}
		if *query == nil {
			*query = url.Values{}
		}
		query.Add(name, value)
		return nil
	}
	return shared(
		func(c *config) error { return add(&c.query) },
		func(o *core.CallOptions) error { return add(&o.Query) },
	)
}

// WithResponse stores the HTTP response of the call: status, headers, request ID, rate
// limit, attempts and the raw body. It is also set for a failed call that received a
// response. The Response belongs to the caller. Concurrent calls must not share it.
func WithResponse(response *Response) RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		if response == nil {
			return &ParamError{Param: "WithResponse", Message: "must not be nil: pass the address of a Response"}
		}
		o.Response = response
		return nil
	})
}

// WithPrefetch makes All and Pages fetch the next page while the caller processes the
// present page. It cannot be combined with [WithResponse], because the background request
// would write to the Response.
func WithPrefetch() RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		o.Prefetch = true
		return nil
	})
}

func optionError(option, message string) error {
	return fmt.Errorf("stateset: %s: %s", option, message)
}

func checkAttempts(n int) error {
	if n < 1 || n > 10 {
		return optionError("WithMaxAttempts", fmt.Sprintf("must be 1..10, got %d", n))
	}
	return nil
}

func checkTimeout(option string, d time.Duration) error {
	if d <= 0 {
		return optionError(option, fmt.Sprintf("must be above zero, got %s", d))
	}
	return nil
}
