package httpapi

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// send sends the response, or applies the fault of the request instead.
func (c *call) send(w http.ResponseWriter, a answer) {
	if !c.fault.replacesAnswer() {
		c.write(w, a)
		return
	}
	rule := c.fault.rule
	switch at := rule.At.Point; {
	case at == fault.Headers, at == fault.Body && partial(rule.Do.Kind):
		c.writePart(a)
		c.delay()
	case at == fault.Committed, at == fault.Body:
		c.delay()
	}
	c.applyFault(a)
}

// partial reports whether faults of the kind fire after a part of the body.
func partial(kind fault.Kind) bool {
	switch kind {
	case fault.Pass, fault.Reset, fault.Close, fault.Stall:
		return true
	}
	return false
}

func (c *call) applyFault(a answer) {
	rule, w := c.fault.rule, c.fault.w
	switch rule.Do.Kind {
	case fault.Pass:
		c.writeRest(a)
	case fault.Close:
		abort()
	case fault.Stall:
		if at := rule.At.Point; at != fault.Read && at != fault.Reserved {
			c.pause(rule.Do.For)
		}
		abort()
	case fault.Reset:
		c.reset()
	case fault.Garbage:
		c.writeRaw(func(to io.Writer) error {
			_, err := io.WriteString(to, garbage)
			return err
		})
	case fault.Short:
		a.body = a.body[:rule.At.Written(len(a.body))]
		c.write(w, a)
	case fault.Drip:
		c.drip(a)
	case fault.Gzip:
		a.body = zipped(a.body, rule.Do.Text)
		c.header.Set("Content-Encoding", "gzip")
		c.write(w, a)
	case fault.Big, fault.Bomb:
		c.writeBlanks(a.status)
	case fault.WrongLength, fault.NoTerminator, fault.Flood, fault.Interim:
		c.writeRaw(func(to io.Writer) error { return c.malform(to, a) })
	default: // replaced already
		c.write(w, a)
	}
}

// abort closes the connection without sending more bytes.
func abort() { panic(http.ErrAbortHandler) }

// delay waits for the delay of the rule, and aborts the request when the server ends.
func (c *call) delay() {
	if !c.pause(c.fault.rule.Delay) {
		abort()
	}
}

// pause waits for d in real time, or without limit if d is negative. It returns early
// when the client disconnects, and returns false when the server ends.
func (c *call) pause(d time.Duration) bool {
	if d == 0 {
		return true
	}
	control := http.NewResponseController(c.fault.w)
	// A writer without deadlines returns an error.
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Time{})
	var due <-chan time.Time
	if d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-due:
	case <-c.request.Context().Done():
	case <-c.server.ended.done:
		return false
	}
	return true
}

// readAhead reads the body before the checks, so that the client has sent the whole
// body when a fault at the point Read ends the connection. It reads at most one byte
// more than the maximum size.
func (c *call) readAhead() {
	const most = maxBody + 1
	body := c.request.Body
	if body == nil {
		return
	}
	c.reading = true
	data, err := io.ReadAll(io.LimitReader(body, most))
	c.received = data
	rest := io.Reader(body)
	if err != nil {
		rest = errReader{err}
	}
	c.request.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(data), rest), body}
}

// errReader is a reader that always fails.
type errReader struct{ err error }

func (f errReader) Read([]byte) (int, error) { return 0, f.err }

// writePart sends status, headers, and the part of the body that the fault allows, and
// flushes them.
func (c *call) writePart(a answer) {
	c.head(a)
	w := c.fault.w
	w.WriteHeader(a.status)
	if n := c.written(a); n > 0 {
		_, _ = w.Write(a.body[:n]) // ignore a closed connection
	}
	_ = http.NewResponseController(w).Flush()
}

// written returns the number of bytes of the body that the fault allows.
func (c *call) written(a answer) int {
	if c.request.Method == http.MethodHead || a.status == http.StatusNoContent {
		return 0
	}
	return c.fault.rule.At.Written(len(a.body))
}

// writeRest sends the rest of a delayed response.
func (c *call) writeRest(a answer) {
	switch c.fault.rule.At.Point {
	case fault.Headers, fault.Body:
		if c.request.Method != http.MethodHead && a.status != http.StatusNoContent {
			_, _ = c.fault.w.Write(a.body[c.written(a):])
		}
	default:
		c.write(c.fault.w, a)
	}
}

// dripsPerSecond is the number of writes per second of a drip. A slower drip writes
// single bytes.
const dripsPerSecond = 10

// drip writes the body slowly.
func (c *call) drip(a answer) {
	c.head(a)
	w, control := c.fault.w, http.NewResponseController(c.fault.w)
	w.WriteHeader(a.status)
	rate := c.fault.rule.Do.Size
	step := int(max(1, rate/dripsPerSecond))
	for body := a.body; len(body) > 0 && c.request.Method != http.MethodHead; {
		_ = control.Flush()
		n := min(step, len(body))
		if !c.pause(time.Duration(n) * time.Second / time.Duration(rate)) {
			abort()
		}
		if c.request.Context().Err() != nil {
			return
		}
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		body = body[n:]
	}
}
