package faultmatrix

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"

	"github.com/stateset/stateset-go/mockserver"
)

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// tap records every byte that the client writes. It contains requests that net/http
// repeats, and requests that were sent partly.
type tap struct {
	transport *http.Transport

	mu     sync.Mutex
	healed bool
	dialed []string
	dials  int
	conns  []*tappedConn
	open   int
}

type tappedConn struct {
	net.Conn
	tap   *tap
	wrote bytes.Buffer
	close sync.Once
}

// newTap returns the client's connections, based on the default transport of the SDK.
func newTap(s *scenario, srv *mockserver.Server) *tap {
	t := &tap{transport: matrixHTTP()}
	next := t.transport.DialContext
	if !s.sockets {
		next = srv.HTTPClient().Transport.(*http.Transport).DialContext
	}
	t.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		attempt, healed := t.note(address)
		var c net.Conn
		var err error
		if s.dial != nil && !healed {
			c, err = s.dial(ctx, attempt, address, next)
		} else {
			c, err = next(ctx, network, address)
		}
		if err != nil {
			return nil, err
		}
		return t.add(c), nil
	}
	if s.tune != nil {
		s.tune(t.transport)
	}
	return t
}

// note counts a dial.
func (t *tap) note(address string) (attempt int, healed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dialed = append(t.dialed, address)
	t.dials++
	return t.dials, t.healed
}

func (t *tap) add(c net.Conn) net.Conn {
	t.mu.Lock()
	defer t.mu.Unlock()
	tapped := &tappedConn{Conn: c, tap: t}
	t.conns = append(t.conns, tapped)
	t.open++
	return tapped
}

// heal allows all later dials.
func (t *tap) heal() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.healed = true
}

// forget clears the recorded dials and bytes.
func (t *tap) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dialed = nil
	for _, c := range t.conns {
		c.wrote.Reset()
	}
}

// hosts returns the dialed hosts.
func (t *tap) hosts() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.dialed...)
}

// openConns returns the number of open connections.
func (t *tap) openConns() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.open
}

func (c *tappedConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.tap.mu.Lock()
	defer c.tap.mu.Unlock()
	c.wrote.Write(b[:n])
	return n, err
}

func (c *tappedConn) Close() error {
	c.close.Do(func() {
		c.tap.mu.Lock()
		defer c.tap.mu.Unlock()
		c.tap.open--
	})
	return c.Conn.Close()
}

// sent is a request on the wire.
type sent struct {
	*http.Request
	body  []byte
	whole bool // the complete body was written
}

// sent returns the requests whose header was written, by connection. TLS connections
// cannot be read.
func (t *tap) sent() []sent {
	t.mu.Lock()
	defer t.mu.Unlock()
	var requests []sent
	for _, c := range t.conns {
		from := bufio.NewReader(bytes.NewReader(c.wrote.Bytes()))
		for {
			request, err := http.ReadRequest(from)
			if err != nil {
				break
			}
			body, err := io.ReadAll(request.Body)
			requests = append(requests, sent{request, body, err == nil})
		}
	}
	return requests
}

// raw returns all written bytes.
func (t *tap) raw() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []byte
	for _, c := range t.conns {
		all = append(all, c.wrote.Bytes()...)
	}
	return all
}
