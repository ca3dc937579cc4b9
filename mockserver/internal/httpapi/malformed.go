package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// maxHead is the maximum size of the request line and the headers. net/http must allow
// more, because its own response to larger headers is no JSON in HTTP/2.
const maxHead = 64 << 10

// headSize returns the size of the request line and the headers, about as sent.
func headSize(r *http.Request) int {
	size := len(r.Method) + len(r.RequestURI) + len(r.Host)
	for name, values := range r.Header {
		for _, value := range values {
			size += len(name) + len(value) + len(": \r\n")
		}
	}
	return size
}

// reject returns the response to a request that is not acceptable as HTTP.
func (c *call) reject(status int, format string, args ...any) answer {
	a := c.refusal(refuse(engine.CodeRequestInvalid, "", format, args...))
	a.status = status
	return a
}

func (c *call) rejectHead() answer {
	return c.reject(http.StatusRequestHeaderFieldsTooLarge, "The request line and the headers are larger than %d bytes: send fewer or shorter headers", maxHead)
}

// rewriter is a connection on which net/http's own responses to malformed requests have
// the error body of the API. net/http sends them in plain text or without a body, before
// it calls a handler, and has no hook for them.
type rewriter struct {
	net.Conn
	server *Server
}

// NetConn returns the connection below.
func (r *rewriter) NetConn() net.Conn { return r.Conn }

// CloseWrite ends the writes, where the connection below can do that alone.
func (r *rewriter) CloseWrite() error {
	if half, ok := r.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// Write replaces a response of net/http, which is always one write.
func (r *rewriter) Write(b []byte) (int, error) {
	status, why := ownResponse(b)
	if status == 0 {
		return r.Conn.Write(b)
	}
	if _, err := r.Conn.Write(r.server.malformed(status, why)); err != nil {
		return 0, err
	}
	return len(b), nil
}

const (
	ownHeaders = "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
	ownTLS     = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
)

// ownResponse returns the status and the text of a response that net/http sends without
// a handler. The status of any other write is 0: responses of handlers have a request ID,
// and their headers are in another order.
func ownResponse(b []byte) (status int, text string) {
	if string(b) == ownTLS {
		return http.StatusBadRequest, ownTLS
	}
	line, rest, found := bytes.Cut(b, []byte("\r\n"))
	if !found || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) || len(line) < len("HTTP/1.1 400") {
		return 0, ""
	}
	status, _ = strconv.Atoi(string(line[len("HTTP/1.1 "):len("HTTP/1.1 400")]))
	if text, found := bytes.CutPrefix(rest, []byte(ownHeaders)); found {
		return status, string(text)
	}
	if status == http.StatusExpectationFailed && bytes.HasSuffix(rest, []byte("\r\n\r\n")) && !bytes.Contains(rest, []byte("X-Request-Id: ")) {
		return status, ""
	}
	return 0, ""
}

// malformed returns a whole response, after which net/http closes the connection.
func (s *Server) malformed(status int, text string) []byte {
	c := &call{server: s, request: &http.Request{}, header: http.Header{}}
	c.setCORS()
	c.header["Server"] = s.name
	c.header.Set("Connection", "close")
	c.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	a := c.rejectText(status, text)
	c.head(a)
	var out bytes.Buffer
	fmt.Fprintf(&out, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	_ = c.header.Write(&out) // a buffer never fails
	fmt.Fprintf(&out, "\r\n%s", a.body)
	s.log.Warn("malformed request", "status", a.status, "request_id", c.id, "reason", text)
	return out.Bytes()
}

// rejectText returns the response for a text of net/http.
func (c *call) rejectText(status int, text string) answer {
	switch {
	case text == ownTLS:
		return c.reject(status, "This port requires TLS, and the client sent plain HTTP: use an https:// URL")
	case status == http.StatusRequestHeaderFieldsTooLarge:
		return c.rejectHead()
	case status == http.StatusExpectationFailed:
		return c.reject(status, "The Expect header must be '100-continue' or absent")
	case status == http.StatusNotImplemented:
		return c.reject(status, "The Transfer-Encoding header must be 'chunked' or absent")
	}
	own := fmt.Sprintf("%d %s", status, http.StatusText(status))
	if text == own { // without a reason
		return c.reject(status, "The request is not valid HTTP: check the request line, the headers and the encoding of the URL")
	}
	_, reason, _ := bytes.Cut([]byte(text), []byte(own+": "))
	return c.reject(status, "The request is not valid HTTP: %s", reason)
}
