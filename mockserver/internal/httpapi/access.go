package httpapi

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/memnet"
)

// tokenHeader is an alternative to the Authorization header.
const tokenHeader = "X-Mock-Token"

// deliveryHeader is set in every webhook delivery.
const deliveryHeader = "X-Stateset-Delivery"

// access holds the rules of the control interface. The zero value admits loopback peers
// that address a loopback host.
type access struct {
	open   bool                     // admits every peer
	token  func() [sha256.Size]byte // hash of the token; a function, so that nothing prints it; nil: no token
	public string                   // origin of the public URL, or ""
}

func newAccess(opts Options) access {
	a := access{open: opts.ControlOpen}
	if opts.ControlToken != "" {
		sum := sha256.Sum256([]byte(opts.ControlToken))
		a.token = func() [sha256.Size]byte { return sum }
	}
	if u, ok := parseOrigin(opts.PublicURL); ok {
		a.public = originOf(u)
	}
	return a
}

// admit returns an error for a request that may not use the control interface. Rules
// about browsers and deliveries come first: they hold in every mode. Forwarding headers
// such as X-Forwarded-For have no effect.
func (a access) admit(r *http.Request) error {
	conn := connOf(r)
	switch {
	case len(r.Header.Values(deliveryHeader)) > 0:
		return forbidden("refuses webhook deliveries")
	case crossSite(r.Header):
		return forbidden("refuses requests of web pages from other sites")
	case !a.allowsOrigin(r.Header.Values("Origin"), r.Host):
		return forbidden("refuses this Origin: a web page must come from a loopback host, from -public-url (WithPublicURL) or from the IP address of this server")
	case conn != nil && r.RequestURI != "" && !strings.HasPrefix(r.RequestURI, "/"):
		return forbidden("requires a path as the request target, not a URL")
	case a.token != nil:
		return a.checkToken(r.Header)
	case a.open:
		return nil
	case !fromLoopback(r):
		return forbidden("accepts requests from this machine only: to call it from another one, start the server with -control-token (WithControlToken) or -control open (WithOpenControl)")
	case !loopbackHost(r.Host) && (r.Host != memnet.Address || !inMemory(conn)):
		return forbidden("accepts requests to localhost or a loopback address only: to use another name, start the server with -control-token (WithControlToken) or -control open (WithOpenControl)")
	}
	return nil
}

func forbidden(why string) error {
	return refuse(engine.CodePermissions, "", "The control interface %s", why)
}

// checkToken requires the token in one of its headers. Comparing hashes takes the same
// time for every token.
func (a access) checkToken(header http.Header) error {
	given, ok := presentedToken(header)
	if !ok {
		return refuse(engine.CodeAPIKeyMissing, "", "The control interface requires its token: send one header 'Authorization: Bearer TOKEN' or '%s: TOKEN'", tokenHeader)
	}
	got, want := sha256.Sum256([]byte(given)), a.token()
	if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
		return refuse(engine.CodeInvalidAPIKey, "", "This is not the token of the control interface")
	}
	return nil
}

// presentedToken returns the token of a request. X-Mock-Token has precedence, because
// HTTP clients and proxies set Authorization for other purposes. A repeated header is
// ambiguous and counts as none.
func presentedToken(header http.Header) (string, bool) {
	if values := header.Values(tokenHeader); len(values) > 0 {
		return strings.TrimSpace(values[0]), len(values) == 1
	}
	values := header.Values("Authorization")
	if len(values) != 1 {
		return "", false
	}
	scheme, token, found := strings.Cut(strings.TrimSpace(values[0]), " ")
	return strings.TrimSpace(token), found && strings.EqualFold(scheme, "Bearer")
}

// crossSite reports whether a browser sent the request for a page of another site.
func crossSite(header http.Header) bool {
	for _, site := range header.Values("Sec-Fetch-Site") {
		if strings.EqualFold(strings.TrimSpace(site), "cross-site") {
			return true
		}
	}
	return false
}

// allowsOrigin reports whether a page of the origin may call. A name in the Host header
// plays no part: with DNS rebinding the attacker chooses both. An IP address cannot be
// rebound, so a page of the same address comes from this server.
func (a access) allowsOrigin(origins []string, host string) bool {
	if len(origins) == 0 {
		return true
	}
	u, ok := parseOrigin(origins[0])
	return ok && len(origins) == 1 && u.Path == "" && (loopbackHost(u.Host) || originOf(u) == a.public || u.Host == host && isIP(u.Hostname()))
}

func isIP(text string) bool {
	ip, err := netip.ParseAddr(text)
	return err == nil && ip.Zone() == ""
}

// parseOrigin parses an absolute http or https URL.
func parseOrigin(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	return u, true
}

// originOf returns scheme, host and port in one spelling.
func originOf(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// fromLoopback reports whether the peer is on this machine. The address of the
// connection counts where it is known.
func fromLoopback(r *http.Request) bool {
	conn := connOf(r)
	if inMemory(conn) {
		return true
	}
	if conn != nil {
		peer, ok := conn.RemoteAddr().(*net.TCPAddr)
		return ok && peer.Zone == "" && peer.IP.IsLoopback()
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && loopbackIP(host)
}

// loopbackHost reports whether a host, with or without a port, names this machine.
func loopbackHost(text string) bool {
	host := text
	if h, _, err := net.SplitHostPort(text); err == nil {
		host = h
	} else if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		host = text[1 : len(text)-1]
	}
	if strings.HasPrefix(text, "[") {
		return strings.Contains(host, ":") && loopbackIP(host)
	}
	return strings.EqualFold(host, "localhost") || loopbackIP(host)
}

// loopbackIP reports whether the text is a loopback address. An address with a zone is
// not: the zone is a name of the sender's own network.
func loopbackIP(text string) bool {
	ip, err := netip.ParseAddr(text)
	return err == nil && ip.Zone() == "" && ip.Unmap().IsLoopback()
}

// connOf returns the connection of a request, or nil if the caller of ServeHTTP has not
// used ConnContext.
func connOf(r *http.Request) net.Conn {
	conn, _ := r.Context().Value(connKey{}).(net.Conn)
	return conn
}

// inMemory reports whether the connection is in memory.
func inMemory(conn net.Conn) bool {
	_, ok := innermost(conn).(*memnet.Conn)
	return ok
}

// innermost returns the connection below TLS and faults.
func innermost(conn net.Conn) net.Conn {
	for {
		outer, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return conn
		}
		conn = outer.NetConn()
	}
}
