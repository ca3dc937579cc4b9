package mockserver

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// WithControlToken makes the control interface at /_mock require the token, as
// "Authorization: Bearer TOKEN" or "X-Mock-Token: TOKEN". Callers may then come from any
// machine. Default: no token, and only callers from this machine. The token has 1 to 255
// printable ASCII characters without blanks and quotes.
func WithControlToken(token string) Option {
	return func(c *config) error {
		if fault := tokenFault(token); fault != "" {
			return errors.New("mockserver: WithControlToken: the token " + fault)
		}
		c.face.ControlToken = token
		return nil
	}
}

// maxToken is the maximum length of a control token.
const maxToken = 255

// tokenFault returns what is wrong with a token, without showing it, or "".
func tokenFault(token string) string {
	if token == "" || len(token) > maxToken {
		return fmt.Sprintf("must have 1 to %d characters, got %d", maxToken, len(token))
	}
	for i := range len(token) {
		if c := token[i]; c < '!' || c > '~' || strings.IndexByte("\"'`", c) >= 0 {
			return fmt.Sprintf("must consist of printable ASCII characters without blanks and quotes: character %d is not one", i+1)
		}
	}
	return ""
}

// WithOpenControl allows every machine that reaches the server to use the control
// interface at /_mock. Use it in networks that only tests reach. With [WithControlToken]
// the token is still required. Default: only callers from this machine.
func WithOpenControl() Option {
	return func(c *config) error {
		c.face.ControlOpen = true
		return nil
	}
}

// WithPublicURL sets the address at which clients reach the server, as in
// "https://mock:8420". The server uses it for links such as an invoice's public_url and
// pdf_url, and web pages of its origin may use the control interface. [Server.URL] does
// not change. Default: the address of the listener.
func WithPublicURL(address string) Option {
	return func(c *config) error {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.ForceQuery ||
			strings.Contains(address, "#") || strings.Contains(u.Host, "%") {
			return errors.New("mockserver: WithPublicURL: must be an http or https URL without user, query, fragment and IPv6 zone, as in \"https://mock:8420\"")
		}
		c.publicURL = strings.TrimRight(address, "/")
		c.face.PublicURL = c.publicURL
		return nil
	}
}
