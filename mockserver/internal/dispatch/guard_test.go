package dispatch

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	for address, public := range map[string]bool{
		"8.8.8.8": true, "93.184.216.34": true, "2606:4700::1111": true,
		"127.0.0.1": true, "127.9.9.9": true, "::1": true, "::ffff:127.0.0.1": true, // this machine
		"10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false, "fd00::1": false,
		"169.254.169.254": false, "fe80::1": false, "fd00:ec2::254": false, // cloud metadata among them
		"100.64.0.1": false, "100.127.255.255": false, "0.0.0.0": false, "0.1.2.3": false, "::": false,
		"224.0.0.1": false, "ff02::1": false, "255.255.255.255": false, "240.0.0.1": false,
		"::ffff:10.0.0.1": false, "::10.0.0.1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false, "fec0::1": false,
		"fd00::1%eth0": false, "fd00:ec2::254%1": false, "fe80::1%eth0": false, "2001:db8::1%x": false, "::1%lo": true, // zones
		"192.88.99.1": false, "3fff::1": false, "5f00::1": false,
		"192.0.2.1": false, "198.51.100.1": false, "203.0.113.1": false, "198.18.0.1": false, "2001:db8::1": false,
	} {
		endpoint := netip.AddrPortFrom(netip.MustParseAddr(address), 443).String()
		err := (&guard{}).control(t.Context(), "tcp", endpoint, nil)
		require.Equal(t, public, err == nil, address)
		require.NoError(t, (&guard{private: true}).control(t.Context(), "tcp", endpoint, nil), address)
	}
	require.Error(t, (&guard{}).control(t.Context(), "tcp", "example.com:443", nil))
}

// A public name with a private address is refused before the connection.
func TestGuardAfterNamesWereResolved(t *testing.T) {
	t.Parallel()
	names := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go answerName(server, netip.MustParseAddr("10.0.0.1"))
		return client, nil
	}}
	d := newDispatcher(Options{}, (&guard{resolver: names}).dialer().DialContext)
	outcome := d.Send(t.Context(), shipment("https://hooks.example.com./", asItIs))
	require.Contains(t, outcome.Error, "refused: 10.0.0.1 is not a public address")
	require.Zero(t, outcome.StatusCode)
}

// answerName is a name server that resolves every name to one IPv4 address.
func answerName(conn net.Conn, address netip.Addr) {
	defer func() { _ = conn.Close() }()
	for {
		var length [2]byte
		if _, err := io.ReadFull(conn, length[:]); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(conn, query); err != nil {
			return
		}
		end := 12
		for query[end] != 0 {
			end += int(query[end]) + 1
		}
		end += 5 // the root, type and class
		answer := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, query[12:end]...)
		if kind := binary.BigEndian.Uint16(query[end-4:]); kind == 1 {
			answer[7] = 1
			answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4)
			answer = append(answer, address.AsSlice()...)
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return
		}
	}
}

// An endpoint that another machine registered must not be on this machine.
func TestLoopbackIsForLocalCallers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	remote := shipment(server.URL, func(s *engine.Shipment) { s.Remote = true })
	outcome := New(Options{}).Send(t.Context(), remote)
	require.Zero(t, outcome.StatusCode)
	require.Contains(t, outcome.Error, "refused: 127.0.0.1 is the server's own machine")
	require.Equal(t, 404, New(Options{PrivateNetworks: true}).Send(t.Context(), remote).StatusCode)
	require.Equal(t, 404, New(Options{}).Send(t.Context(), shipment(server.URL, asItIs)).StatusCode)
}
