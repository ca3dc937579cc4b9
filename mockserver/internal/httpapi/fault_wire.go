package httpapi

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// connKey is the context key of the connection of a request.
type connKey struct{}

// ConnContext makes the connection available to faults. Use it as
// http.Server.ConnContext. Without it faults hijack the connection where possible.
func (s *Server) ConnContext(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

// conn returns the connection of the request, or nil if the request shares one, as in
// HTTP/2.
func (c *call) conn() net.Conn {
	if c.request.ProtoMajor != 1 {
		return nil
	}
	if conn, ok := c.request.Context().Value(connKey{}).(net.Conn); ok {
		return conn
	}
	conn, _, err := http.NewResponseController(c.fault.w).Hijack()
	if err != nil {
		return nil
	}
	return conn
}

// reset ends the connection with RST; in HTTP/2 it ends the stream with RST_STREAM.
func (c *call) reset() {
	if conn := c.conn(); conn != nil {
		resetConn(conn)
	}
	abort()
}

// resetConn ends a connection with RST.
func resetConn(conn net.Conn) {
	conn = innermost(conn)
	switch c := conn.(type) {
	case interface{ SetLinger(int) error }:
		_ = c.SetLinger(0) // closing sends RST
	case interface{ Reset() error }:
		_ = c.Reset()
	}
	_ = conn.Close()
}

// garbage is not valid HTTP.
const garbage = "\x16\x03\x01\x00\xff\x00garbage\r\n\x00\x01\x02not HTTP\r\n\r\n"

// writeRaw writes to the connection directly, and closes it.
func (c *call) writeRaw(write func(io.Writer) error) {
	conn := c.conn()
	if conn == nil {
		abort()
	}
	out := bufio.NewWriterSize(conn, 64<<10)
	if err := write(out); err == nil {
		_ = out.Flush() // ignore a closed connection
	}
	_ = conn.Close()
	abort()
}

// malform writes the response with a fault that net/http cannot write.
func (c *call) malform(to io.Writer, a answer) error {
	c.head(a)
	c.header.Set("Connection", "close")
	body := a.body
	if c.request.Method == http.MethodHead {
		body = nil
	}
	switch do := c.fault.rule.Do; do.Kind {
	case fault.WrongLength:
		c.misstate(len(a.body))
	case fault.NoTerminator:
		c.header.Del("Content-Length")
		c.header.Set("Transfer-Encoding", "chunked")
		body = fmt.Appendf(nil, "%x\r\n%s\r\n", len(body), body)
	case fault.Interim:
		for range do.Size {
			if _, err := io.WriteString(to, "HTTP/1.1 103 Early Hints\r\nLink: </>; rel=preload\r\n\r\n"); err != nil {
				return err
			}
		}
	}
	if _, err := fmt.Fprintf(to, "HTTP/1.1 %d %s\r\nDate: %s\r\n", a.status, http.StatusText(a.status), c.date()); err != nil {
		return err
	}
	if do := c.fault.rule.Do; do.Kind == fault.Flood {
		if err := flood(to, do.Size); err != nil {
			return err
		}
	}
	if err := c.header.Write(to); err != nil {
		return err
	}
	_, err := fmt.Fprintf(to, "\r\n%s", body)
	return err
}

// misstate sets a wrong Content-Length.
func (c *call) misstate(size int) {
	right := strconv.Itoa(size)
	switch do := c.fault.rule.Do; do.Text {
	case "negative":
		c.header.Set("Content-Length", "-"+right)
	case "two":
		c.header["Content-Length"] = []string{right, strconv.Itoa(size + 1)}
	default:
		c.header.Set("Content-Length", strconv.FormatInt(max(0, int64(size)+do.Size), 10))
	}
}

// flood writes headers with a total of size bytes.
func flood(to io.Writer, size int64) error {
	value := strings.Repeat("a", 100)
	for n := 0; size > 0; n++ {
		written, err := fmt.Fprintf(to, "X-Flood-%d: %s\r\n", n, value)
		if err != nil {
			return err
		}
		size -= int64(written)
	}
	return nil
}

// zipped compresses a body incorrectly.
func zipped(body []byte, how string) []byte {
	switch how {
	case "mislabelled":
		return body
	case "nested":
		return compressed(compressed(body))
	}
	out := compressed(body)
	out[len(out)-5] ^= 0xff // in the checksum
	return out
}

func compressed(body []byte) []byte {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, _ = zip.Write(body) // a buffer never fails
	_ = zip.Close()
	return out.Bytes()
}

// writeBlanks writes a JSON object that consists mostly of spaces, compressed for a
// bomb.
func (c *call) writeBlanks(status int) {
	do, w := c.fault.rule.Do, c.fault.w
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	c.head(answer{status: status})
	c.header.Del("Content-Length")
	if do.Kind == fault.Bomb {
		c.header.Set("Content-Encoding", "gzip")
	} else {
		c.header.Set("Content-Length", strconv.FormatInt(do.Size, 10))
	}
	w.WriteHeader(status)
	if c.request.Method == http.MethodHead {
		return
	}
	if do.Kind != fault.Bomb {
		c.blanks(w, do.Size)
		return
	}
	zip := gzip.NewWriter(w)
	if c.blanks(zip, do.Size) {
		_ = zip.Close()
	}
}

// blanks writes a JSON object of the size, until the client disconnects or the server
// ends.
func (c *call) blanks(w io.Writer, size int64) bool {
	const object = "{}"
	blanks := bytes.Repeat([]byte(" "), 64<<10)
	for left := max(0, size-int64(len(object))); left > 0; {
		select {
		case <-c.server.ended.done:
			abort()
		default:
		}
		n := min(left, int64(len(blanks)))
		if _, err := w.Write(blanks[:n]); err != nil {
			return false
		}
		left -= n
	}
	_, err := io.WriteString(w, object[:min(size, int64(len(object)))])
	return err == nil
}
