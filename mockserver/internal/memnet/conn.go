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

// pipe returns the two ends of a new connection.
func pipe() (client, server *Conn) {
	there, back := newStream(), newStream()
	return &Conn{in: back, out: there}, &Conn{in: there, out: back}
}

// Read waits for bytes. It returns io.EOF after the last byte of a peer that closed its
// side.
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

// CloseWrite ends this end's writes. The other end reads the remaining bytes and then
// io.EOF, and can still write.
func (c *Conn) CloseWrite() error {
	c.out.end()
	return nil
}

// Close ends both directions. The other end can still read the bytes that were written
// before.
func (c *Conn) Close() error {
	c.out.end()
	c.in.abandon()
	return nil
}

// Reset closes the connection. The other end gets ECONNRESET, from Read after the bytes
// that were written before.
func (c *Conn) Reset() error {
	c.in.reset()
	c.out.reset()
	return c.Close()
}

// LocalAddr returns [Address].
func (c *Conn) LocalAddr() net.Addr { return addr{} }

// RemoteAddr returns [Address].
func (c *Conn) RemoteAddr() net.Addr { return addr{} }

// SetDeadline sets both deadlines. Zero means no deadline.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline sets the deadline of Read, including a waiting one.
func (c *Conn) SetReadDeadline(t time.Time) error {
	return c.in.setDeadline(&c.in.reading, t)
}

// SetWriteDeadline sets the deadline of Write, including a waiting one.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	return c.out.setDeadline(&c.out.writing, t)
}
