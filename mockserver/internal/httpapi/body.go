package httpapi

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// maxBody is the maximum size of a request body.
const maxBody = 1 << 20

// readBody reads and parses the body of methods with a body. An empty body means an
// empty object.
func (c *call) readBody() error {
	switch c.request.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
	default:
		return nil
	}
	data, err := c.bytes()
	if err != nil {
		return err
	}
	if len(data) == 0 {
		c.body = input.NewObject()
	} else if c.body, err = input.Parse(data); err != nil {
		return err
	}
	c.moveIDs()
	return nil
}

func (c *call) bytes() ([]byte, error) {
	if c.request.Body == nil || c.request.Body == http.NoBody { // nil as in http.NewRequest, for callers of the handler
		return nil, nil
	}
	if c.request.ContentLength > maxBody {
		return nil, tooLarge()
	}
	c.reading = true
	data, err := c.readAll()
	c.received = data
	switch {
	case err != nil:
		return nil, refuse(engine.CodeRequestInvalid, "", "The request body ended before it was complete: send as many bytes as the Content-Length says")
	case len(data) > maxBody:
		return nil, tooLarge()
	case len(data) == 0:
		return nil, nil
	}
	if why := unsupported(c.request.Header); why != "" {
		return nil, refuse(engine.CodeUnsupportedMedia, "", "%s", why)
	}
	return data, nil
}

// readAll reads the body. A small body of a known size is read without a copy.
func (c *call) readAll() ([]byte, error) {
	const small = 64 << 10
	size := c.request.ContentLength
	if size <= 0 || size > small {
		return io.ReadAll(io.LimitReader(c.request.Body, maxBody+1))
	}
	data := make([]byte, size)
	n, err := io.ReadFull(c.request.Body, data)
	return data[:n], err
}

func tooLarge() error {
	return refuse(engine.CodePayloadTooLarge, "", "The request body is larger than %d bytes", maxBody)
}

const (
	// discarded is how much of an unread body net/http reads by itself.
	discarded = 256 << 10
	// maxDrained is how much of an unread body drain reads.
	maxDrained = 16 << 20
)

// drain reads the rest of a large body after an error response. Some clients send the
// whole body before they read the response. Closing the connection earlier resets it,
// and they never see the response.
func (c *call) drain(w http.ResponseWriter, a answer) {
	size := c.request.ContentLength
	waits := c.request.Header.Get("Expect") != "" && !c.reading // for 100 Continue
	if a.status < http.StatusBadRequest || size >= 0 && size <= discarded || c.request.Body == nil || waits || c.fault.replacesAnswer() {
		return
	}
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex() // HTTP/1: keep the body readable after the response
	if control.Flush() == nil {
		_, _ = io.CopyN(io.Discard, c.request.Body, maxDrained) // ends with the body, the client or the read timeout
	}
}

// unsupported returns why a body with these headers cannot be read, or "".
func unsupported(header http.Header) string {
	if encoding := header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return fmt.Sprintf("The request body must be sent without Content-Encoding, not as %s", input.Quote(encoding))
	}
	given := header.Get("Content-Type")
	if given == jsonType[0] {
		return ""
	}
	media, params, err := mime.ParseMediaType(given)
	if err != nil || media != "application/json" {
		return fmt.Sprintf("The request body must have the Content-Type application/json, not %s", input.Quote(given))
	}
	switch charset := strings.ToLower(params["charset"]); charset {
	case "", "utf-8", "utf8", "us-ascii":
		return ""
	default:
		return fmt.Sprintf("The request body must be UTF-8, not %s: send 'application/json' or 'application/json; charset=utf-8'", input.Quote(charset))
	}
}

// moveIDs moves the IDs of an alias to their canonical place: an ID in the path into
// the body, and an ID in the body into the path. An invalid ID stays in the body.
// [call.readMoved] reports it among the parameters.
func (c *call) moveIDs() {
	if name := c.route.pathID; name != "" {
		if given := c.body.Member(name); given == nil || given.IsNull() {
			c.body.SetString(name, c.ids[0])
		}
	}
	if name := c.route.bodyID; name != "" {
		c.ids = nil
		if given := c.body.Member(name); given != nil && given.Text() != "" {
			c.ids = []string{given.Text()}
		}
	}
}

// readMoved reads the IDs that moveIDs moved.
func (c *call) readMoved(o *input.Object) {
	if name := c.route.bodyID; name != "" {
		o.ID(name, input.Required)
	}
	if name := c.route.pathID; name != "" {
		if given := c.body.Member(name); given.Text() != c.ids[0] {
			o.Conflict(name, "must be the id in the path where it is given")
		}
	}
}
