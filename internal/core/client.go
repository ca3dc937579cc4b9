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
	// authorization is a function so that no way of printing a client shows the
	// key.
	authorization func() []string
	fixed         func() http.Header // the headers that all requests share
	last          *atomic.Pointer[api.RateLimit]
}

// Settings is what a Client is made of, validated.
type Settings struct {
	Key       Secret   // zero: only operations that need no key can be called
	API       *url.URL // with the base path, without a slash at its end
	Network   *url.URL
	Account   string
	UserAgent string
	Headers   []Header
	Query     url.Values // of every request
	Random    io.Reader  // of keys and request ids
	PlainHTTP bool       // http URLs of every host are accepted
	Journal   *Journal   // stores writes; nil for none
}

// Secret holds a secret where nothing prints it.
type Secret struct{ reveal func() string }

// NewSecret keeps a secret.
func NewSecret(value string) Secret { return Secret{func() string { return value }} }

// Reveal gives the secret away.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Live reports whether the secret is a key of live mode.
func (s Secret) Live() bool {
	_, rest, _ := strings.Cut(s.Reveal(), "_")
	return strings.HasPrefix(rest, "live_")
}

// String is the secret's kind and its last four characters.
func (s Secret) String() string {
	value := s.Reveal()
	if value == "" {
		return "no key"
	}
	parts := strings.SplitN(value, "_", 3)
	if len(parts) < 3 || len(parts[2]) < 12 {
		return "***"
	}
	return parts[0] + "_" + parts[1] + "_…" + value[len(value)-4:]
}

// recognisable is how many characters of a key give it away in a text that may have
// been cut: the kind and mode of a key are eight.
const recognisable = 12

// Hide puts the form of String in the place of the secret, or of the beginning of
// it: text from a server may have been cut in its middle.
func (s Secret) Hide(text string) string {
	value := s.Reveal()
	start := value[:min(len(value), recognisable)]
	if start == "" || !strings.Contains(text, start) {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, start)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(s.String())
		text = rest
		for i := len(start); i < len(value) && text != "" && text[0] == value[i]; i++ {
			text = text[1:]
		}
	}
}

// NewClient makes a client.
func NewClient(settings Settings, t *transport.Client) *Client {
	var authorization []string
	if !settings.Key.IsZero() {
		authorization = []string{"Bearer " + settings.Key.Reveal()}
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
	return &Client{
		settings: settings, transport: t, last: new(atomic.Pointer[api.RateLimit]),
		authorization: func() []string { return authorization },
		fixed:         func() http.Header { return fixed },
	}
}

// Settings returns what the client was made of.
func (c *Client) Settings() Settings { return c.settings }

// Transport returns the client's transport.
func (c *Client) Transport() *transport.Client { return c.transport }

// RateLimit returns what the last answer said of the rate limit, and whether any
// did.
func (c *Client) RateLimit() (api.RateLimit, bool) {
	if limit := c.last.Load(); limit != nil {
		return *limit, true
	}
	return api.RateLimit{}, false
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
