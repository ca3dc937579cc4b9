package httpapi

import (
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

// requestControls are the calls about the journal.
var requestControls = map[string]func(*call) (any, error){
	http.MethodGet:    (*call).controlRequests,
	http.MethodDelete: (*call).controlClearRequests,
}

// requestList is a part of the journal in control responses.
type requestList struct {
	Data    []*journal.View `json:"data"`
	HasMore bool            `json:"has_more"` // limit left out entries
	Next    string          `json:"next"`     // the value of since for later requests
}

var (
	statusPattern = regexp.MustCompile(`^(0|[1-5][0-9][0-9]|[1-5]xx)$`)
	statusFormat  = input.Format{
		Name: "status", Want: "a status such as 409 or 4xx, or 0 for a request without a response", Accept: statusPattern.MatchString,
	}
	sinceFormat = input.Format{
		Name: "since", Want: "the id of a request, or an RFC 3339 time",
		Accept: func(text string) bool { _, _, ok := parseSince(text); return ok },
	}
	operationFormat = input.Format{
		Name: "operation", Want: "an operation such as Payments.Create, or a pattern such as Payments.*",
		Accept: func(text string) bool { return text == "" || fault.CheckOperation(text) == nil }, Known: fault.LowerOperations(),
	}
	pathFormat = input.Format{
		Name: "path_pattern", Want: "a path that begins with / or *, without a query, such as /payments/*",
		Accept: func(text string) bool { return text == "" || journal.CheckPath(text) == nil },
	}
	methodFormat = input.Format{
		Name: "method", Want: "a method such as POST",
		Accept: func(text string) bool { return text == "" || fault.KnownMethod(text) },
	}
)

// parseSince parses the ID of an entry or a time.
func parseSince(text string) (after int64, since time.Time, ok bool) {
	if id, err := strconv.ParseInt(text, 10, 64); err == nil && id >= 0 {
		return id, time.Time{}, true
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	return 0, at, err == nil
}

// readRequestFilter reads the query of a call about the journal, and reports whether it
// has the parameter since.
func readRequestFilter(q *input.Query) (f *journal.Filter, fromCursor bool) {
	f = &journal.Filter{
		Account: q.Text("account", accountFormat), Operation: q.Text("operation", operationFormat), Path: q.Text("path", pathFormat), Method: q.Text("method", methodFormat),
		Status: q.Texts("status", statusFormat), IdempotencyKey: q.Text("idempotency_key"),
	}
	since := q.Text("since", sinceFormat)
	f.After, f.Since, _ = parseSince(since)
	return f, since != ""
}

// controlRequests lists requests, oldest first. With since, limit selects the first ones
// after it, and otherwise the latest ones.
func (c *call) controlRequests() (any, error) {
	filter, fromCursor := readRequestFilter(c.query)
	limit := c.query.Count("limit", 1, 1_000_000)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	entries, last := c.server.journal.List(filter)
	list := &requestList{}
	if n := len(entries); limit != nil && int64(n) > *limit {
		list.HasMore = true
		if fromCursor {
			entries = entries[:*limit]
			last = entries[len(entries)-1].ID
		} else {
			entries = entries[n-int(*limit):]
		}
	}
	list.Data, list.Next = journal.Views(entries), strconv.FormatInt(last, 10)
	return list, nil
}

// controlClearRequests removes the requests of an account, or of all, and lists the rest.
func (c *call) controlClearRequests() (any, error) {
	account := c.query.Text("account", accountFormat)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if account == "" {
		c.server.journal.Clear()
	} else {
		c.server.journal.ClearAccount(account)
	}
	entries, last := c.server.journal.List(nil)
	return &requestList{Data: journal.Views(entries), Next: strconv.FormatInt(last, 10)}, nil
}
