package stateset

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/stateset/stateset-go/internal/api"
	"github.com/stateset/stateset-go/internal/transport"
)

// keyKinds are the beginnings of API keys: secret, public, restricted; test, live.
var keyKinds = []string{"sk_test_", "sk_live_", "pk_test_", "pk_live_", "rk_test_", "rk_live_"}

// checkKey says what is wrong with an API key, and never shows it.
func checkKey(key string) error {
	if key == "" {
		return fmt.Errorf("stateset: no API key: pass one or set %s", envKey)
	}
	for i, r := range key {
		switch {
		case r == '\n' || r == '\r':
			return fmt.Errorf("stateset: API key contains a newline at character %d: trim it", i+1)
		case r <= ' ' || r == 0x7f:
			return fmt.Errorf("stateset: API key contains a blank or control character at character %d: trim it", i+1)
		case r == '"' || r == '\'' || r == '`':
			return fmt.Errorf("stateset: API key contains a quote at character %d: pass it without quotes", i+1)
		case r > '~':
			return fmt.Errorf("stateset: API key contains a character that is not ASCII at character %d", i+1)
		}
	}
	for _, kind := range keyKinds {
		if strings.HasPrefix(key, kind) && len(key) > len(kind) {
			return nil
		}
	}
	if strings.HasPrefix(key, "whsec_") {
		return fmt.Errorf("stateset: this does not look like an API key; it is a webhook secret")
	}
	return fmt.Errorf("stateset: this does not look like an API key: want sk_, pk_ or rk_, then test_ or live_, then the rest")
}

// setHosts sets the base URL of both hosts, or of the network host alone.
func (c *config) setHosts(option, address string, both bool) error {
	u, err := parseBase(address)
	if err != nil {
		return optionError(option, err.Error())
	}
	if !both {
		c.hosts.network, c.hosts.ownNetwork = u, true
		return nil
	}
	c.hosts.api = u
	if !c.hosts.ownNetwork {
		c.hosts.network = u
	}
	return nil
}

// parseBase reads a base URL. Everything that a base URL should not have is named.
func parseBase(address string) (*url.URL, error) {
	if address == "" {
		return nil, fmt.Errorf("the URL is empty")
	}
	if strings.TrimSpace(address) != address {
		return nil, fmt.Errorf("the URL has blanks around it")
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("the URL cannot be parsed")
	}
	fault := ""
	switch {
	case u.User != nil:
		fault = "must not hold a user or password"
	case u.Scheme == "" || u.Host == "" || u.Hostname() == "":
		fault = "must be absolute, as in \"https://api.stateset.com\""
	case u.Scheme != "https" && u.Scheme != "http":
		fault = fmt.Sprintf("must begin with https://, or http:// on loopback, got %q", u.Scheme)
	case u.RawQuery != "" || u.ForceQuery:
		fault = "must not have a query"
	case u.Fragment != "" || strings.HasSuffix(address, "#"):
		fault = "must not have a fragment"
	case strings.Contains(u.Hostname(), "%"):
		fault = "must not have an IPv6 zone"
	case strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/../") || strings.Contains(u.Path, "/./"):
		fault = "must have a plain path, without // or dots"
	}
	if fault != "" {
		return nil, fmt.Errorf("the URL %s", fault)
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	if u.Path == "" {
		u.Path = "/v1"
	}
	u.RawPath = ""
	return u, nil
}

// checkHosts refuses to send a key in clear text to another machine, and a live key
// to a host that is not StateSet's.
func (c *config) checkHosts() error {
	for _, u := range []*url.URL{c.hosts.api, c.hosts.network} {
		if err := checkHost(u, c.key, c.liveHosts); err != nil {
			return err
		}
	}
	return nil
}

func checkHost(u *url.URL, key api.Secret, allowed []string) error {
	host := u.Hostname()
	if u.Scheme == "http" && key.Live() {
		return fmt.Errorf("stateset: a live key is never sent over http: use https for %s", host)
	}
	if u.Scheme == "http" && !transport.IsLoopback(host) {
		return fmt.Errorf("stateset: http is accepted for loopback only: use https for %s", host)
	}
	if !key.Live() || isStateSet(host) {
		return nil
	}
	for _, a := range allowed {
		if strings.EqualFold(a, host) {
			return nil
		}
	}
	return fmt.Errorf("stateset: a live key is not sent to %s, which is not StateSet's: allow it with WithLiveKeyHost(%q)", host, host)
}

func isStateSet(host string) bool {
	host = strings.ToLower(host)
	for _, domain := range []string{"stateset.com", "stateset.network"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}
