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
