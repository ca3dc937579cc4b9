package dispatch

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// guard keeps deliveries away from networks that nobody but their owner reaches: a
// webhook's URL must not make the server a way into them.
type guard struct {
	private  bool          // private networks are allowed
	resolver *net.Resolver // nil: the machine's
}

// dialer checks each address after its name was resolved, right before it is
// connected to.
func (g *guard) dialer() *net.Dialer {
	return &net.Dialer{Timeout: timeout, Resolver: g.resolver, Control: g.control}
}

func (g *guard) control(_, address string, _ syscall.RawConn) error {
	addr, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("refused: %q is no address", address)
	}
	if ip := addr.Addr().WithZone("").Unmap(); !g.private && !ip.IsLoopback() && !public(ip) {
		return fmt.Errorf("refused: %s is no public address, and the server was not asked to deliver to private networks", ip)
	}
	return nil
}

// reserved are the networks that are not public beside those that netip knows.
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
	netip.MustParsePrefix("::/96"),          // IPv4 inside
	netip.MustParsePrefix("64:ff9b::/96"),   // IPv4 behind a gateway, private ones too
	netip.MustParsePrefix("64:ff9b:1::/48"), // likewise
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // 6to4: IPv4 inside
	netip.MustParsePrefix("3fff::/20"),
	netip.MustParsePrefix("5f00::/16"), // segment routing
	netip.MustParsePrefix("fec0::/10"),
}

// public reports whether everybody may reach the address. Those of cloud metadata are
// link-local or unique local.
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
