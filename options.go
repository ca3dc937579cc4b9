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

// Option changes a client. Options that make no sense for one call do not compile
// on one.
type Option interface{ applyToClient(*config) error }

// SharedOption changes a client, or one call of it.
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

// shared returns an option of a client and of a call.
func shared(client func(*config) error, call func(*core.CallOptions) error) SharedOption {
	return sharedOption{client, core.OptionFunc(call)}
}

// WithBaseURL sends all requests to another address, as that of a mock server or of
// SandboxURL. "/v1" is added when the URL has no path. http:// is accepted for
// loopback addresses only, unless [WithPlainHTTP] is given. A live key is refused for a
// host that is not StateSet's unless [WithLiveKeyHost] names it.
func WithBaseURL(address string) Option {
	return clientOption(func(c *config) error { return c.setHosts("WithBaseURL", address, true) })
}

// WithNetworkURL sends the requests of the network host (paying orders and
// invoices) to another address. It has precedence over [WithBaseURL].
func WithNetworkURL(address string) Option {
	return clientOption(func(c *config) error { return c.setHosts("WithNetworkURL", address, false) })
}

// WithPlainHTTP allows http:// base URLs of every host, for test keys: a mock server in
// another container has an address such as "http://mock:8420". Webhook endpoints may then
// have http URLs too. A live key is never sent over http. Default: http is accepted for
// loopback addresses only.
func WithPlainHTTP() Option {
	return clientOption(func(c *config) error {
		c.plainHTTP = true
		return nil
	})
}

// WithLiveKeyHost allows a live key to be sent to a host that is not StateSet's, as
// that of a proxy of your own.
func WithLiveKeyHost(host string) Option {
	return clientOption(func(c *config) error {
		if !plainHost(host) {
			return optionError("WithLiveKeyHost", fmt.Sprintf("must be the name of one host, as in \"proxy.example.com\", got %s", quote.Short(host)))
		}
		c.liveHosts = append(c.liveHosts, host)
		return nil
	})
}

// WithHTTPClient makes the requests with another HTTP client: its Transport, Jar and
// Timeout (of an attempt) count, its CheckRedirect does not, since redirects are
// never followed. The client stays the caller's. Default: one connection pool for all
// clients of the process, see [Client].
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

// WithRetryPolicy changes how calls are retried. Zero fields keep their defaults.
func WithRetryPolicy(policy RetryPolicy) Option {
	return clientOption(func(c *config) error {
		c.policy = policy
		return nil
	})
}

// WithMiddleware wraps the transport of every attempt; the first one is the
// outermost. [OperationFrom] tells a middleware what its request is for. A middleware
// that needs the body reads req.Body and replaces it: the GetBody of a write is nil, so
// that net/http does not send the write again on its own.
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
// options are all called, in the order of the options. A panic in one is recovered.
func WithHooks(hooks Hooks) Option {
	return clientOption(func(c *config) error {
		c.hooks = append(c.hooks, hooks)
		return nil
	})
}

// WithLogger sets the logger. Default: nil, which logs nothing.
//
// Each call is one line at debug level, or at warn level if it is a write whose outcome is
// unknown. Each retry is a line at info level. Members of a response that were skipped and
// failures of the journal are lines at warn level. docs/logging.md lists the attributes,
// which are stable. A line holds no key, header, query or body.
func WithLogger(logger *slog.Logger) Option {
	return clientOption(func(c *config) error {
		c.logger = logger
		return nil
	})
}

// WithLimiter has every attempt wait for a limiter first, such as the one of
// golang.org/x/time/rate. The limiter belongs to the client's key: a client that is derived
// with [WithKey] has none unless its own options set one. It replaces [WithLimiterPerKey].
func WithLimiter(limiter Limiter) Option {
	return clientOption(func(c *config) error {
		if limiter == nil {
			return optionError("WithLimiter", "limiter must not be nil: leave the option out for none")
		}
		c.limiter, c.limiters, c.newLimiter = limiter, nil, true
		return nil
	})
}

// WithLimiterPerKey has every attempt wait for the limiter of its key. newLimiter is called
// once for each key that this client and those derived from it use:
//
//	stateset.WithLimiterPerKey(func() stateset.Limiter { return rate.NewLimiter(25, 50) })
//
// A key that no client holds is forgotten after 5,000 other keys were used, and has a new
// limiter afterwards. The option replaces [WithLimiter].
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

// maxAppInfo is how long a program's name and version may be.
const maxAppInfo = 64

// WithAccount acts on behalf of a connected account ("acct_…").
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

// WithHeader adds a header. Headers that the SDK sets itself are refused.
//
// Values of one name add up when they are set in the same place: in one New, one With or
// one call. Otherwise the later place replaces all values of the name: With those of New,
// and a call those of its client.
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

// WithMaxAttempts sets how often a request is tried in all, 1 to 10.
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

// WithTimeout bounds all attempts and waits of a call together, where the context
// has no deadline. The default is 90 s.
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

// WithAttemptTimeout bounds one attempt, from dialling to the last byte of the
// answer. An attempt that runs out of it is retried. The default is 30 s.
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

// WithIdempotencyKey sets the idempotency key of a call that changes something: 1
// to 255 printable ASCII characters without blanks. The server does what was asked
// once for each key, for 24 hours, and answers repetitions with the first answer.
// Without the option each call has a random key.
func WithIdempotencyKey(key string) RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		o.Key, o.NoKey = key, false
		return core.CheckKey(key)
	})
}

// WithoutIdempotencyKey sends a call that changes something without a key. It will
// not be retried once it may have been received.
func WithoutIdempotencyKey() RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		o.Key, o.NoKey = "", true
		return nil
	})
}

// WithExpand has the answer hold objects beside their ids: "customer",
// "items.product". At most four levels.
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
// Values of one name add up and replace each other as those of [WithHeader] do. A
// parameter that the call itself sends, from its params or the path of [Client.Do],
// replaces the value of the client. WithQuery on the call replaces both. "expand[]" is
// replaced by [WithExpand].
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

// WithResponse stores what came back beside the call's object: status, headers,
// request id, rate limit, attempts and the raw body. It is filled for failed calls
// too, as far as there was an answer. The Response belongs to the caller and must
// not be shared by calls that run at once.
func WithResponse(response *Response) RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error {
		if response == nil {
			return &ParamError{Param: "WithResponse", Message: "must not be nil: give the address of a Response"}
		}
		o.Response = response
		return nil
	})
}

// WithPrefetch makes All and Pages ask for the next page while the caller works on
// this one. It cannot be given together with [WithResponse], which would be written
// to meanwhile.
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
