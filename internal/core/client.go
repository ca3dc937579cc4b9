package core

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
)

// Client makes the calls of the resource packages. It is safe for concurrent use and
// immutable.
type Client struct {
	settings  Settings
	transport *transport.Client
	fixed     func() http.Header          // returns the headers that all requests share
	own       *credential                 // of the client's key, or of no key
	last      *atomic.Pointer[credential] // the latest key from the source
}

// Settings are the validated settings of a Client.
type Settings struct {
	Key       transport.Secret // zero: only operations without a key can be called
	KeySource *KeySource       // supplies the key of each call and replaces Key; optional
	LiveFault error            // why a live key from the source is not sent; nil if it may be sent
	Keys      *Keys            // shared by derived clients; default: a new one
	Limiters  *Limiters        // optional
	API       *url.URL         // with the base path, without a trailing slash
	Network   *url.URL
	Account   string
	UserAgent string
	Headers   []Header
	Query     url.Values // added to every request
	Random    io.Reader  // source of keys and request IDs
	PlainHTTP bool       // accepts http URLs of every host
	Journal   *Journal   // stores writes; optional
}

// NewClient returns a client.
func NewClient(settings Settings, t *transport.Client) *Client {
	if settings.Keys == nil {
		settings.Keys = &Keys{}
	}
	fixed := http.Header{
		"User-Agent":      {settings.UserAgent},
		"Accept":          {"application/json"},
		"Accept-Encoding": {"gzip"},
	}
	if settings.Account != "" {
		fixed["X-Account-Id"] = []string{settings.Account}
	}
	for _, h := range settings.Headers {
		fixed[h.Name] = append(fixed[h.Name], h.Value)
	}
	c := &Client{
		settings: settings, transport: t, last: new(atomic.Pointer[credential]),
		fixed: func() http.Header { return fixed },
	}
	c.own = c.newCredential(settings.Key)
	return c
}

// Settings returns the settings of the client.
func (c *Client) Settings() Settings { return c.settings }

// Transport returns the client's transport.
func (c *Client) Transport() *transport.Client { return c.transport }

// RateLimit returns the rate limit of the client's key and account as the latest response
// reported it. The result is false if no response reported one.
func (c *Client) RateLimit() (api.RateLimit, bool) {
	used := c.lastUsed()
	if used == nil {
		return api.RateLimit{}, false
	}
	limit := used.RateLimit.Load()
	if limit == nil {
		return api.RateLimit{}, false
	}
	return *limit, true
}

// Stats returns the counters of this client and the clients derived from it, and the rest
// of the retry budget of its key.
func (c *Client) Stats() api.Stats {
	stats := c.transport.Stats()
	stats.BudgetLeft = (*transport.Budget)(nil).Left() // the full budget
	if used := c.lastUsed(); used != nil {
		stats.BudgetLeft = used.Budget.Left()
	}
	return stats
}

// Format prints no fields, for every verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "stateset.Client") }

// url returns the URL of an escaped path below /v1.
func (c *Client) url(host spec.Host, escaped string, query url.Values) (*url.URL, error) {
	base := c.settings.API
	if host == spec.HostNetwork {
		base = c.settings.Network
	}
	u := *base
	u.Path += escaped
	if strings.IndexByte(escaped, '%') >= 0 {
		path, err := url.PathUnescape(escaped)
		if err != nil {
			return nil, badParam("path", err.Error())
		}
		u.Path, u.RawPath = base.Path+path, base.EscapedPath()+escaped
	}
	if len(query) > 0 {
		u.RawQuery = query.Encode()
	}
	return &u, nil
}
