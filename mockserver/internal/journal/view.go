package journal

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

// View is an entry with masked secrets, as a test sees it.
type View struct {
	ID             int64               `json:"id"`
	Time           time.Time           `json:"time"` // server time
	Method         string              `json:"method"`
	Path           string              `json:"path"` // without the query
	Query          map[string][]string `json:"query"`
	Headers        map[string][]string `json:"headers"`
	RequestBody    Body                `json:"request_body"`
	Status         int                 `json:"status"`
	ResponseBody   Body                `json:"response_body"`
	RequestID      Text                `json:"request_id"`
	Account        Text                `json:"account"`
	Operation      Text                `json:"operation"`
	IdempotencyKey Text                `json:"idempotency_key"`
	Committed      bool                `json:"committed"`           // a mutating request whose changes were committed
	ReplayOf       string              `json:"replay_of,omitempty"` // the request ID whose response was replayed
	Fault          string              `json:"fault,omitempty"`     // the applied rule, with its ID
}

// NewView returns the entry with masked secrets.
func NewView(e *Entry) *View {
	v := NewSummary(e)
	v.Query, v.Headers = mask.Query(e.Query), mask.Header(e.Header)
	v.RequestBody, v.ResponseBody = newBody(e.RequestBody), newBody(e.ResponseBody)
	return v
}

// NewSummary is NewView without query, headers and bodies.
func NewSummary(e *Entry) *View {
	return &View{
		ID: e.ID, Time: e.Time, Method: e.Method, Path: mask.Text(e.Path), Status: e.Status,
		RequestID: newText(e.RequestID), Account: newText(e.Account), Operation: Text(e.Operation),
		IdempotencyKey: newText(e.IdempotencyKey), Committed: e.Committed,
		ReplayOf: mask.Text(e.ReplayOf), Fault: mask.Text(e.Fault),
	}
}

// Views returns the entries with masked secrets.
func Views(entries []*Entry) []*View {
	views := make([]*View, len(entries))
	for i, e := range entries {
		views[i] = NewView(e)
	}
	return views
}

// Text is a text that is null in JSON when it is empty.
type Text string

func newText(text string) Text { return Text(mask.Text(text)) }

// MarshalJSON implements [json.Marshaler].
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// Body is a masked body. The marker of a body that was cut is at its end.
type Body []byte

func newBody(c Content) Body {
	text := c.text()
	cut := len(text) < c.Size
	body := mask.JSON(text, cut)
	if !cut {
		return body
	}
	return fmt.Appendf(body[:len(body):len(body)], "…[cut: the body has %d bytes]", c.Size)
}

// Text returns the body as text.
func (b Body) Text() string { return strings.ToValidUTF8(string(b), "\uFFFD") }

// MarshalJSON writes a JSON body unchanged, and any other body as a string. An empty body
// is null.
func (b Body) MarshalJSON() ([]byte, error) {
	switch {
	case len(b) == 0:
		return []byte("null"), nil
	case json.Valid(b):
		return b, nil
	}
	return json.Marshal(b.Text())
}
