package mockserver

import (
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// WithControlToken makes the control interface at /_mock require the token, as
// "Authorization: Bearer TOKEN" or "X-Mock-Token: TOKEN". Callers may then come from any
// machine. Default: no token, and only callers from this machine. The token has 1 to 255
// printable ASCII characters without blanks and quotes.
func WithControlToken(token string) Option {
	return func(c *config) error {
		if err := httpapi.CheckToken(token); err != nil {
			return fmt.Errorf("mockserver: WithControlToken: the token %w", err)
		}
		c.face.ControlToken = token
		return nil
	}
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
		if err := httpapi.CheckPublicURL(address); err != nil {
			return fmt.Errorf("mockserver: WithPublicURL: %w", err)
		}
		c.publicURL = strings.TrimRight(address, "/")
		c.face.PublicURL = c.publicURL
		return nil
	}
}

// PublicURL returns the address of [WithPublicURL]. Default: the address of [Server.URL].
func (s *Server) PublicURL() string { return s.publicURL }
