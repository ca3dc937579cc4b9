package httpapi

import (
	"errors"
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

const maxReplayKey = 255

// readReplayKey reads the idempotency key from the header, or from the body member of
// the operation.
func (c *call) readReplayKey() error {
	if !c.route.row.Mutates() {
		return nil
	}
	if given := c.request.Header.Values("Idempotency-Key"); len(given) > 0 {
		key, ok := replayKey(given[0])
		if !ok || len(given) > 1 {
			return &input.Fault{Code: input.CodeInvalid, Param: "Idempotency-Key", Message: "The Idempotency-Key header must be one of 1 to 255 printable ASCII characters without blanks"}
		}
		c.replay = key
	}
	return c.readReplayMember(c.route.operation.keyMember)
}

func (c *call) readReplayMember(path []string) error {
	member := c.body
	for _, name := range path {
		if member != nil {
			member = member.Member(name)
		}
	}
	if len(path) == 0 || member == nil || !member.IsString() { // the reader reports a wrong type
		return nil
	}
	key, ok := replayKey(member.Text())
	param := strings.Join(path, ".")
	switch {
	case !ok:
		return input.Invalid(param, "must be 1 to 255 printable ASCII characters without blanks")
	case c.replay != "" && c.replay != key:
		return input.Invalid(param, "differs from the Idempotency-Key header: send one of them, or the same in both")
	}
	c.replay = key
	return nil
}

// replayKey parses a key. Quotes around the key are ignored.
func replayKey(text string) (key string, ok bool) {
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = text[1 : len(text)-1]
	}
	return text, text != "" && len(text) <= maxReplayKey && printable(text)
}

// once runs the operation, at most once per idempotency key.
func (c *call) once() (answer, error) {
	defer c.leaveCut()
	if c.replay == "" {
		return c.route.operation.handle(c)
	}
	first, begun := c.account.Clock().Times()
	mine := &record{
		scope:       scope{c.account, digestOf(c.route.row.Method, c.canonicalPath(), c.replay)},
		fingerprint: c.fingerprint(), first: first.UnixMicro(), begun: begun.UnixMicro(), requestID: c.requestID(),
	}
	r, refused := c.state.replays.begin(mine)
	if refused != nil {
		if again, _ := retryable(refused); again {
			c.header.Set("Retry-After", "1")
		}
		return answer{}, refused
	}
	if r != mine {
		return c.replayed(r)
	}
	kept := false
	defer func() { // also after a panic
		if !kept {
			c.state.replays.release(mine)
		}
	}()
	a, err := c.route.operation.handle(c)
	switch {
	case errors.Is(err, errFaultTookOver):
		if a, kept = c.storedFailure(); kept {
			c.state.replays.complete(mine, a, nil)
		}
		return a, err
	case err != nil:
		a = c.refusal(err)
	}
	if kept = keeps(a.status); kept {
		c.state.replays.complete(mine, a, c.object)
	}
	return a, nil
}

// keeps reports whether a response with the status is stored for its key: successes and
// refusals by business rules. Invalid requests and server errors changed nothing, so
// their key can be reused.
func keeps(status int) bool {
	switch status {
	case http.StatusPaymentRequired, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
		return true
	}
	return status < http.StatusBadRequest
}

// replayed returns the response of the first request, byte for byte.
func (c *call) replayed(r *record) (answer, error) {
	c.fault.sawExecution()
	c.replayOf = r.requestID
	c.header.Set("Idempotent-Replayed", "true")
	c.header.Set("Original-Request-Id", r.requestID)
	a, err := r.answer()
	if a.status >= http.StatusBadRequest {
		c.header.Set("Stateset-Should-Retry", "false")
	}
	return a, err
}

// fingerprint identifies the content of a request, independent of spaces and of the
// order of members.
func (c *call) fingerprint() digest {
	content := make([]byte, 0, 512)
	content = append(append(content, c.query.Canonical()...), '\n')
	if c.body != nil {
		content = c.body.Without(c.route.bodyID).AppendCanonical(content) // the ID is in the path
	}
	return digestOfBytes(content)
}
