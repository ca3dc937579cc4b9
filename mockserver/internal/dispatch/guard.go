package dispatch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// guard refuses connections to private networks. Otherwise anyone who registers a
// webhook URL could reach them through the server.
type guard struct {
	private  bool          // allow private networks
	resolver *net.Resolver // default: that of the machine
}

// dialer returns a dialer that checks each resolved address before it connects.
func (g *guard) dialer() *net.Dialer {
	return &net.Dialer{Timeout: timeout, Resolver: g.resolver, ControlContext: g.control}
}

// remoteKey is the context key of a delivery whose URL a caller on another machine set.
type remoteKey struct{}

func (g *guard) control(ctx context.Context, _, address string, _ syscall.RawConn) error {
	addr, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("refused: %q is not an address", address)
	}
	switch ip := addr.Addr().WithZone("").Unmap(); {
	case g.private:
	case ip.IsLoopback() && ctx.Value(remoteKey{}) != nil:
		return fmt.Errorf("refused: %s is the server's own machine, and another machine registered the URL: allow private networks", ip)
	case !ip.IsLoopback() && !public(ip):
		return fmt.Errorf("refused: %s is not a public address: allow private networks", ip)
	}
	return nil
}

// reserved are networks that are not public and that netip does not report.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // carrier-grade NAT
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"), // 6to4 relays
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"),          // embedded IPv4
	netip.MustParsePrefix("64:ff9b::/96"),   // IPv4 behind a gateway, including private addresses
	netip.MustParsePrefix("64:ff9b:1::/48"), // like 64:ff9b::/96
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // 6to4: embedded IPv4
	netip.MustParsePrefix("3fff::/20"),
	netip.MustParsePrefix("5f00::/16"), // segment routing
	netip.MustParsePrefix("fec0::/10"),
}

// public reports whether the address is publicly reachable. Metadata services of clouds
// have link-local or unique local addresses.
func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, prefix := range reserved {
		if prefix.Contains(ip) {
			return false
		}
	}
	return true
}
