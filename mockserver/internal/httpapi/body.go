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

// maxBody is the size of the largest body that is read.
const maxBody = 1 << 20

// readBody reads and parses the body of the methods that have one. An empty body
// stands for an empty object.
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
	c.body = input.NewObject()
	if len(data) > 0 {
		if c.body, err = input.Parse(data); err != nil {
			return err
		}
	}
	c.moveIDs()
	return nil
}

func (c *call) bytes() ([]byte, error) {
	if c.request.ContentLength > maxBody {
		return nil, tooLarge()
	}
	data, err := io.ReadAll(io.LimitReader(c.request.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, refuse(engine.CodeRequestInvalid, "", "The request body ended before it was complete")
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

func tooLarge() error {
	return refuse(engine.CodePayloadTooLarge, "", "The request body is larger than %d bytes", maxBody)
}

// unsupported says why a body of these headers cannot be read.
func unsupported(header http.Header) string {
	if encoding := header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return "The request body must be sent without Content-Encoding"
	}
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return "The request body must have the Content-Type application/json"
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return fmt.Sprintf("The request body must be UTF-8, not %q", shorten(charset))
	}
	return ""
}

// moveIDs puts the ids of another spelling where the canonical one has them: an id
// in the path into the body, an id in the body into the path. A bad one stays
// where it is; [call.readMoved] reports it among the parameters.
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

// readMoved reads the ids that moveIDs moved.
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
