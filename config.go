package stateset

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/transport"
)

// The documented addresses of the API.
const (
	APIURL     = "https://api.stateset.com/v1"
	NetworkURL = "https://api.stateset.network/v1"
	SandboxURL = "https://api.sandbox.stateset.com/v1"
)

// config is what options add up to.
type config struct {
	key        core.Secret
	hosts      hosts
	liveHosts  []string
	http       *http.Client
	policy     api.RetryPolicy
	middleware []func(http.RoundTripper) http.RoundTripper
	hooks      api.Hooks
	logger     *slog.Logger
	limiter    api.Limiter
	appInfo    string
	account    string
	headers    []core.Header
	random     io.Reader
}

type hosts struct {
	api, network host
	ownNetwork   bool // set by WithNetworkURL, which WithBaseURL then leaves alone
}

// host is an address and the option or variable that it comes from.
type host struct {
	url    *url.URL
	option string
}

func defaultHosts() hosts {
	return hosts{api: host{mustURL(APIURL), "APIURL"}, network: host{mustURL(NetworkURL), "NetworkURL"}}
}

func mustURL(text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil {
		panic(err)
	}
	return u
}

func (c *config) clone() *config {
	derived := *c
	derived.liveHosts = slices.Clone(c.liveHosts)
	derived.middleware = slices.Clone(c.middleware)
	derived.headers = slices.Clone(c.headers)
	return &derived
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

// build makes the client. parent, if any, is the one whose connections and budget
// it shares.
func (c *config) build(parent *Client) (*Client, error) {
	if err := c.checkHosts(); err != nil {
		return nil, err
	}
	policy, err := transport.Complete(c.policy)
	if err != nil {
		return nil, optionError("retry policy", err.Error())
	}
	if c.http == nil {
		c.http = transport.DefaultHTTP()
	}
	if c.random == nil {
		c.random = rand.Reader
	}
	wire := transport.Config{
		HTTP: c.http, Policy: policy, Middleware: c.middleware, Limiter: c.limiter,
		Hooks: c.hooks, Logger: maskedLogger(c.logger, c.key), Classify: core.Classify,
	}
	var t *transport.Client
	if parent != nil {
		t = parent.core.Transport().With(wire)
	} else {
		t = transport.New(wire)
	}
	core := core.NewClient(core.Settings{
		Key: c.key, API: c.hosts.api.url, Network: c.hosts.network.url, Account: c.account,
		UserAgent: userAgent + c.appInfo, Headers: c.headers, Random: c.random,
	}, t)
	return newClient(core, c), nil
}

// userAgent names the SDK, and the system it runs on.
var userAgent = "stateset-go/" + Version + " (" + runtime.Version() + "; " + runtime.GOOS + "/" + runtime.GOARCH + ")"

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

// The environment that NewFromEnv reads.
const (
	envKey     = "STATESET_API_KEY"
	envBaseURL = "STATESET_BASE_URL"
	envAccount = "STATESET_ACCOUNT_ID"
	envRetries = "STATESET_MAX_RETRIES"
)

// NewFromEnv makes a client with the key of STATESET_API_KEY, and if they are set
// STATESET_BASE_URL, STATESET_ACCOUNT_ID (as [WithAccount]) and
// STATESET_MAX_RETRIES (0 to 9). The options come after them. A variable with a bad
// value is an error that names it.
func NewFromEnv(opts ...Option) (*Client, error) {
	key := os.Getenv(envKey)
	if err := checkKey(key); err != nil {
		if key == "" {
			return nil, err // which names the variable
		}
		return nil, inEnv(envKey, err)
	}
	if err := checkProxies(); err != nil {
		return nil, err
	}
	var fromEnv []Option
	if address := os.Getenv(envBaseURL); address != "" {
		fromEnv = append(fromEnv, clientOption(func(c *config) error { return c.setHosts(envBaseURL, address, true) }))
	}
	if account := os.Getenv(envAccount); account != "" {
		if err := core.CheckAccount(account); err != nil {
			return nil, inEnv(envAccount, err)
		}
		fromEnv = append(fromEnv, WithAccount(account))
	}
	if text := os.Getenv(envRetries); text != "" {
		retries, err := strconv.Atoi(text)
		if err != nil || retries < 0 || retries > 9 || text != strconv.Itoa(retries) {
			return nil, optionError(envRetries, "must be a whole number from 0 to 9, got "+quote.Short(text))
		}
		fromEnv = append(fromEnv, WithMaxAttempts(retries+1))
	}
	return New(key, append(fromEnv, opts...)...)
}

// inEnv names the variable in the error of the option that it stands for.
func inEnv(name string, err error) error {
	text := strings.TrimPrefix(err.Error(), "stateset: ")
	return optionError(name, strings.TrimPrefix(text, "WithAccount: "))
}

// checkProxies refuses a proxy address that net/http could not use: it would say so
// at the first request, and print the password.
func checkProxies() error {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		value := os.Getenv(name)
		if value == "" {
			continue
		}
		if !goodProxy(value) {
			return optionError(name, "is no proxy address: want \"http://host:port\"")
		}
	}
	return nil
}

// goodProxy takes what net/http does: a URL, or a host and port without a scheme.
func goodProxy(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" {
		return false
	}
	return slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme)
}
