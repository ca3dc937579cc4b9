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

// Client is what resource packages make their calls with. It is safe for
// concurrent use and never changes.
type Client struct {
	settings  Settings
	transport *transport.Client
	fixed     func() http.Header          // the headers that all requests share
	own       *credential                 // of the client's key, or of none
	last      *atomic.Pointer[credential] // that the key source supplied
}

// Settings is what a Client is made of, validated.
type Settings struct {
	Key       transport.Secret // zero: only operations that need no key can be called
	KeySource *KeySource       // supplies the key of each call in place of Key; nil for none
	LiveFault error            // why a live key of the source is not sent; nil if it is
	Keys      *Keys            // shared by derived clients; nil means new
	Limiters  *Limiters        // nil for none
	API       *url.URL         // with the base path, without a slash at its end
	Network   *url.URL
	Account   string
	UserAgent string
	Headers   []Header
	Query     url.Values // of every request
	Random    io.Reader  // of keys and request ids
	PlainHTTP bool       // http URLs of every host are accepted
	Journal   *Journal   // stores writes; nil for none
}

// NewClient makes a client.
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

// Settings returns what the client was made of.
func (c *Client) Settings() Settings { return c.settings }

// Transport returns the client's transport.
func (c *Client) Transport() *transport.Client { return c.transport }

// RateLimit returns the rate limit of the client's key and account as the last response
// reported it, and whether any did.
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

// Stats returns the counters of this client and those derived from it, and what is left
// of the retry budget of its key.
func (c *Client) Stats() api.Stats {
	stats := c.transport.Stats()
	stats.BudgetLeft = (*transport.Budget)(nil).Left() // full
	if used := c.lastUsed(); used != nil {
		stats.BudgetLeft = used.Budget.Left()
	}
	return stats
}

// Format keeps every verb from printing what is inside.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "stateset.Client") }

// url builds the address of a path below /v1, already escaped.
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
