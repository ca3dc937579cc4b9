package httpapi

import (
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// Listener returns a listener that applies the faults of connections, and sends errors of
// HTTP as JSON.
func (s *Server) Listener(inner net.Listener) net.Listener { return &listener{inner, s} }

type listener struct {
	net.Listener
	server *Server
}

// Accept waits for the next connection. Its fault fires on the first read, so that
// Accept does not block other connections.
func (l *listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if l.server.faults.Active() {
		if hit := l.server.faults.Connection(); hit != nil {
			hit.Fire()
			conn = &faultyConn{Conn: conn, rule: hit.Rule}
		}
	}
	return &rewriter{conn, l.server}, nil
}

// faultyConn is a connection whose fault fires before the first read.
type faultyConn struct {
	net.Conn
	rule  *fault.Rule // nil after it fired
	early []byte      // bytes received during a hold
	ended error       // the result of every read after the fault ended the connection
}

// NetConn returns the connection without its fault.
func (c *faultyConn) NetConn() net.Conn { return c.Conn }

// maxEarly is the maximum number of bytes that a client may send during a hold.
const maxEarly = 64 << 10

func (c *faultyConn) Read(b []byte) (int, error) {
	if rule := c.rule; rule != nil {
		c.rule = nil
		c.ended = c.applyFault(rule)
	}
	if c.ended != nil {
		return 0, c.ended
	}
	if len(c.early) > 0 {
		n := copy(b, c.early)
		c.early = c.early[n:]
		return n, nil
	}
	return c.Conn.Read(b)
}

// applyFault applies the fault. For a connection that the fault ended it returns
// io.EOF, at which net/http sends no response.
func (c *faultyConn) applyFault(rule *fault.Rule) error {
	if err := c.hold(rule.Delay); err != nil {
		return err
	}
	switch rule.Do.Kind {
	case fault.Pass:
		return nil
	case fault.Reset:
		resetConn(c.Conn)
	case fault.Stall:
		if err := c.hold(rule.Do.For); err != nil {
			return err
		}
	case fault.Garbage:
		// A client reads only after it has sent something.
		if len(c.early) == 0 {
			if _, err := c.Conn.Read(make([]byte, 1)); err != nil {
				return err
			}
		}
		_, _ = io.WriteString(c.Conn, garbage) // ignore a closed connection
		c.finish()
	default:
		c.finish()
	}
	return io.EOF
}

// hold waits for d, or without limit if d is negative. It returns an error if the
// client or the server closes the connection. It replaces the deadlines of the server.
func (c *faultyConn) hold(d time.Duration) error {
	if d == 0 {
		return nil
	}
	var until time.Time
	if d > 0 {
		until = time.Now().Add(d)
	}
	if err := c.Conn.SetReadDeadline(until); err != nil {
		return err
	}
	part := make([]byte, 4<<10)
	for {
		n, err := c.Conn.Read(part)
		if len(c.early)+n > maxEarly {
			return io.EOF
		}
		c.early = append(c.early, part[:n]...)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return c.Conn.SetReadDeadline(time.Time{})
		case err != nil:
			return err
		}
	}
}

// finishTime is the maximum time that a client may continue to send on an ended
// connection.
const finishTime = 5 * time.Second

// finish ends the connection with FIN. Closing a connection with unread bytes would
// send RST.
func (c *faultyConn) finish() {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	if c.Conn.SetReadDeadline(time.Now().Add(finishTime)) == nil {
		_, _ = io.Copy(io.Discard, c.Conn) // ends with the client or at the deadline
	}
}
