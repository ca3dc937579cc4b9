package httpapi

import (
	"net/http"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

// maxJournalText is the maximum length of a path or query in the journal.
const maxJournalText = 4 << 10

// Journal returns the latest requests.
func (s *Server) Journal() *journal.Journal { return s.journal }

// entry describes a request after its response.
func (c *call) entry(a answer) *journal.Entry {
	if c.request.Method == http.MethodHead {
		a.body = nil
	}
	header := c.request.Header
	if connOf(c.request) == nil { // a caller of the handler may change the header later
		header = header.Clone()
	}
	e := &journal.Entry{
		Time: c.now(), Method: c.request.Method,
		Path:  truncate(c.request.URL.EscapedPath(), maxJournalText),
		Query: truncate(c.request.URL.RawQuery, maxJournalText), Header: header,
		RequestBody: journal.NewContent(c.received), Status: a.status, ResponseBody: c.content(a),
		RequestID: c.requestID(), IdempotencyKey: c.replay, Committed: c.committed,
		ReplayOf: c.replayOf, Fault: c.fault.name(),
	}
	if c.committed {
		e.Transaction = c.transaction
	}
	if !c.keyless() {
		e.Account = c.owner.String()
	}
	if row := c.operation(); row != nil {
		e.Operation = row.Name
	}
	c.fault.complete(e)
	return e
}

// content returns the body of the response for the journal.
func (c *call) content(a answer) journal.Content {
	if c.object != nil && c.fault == nil && len(a.body) > 0 {
		return journal.NewRecord(c.object, a.body)
	}
	return journal.NewContent(a.body)
}

// wholeEntry is entry with whole bodies.
func (c *call) wholeEntry(a answer) *journal.Entry {
	e := c.entry(a)
	e.RequestBody = journal.Content{Data: c.received, Size: len(c.received)}
	if e.ResponseBody.Size > 0 {
		e.ResponseBody = journal.Content{Data: a.body, Size: len(a.body)}
	}
	return e
}
