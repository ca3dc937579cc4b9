package transport

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
)

// emptyObject is the body of a write that has none. An empty reader would become a
// chunked body.
var emptyObject = []byte("{}")

// WithBody sets an empty object as the body of a write without a body. A DELETE needs no
// body.
func WithBody(r *Request) {
	if len(r.Body) > 0 || r.Kind() == Safe || r.Method == http.MethodDelete {
		return
	}
	r.Body = emptyObject
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if r.Header["Content-Type"] == nil {
		r.Header["Content-Type"] = []string{"application/json"}
	}
}

// setBody sets a new reader as the body of the request. net/http repeats a keyed request
// whose connection is lost if its Body is nil or its GetBody is not nil. A write
// therefore always has a Body and never a GetBody, so only the call decides on a retry.
func setBody(out *http.Request, r *Request) {
	safe := r.Kind() == Safe
	if safe && r.Body == nil {
		return
	}
	out.Body = newBodyReader(r.Body)
	out.ContentLength, out.GetBody = int64(len(r.Body)), nil
	if safe {
		out.GetBody = func() (io.ReadCloser, error) { return newBodyReader(r.Body), nil }
	}
}

// bodyReader reads the body of a request.
type bodyReader struct{ bytes.Reader }

func newBodyReader(body []byte) *bodyReader {
	r := new(bodyReader)
	r.Reset(body)
	return r
}

// Close does nothing.
func (*bodyReader) Close() error { return nil }

// once makes one round trip, and records whether the server refused a write without
// processing it.
func (t *attemptTrace) once(next http.RoundTripper, out *http.Request) (*http.Response, error) {
	t.refused = false
	t.reused.Store(false)
	t.connected.Store(false)
	response, err := next.RoundTrip(out)
	if err == nil || t.Context.(*call).request.Kind() == Safe {
		return response, err
	}
	err = streamError(err)
	var stream *http2Error
	switch {
	case t.reused.Load() && nothingWritten(err):
		t.writes.Store(t.refusedWrites)
		t.refused = true
	case t.reused.Load() && t.writes.Load() == t.refusedWrites, errors.As(err, &stream) && stream.refused():
		t.refused, t.refusedWrites = true, t.writes.Load()
	}
	return nil, err
}

// alert returns the TLS alert that closed a new connection, or err. net/http may report
// the failed write instead of the alert that its reader received. A closed tls.Conn
// returns the alert from every Read.
func (t *attemptTrace) alert(err error) error {
	conn := t.secured.Load()
	if conn == nil || t.reused.Load() || !connectionLost(err) {
		return err
	}
	if _, open := conn.Write(nil); !errors.Is(open, net.ErrClosed) {
		return err
	}
	var op *net.OpError
	if _, cause := conn.Read(make([]byte, 1)); errors.As(cause, &op) && op.Op == "remote error" {
		return cause
	}
	return err
}

// repeats reports whether the attempt makes another round trip immediately, because the
// server refused the first one. A call does so at most once.
func (t *attemptTrace) repeats() bool {
	c := t.Context.(*call)
	if !t.refused || c.repeated || t.ctx.Err() != nil {
		return false
	}
	c.repeated = true
	return true
}

// http2Error is the error of an HTTP/2 stream that net/http would repeat if it could.
type http2Error struct{ text string }

func (e *http2Error) Error() string { return "stateset: " + e.text }

// refused reports whether the server reported that it did not process the stream. A
// PROTOCOL_ERROR does not, although net/http repeats after one.
func (e *http2Error) refused() bool {
	return strings.Contains(e.text, "graceful shutdown GOAWAY") || strings.Contains(e.text, "REFUSED_STREAM")
}

// streamError returns the error that net/http wraps as text: "cannot retry err [...]
// after Request.Body was written". If a later Go version changes the text, the outcome of
// a refused stream is unknown.
func streamError(err error) error {
	_, text, ok := strings.Cut(err.Error(), "cannot retry err [")
	if !ok {
		return err
	}
	text, _, ok = strings.Cut(text, "] after Request.Body was written")
	if !ok {
		return err
	}
	return &http2Error{text}
}

// nothingWritten reports whether the connection refused the first byte of the
// request. net/http describes a later failure as a broken connection.
func nothingWritten(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "write" && !op.Timeout() && !strings.Contains(err.Error(), "transport connection broken")
}

// connectionLost reports whether the error means that the connection ended. It is false
// if the peer sent an invalid response or nothing.
func connectionLost(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) {
		return (op.Op == "read" || op.Op == "write") && !op.Timeout()
	}
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed} {
		if errors.Is(err, end) {
			return true
		}
	}
	return strings.Contains(err.Error(), "http: server closed idle connection")
}
