package memnet

import (
	"errors"
	"io"
	"net"
	"time"
)

// Conn is one end of a connection.
type Conn struct {
	in, out *stream
}

// pipe makes the two ends of a connection.
func pipe() (client, server *Conn) {
	there, back := newStream(), newStream()
	return &Conn{in: back, out: there}, &Conn{in: there, out: back}
}

// Read waits for bytes of the other end. It is io.EOF when the other end wrote its
// last and all of it was read.
func (c *Conn) Read(b []byte) (int, error) {
	n, err := c.in.read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = opError("read", err)
	}
	return n, err
}

// Write waits until all of b is in the buffer of the other end.
func (c *Conn) Write(b []byte) (int, error) {
	n, err := c.out.write(b)
	if err != nil {
		err = opError("write", err)
	}
	return n, err
}

// CloseWrite ends what this end writes; the other end reads what is left, then
// io.EOF, and can still answer.
func (c *Conn) CloseWrite() error {
	c.out.end()
	return nil
}

// Close ends both directions. What was written before can still be read by the
// other end.
func (c *Conn) Close() error {
	c.out.end()
	c.in.abandon()
	return nil
}

// Reset closes the connection so that the other end gets ECONNRESET, from Read once
// it has read what was written before.
func (c *Conn) Reset() error {
	c.in.reset()
	c.out.reset()
	return c.Close()
}

// LocalAddr is [Address].
func (c *Conn) LocalAddr() net.Addr { return addr{} }

// RemoteAddr is [Address].
func (c *Conn) RemoteAddr() net.Addr { return addr{} }

// SetDeadline sets both deadlines. The zero time means none.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline ends Read, one that waits already too, at t.
func (c *Conn) SetReadDeadline(t time.Time) error {
	return c.in.setDeadline(&c.in.reading, t)
}

// SetWriteDeadline ends Write, one that waits already too, at t.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	return c.out.setDeadline(&c.out.writing, t)
}
