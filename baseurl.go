package stateset

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/transport"
)

// The documented addresses of the API.
const (
	APIURL     = "https://api.stateset.com/v1"
	NetworkURL = "https://api.stateset.network/v1"
	SandboxURL = "https://api.sandbox.stateset.com/v1"
)

type hosts struct {
	api, network host
	ownNetwork   bool // set by WithNetworkURL; WithBaseURL then keeps the network URL
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

// setHosts sets the base URL of both hosts, or of the network host only.
func (c *config) setHosts(option, address string, both bool) error {
	u, err := parseBase(address)
	if err != nil {
		return optionError(option, err.Error())
	}
	h := host{u, option}
	if !both {
		c.hosts.network, c.hosts.ownNetwork = h, true
		return nil
	}
	c.hosts.api = h
	if !c.hosts.ownNetwork {
		c.hosts.network = h
	}
	return nil
}

// parseBase parses a base URL. The error names each part that a base URL must not have.
func parseBase(address string) (*url.URL, error) {
	if address == "" {
		return nil, fmt.Errorf("the URL is empty: leave it out for %s", APIURL)
	}
	if strings.TrimSpace(address) != address {
		return nil, fmt.Errorf("the URL has blanks around it: trim it, got %s", shown(address))
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("the URL cannot be parsed: must be like %q, got %s", APIURL, shown(address))
	}
	fault := ""
	switch {
	case u.User != nil:
		fault = "must not hold a user or password"
	case u.Scheme == "" || u.Host == "" || u.Hostname() == "":
		fault = fmt.Sprintf("must be absolute, as in %q", APIURL)
	case u.Scheme != "https" && u.Scheme != "http":
		fault = "must begin with https:// or http://"
	case u.RawQuery != "" || u.ForceQuery:
		fault = "must not have a query"
	case u.Fragment != "" || strings.HasSuffix(address, "#"):
		fault = "must not have a fragment"
	case strings.Contains(u.Hostname(), "%"):
		fault = "must not have an IPv6 zone"
	case !goodPort(u.Port()):
		fault = "must have a port from 1 to 65535, or none"
	case !plainPath(u):
		fault = "must have a plain path, without //, dots or escapes"
	}
	if fault != "" {
		return nil, fmt.Errorf("the URL %s, got %s", fault, shown(address))
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	if u.Path == "" {
		u.Path = "/v1"
	}
	u.RawPath = ""
	return u, nil
}

// shown returns a base URL for messages, without a password and a query.
func shown(address string) string {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i+1] + "…"
	}
	if at := strings.LastIndexByte(address, '@'); at >= 0 {
		scheme, _, found := strings.Cut(address, "://")
		if found && len(scheme) < at {
			return quote.Short(scheme + "://…" + address[at:])
		}
		return quote.Short("…" + address[at:])
	}
	return quote.Short(address)
}

func goodPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 1 && n <= 65535
}

func plainPath(u *url.URL) bool {
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == "." || segment == ".." {
			return false
		}
	}
	return !strings.Contains(u.Path, "//") && u.EscapedPath() == u.Path
}

// checkHosts refuses to send a key in clear text to another machine without
// WithPlainHTTP, and a live key to a host that does not belong to StateSet.
func (c *config) checkHosts(live bool) error {
	for _, h := range []host{c.hosts.api, c.hosts.network} {
		if fault := h.fault(c, live); fault != "" {
			return optionError(h.option, fault)
		}
	}
	return nil
}

func (h host) fault(c *config, live bool) string {
	name := h.url.Hostname()
	quoted := quote.Short(name)
	if h.url.Scheme == "http" && live {
		return "a live key is never sent over http: use https for " + quoted
	}
	if h.url.Scheme == "http" && !transport.IsLoopback(name) && !c.plainHTTP {
		return "http is accepted for loopback only: use https for " + quoted + ", or allow http for test keys with WithPlainHTTP or " + envAllowHTTP + "=true"
	}
	if live && !plainHost(name) {
		return "a live key is sent only to hosts of ASCII letters, digits, dots and dashes, got " + quoted
	}
	if !live || isStateSet(name) {
		return ""
	}
	for _, a := range c.liveHosts {
		if strings.EqualFold(a, name) {
			return ""
		}
	}
	return fmt.Sprintf("a live key is not sent to %s, which is not StateSet's: allow it with WithLiveKeyHost(%s)", quoted, quoted)
}

// plainHost reports whether a host name has only ASCII letters, digits, dots and dashes.
// Other characters can look like these, or be invisible.
func plainHost(host string) bool {
	for i := range len(host) {
		c := host[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' {
			return false
		}
	}
	return host != ""
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
