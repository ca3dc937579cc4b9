package stateset

import (
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
)

// The environment variables of NewFromEnv.
const (
	envKey     = "STATESET_API_KEY"
	envBaseURL = "STATESET_BASE_URL"
	envAccount = "STATESET_ACCOUNT_ID"
	envRetries = "STATESET_MAX_RETRIES"
	// envAllowHTTP is the variable for WithPlainHTTP.
	envAllowHTTP = "STATESET_ALLOW_HTTP"
)

// NewFromEnv returns a client with the key of STATESET_API_KEY. Optional variables:
// STATESET_BASE_URL, STATESET_ACCOUNT_ID (as [WithAccount]), STATESET_MAX_RETRIES (0 to
// 9) and STATESET_ALLOW_HTTP (true for [WithPlainHTTP]). opts are applied after the
// variables. An invalid value returns an error that names the variable. With
// [WithKeySource] the key may be missing.
func NewFromEnv(opts ...Option) (*Client, error) {
	key := os.Getenv(envKey)
	if key != "" { // New reports a missing key with the name of the variable
		if err := checkKey(key); err != nil {
			return nil, inEnv(envKey, err)
		}
	}
	if err := checkProxies(); err != nil {
		return nil, err
	}
	fromEnv, err := optionsFromEnv()
	if err != nil {
		return nil, err
	}
	return New(key, append(fromEnv, opts...)...)
}

// optionsFromEnv returns the options that the variables set.
func optionsFromEnv() (opts []Option, err error) {
	if address := os.Getenv(envBaseURL); address != "" {
		opts = append(opts, clientOption(func(c *config) error { return c.setHosts(envBaseURL, address, true) }))
	}
	if account := os.Getenv(envAccount); account != "" {
		if err := core.CheckAccount(account); err != nil {
			return nil, inEnv(envAccount, err)
		}
		opts = append(opts, WithAccount(account))
	}
	if text := os.Getenv(envRetries); text != "" {
		retries, err := strconv.Atoi(text)
		if err != nil || retries < 0 || retries > 9 || text != strconv.Itoa(retries) {
			return nil, optionError(envRetries, "must be a whole number from 0 to 9, got "+quote.Short(text))
		}
		opts = append(opts, WithMaxAttempts(retries+1))
	}
	if text := os.Getenv(envAllowHTTP); text != "" {
		allowed, err := strconv.ParseBool(text)
		if err != nil {
			return nil, optionError(envAllowHTTP, "must be true or false, got "+quote.Short(text))
		}
		if allowed {
			opts = append(opts, WithPlainHTTP())
		}
	}
	return opts, nil
}

// inEnv adds the name of the variable to the error of its option.
func inEnv(name string, err error) error {
	text := strings.TrimPrefix(err.Error(), "stateset: ")
	return optionError(name, strings.TrimPrefix(text, "WithAccount: "))
}

// checkProxies rejects a proxy address that net/http cannot use. Otherwise the first
// request would fail with an error that shows the password.
func checkProxies() error {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		value := os.Getenv(name)
		if value == "" {
			continue
		}
		if !goodProxy(value) {
			return optionError(name, "is no proxy address: must be like \"http://host:port\"")
		}
	}
	return nil
}

// goodProxy accepts the values that net/http accepts: a URL, or a host and port without a
// scheme.
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
