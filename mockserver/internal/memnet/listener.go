package memnet

import (
	"context"
	"net"
	"sync"
)

// Address is the address of the listener and of both ends of its connections.
const Address = "memory"

type addr struct{}

func (addr) Network() string { return Address }
func (addr) String() string  { return Address }

// Listener accepts the connections of Dial. It implements net.Listener.
type Listener struct {
	backlog chan *Conn
	closed  chan struct{}
	close   sync.Once
}

// Listen returns a listener. The caller must close it.
func Listen() *Listener {
	return &Listener{backlog: make(chan *Conn), closed: make(chan struct{})}
}

// Dial connects to the listener and waits until the connection is accepted, ctx
// ends, or the listener is closed.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	client, server := pipe()
	select {
	case <-l.closed: // a closed listener takes precedence over a free backlog
		return nil, opError("dial", net.ErrClosed)
	default:
	}
	select {
	case l.backlog <- server:
		return client, nil
	case <-l.closed:
		return nil, opError("dial", net.ErrClosed)
	case <-ctx.Done():
		return nil, opError("dial", ctx.Err())
	}
}

// Accept waits for the next connection.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.backlog:
		return conn, nil
	case <-l.closed:
		return nil, opError("accept", net.ErrClosed)
	}
}

// Close ends Accept and Dial. Accepted connections stay open.
func (l *Listener) Close() error {
	l.close.Do(func() { close(l.closed) })
	return nil
}

// Addr returns [Address].
func (l *Listener) Addr() net.Addr { return addr{} }

func opError(op string, err error) error {
	return &net.OpError{Op: op, Net: Address, Source: addr{}, Addr: addr{}, Err: err}
}
