package mockserver

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/verify"
)

// RequestMatch selects requests. Empty fields select all requests. Methods with a
// RequestMatch panic for an unknown operation, a path without a slash, an unknown method
// and a body that is not JSON.
type RequestMatch struct {
	Operation      string // "Payments.Create", in any case; * matches any text: "Payments.*"
	Method         string // in any case
	Path           string // as sent, with or without /v1; * matches any text: "/payments/*"
	Status         int
	IdempotencyKey string
	// Query is the expected part of the query. A parameter must have exactly these values,
	// in this order. Further parameters are allowed.
	Query url.Values
	// Body is the expected part of the request body: JSON in a string, []byte or
	// json.RawMessage, or a value that encoding/json encodes, such as map[string]any.
	//
	// An object must have the expected members, and may have further ones. An array must
	// have as many elements, in the same order; elements are compared by the same rules.
	// Numbers must have the same value: 10 equals 10.00. Other values must be equal.
	// Secrets are masked on both sides, so two values with the same mask are equal.
	Body any
}

// expectation returns the match for an account, or for all accounts if it is empty. It
// panics if a field is invalid.
func (m RequestMatch) expectation(account string) *verify.Expectation {
	m.mustBeValid()
	e := &verify.Expectation{Filter: journal.Filter{
		Account: account, Operation: m.Operation, Method: m.Method, Path: m.Path, IdempotencyKey: m.IdempotencyKey,
	}}
	if m.Status != 0 {
		e.Status = []string{strconv.Itoa(m.Status)}
	}
	e.SetQuery(m.Query)
	if m.Body == nil {
		return e
	}
	data, err := bodyJSON(m.Body)
	if err == nil {
		err = e.SetBody(data)
	}
	if err != nil {
		panic(fmt.Sprintf("mockserver: RequestMatch.Body: %v", err))
	}
	return e
}

// mustBeValid panics if the match cannot select any request, so that a misspelled name
// does not pass as a request that was not sent.
func (m RequestMatch) mustBeValid() {
	if m.Operation != "" {
		if err := fault.CheckOperation(m.Operation); err != nil {
			panic(fmt.Sprintf("mockserver: RequestMatch.Operation: %v", err))
		}
	}
	if m.Path != "" {
		if err := journal.CheckPath(m.Path); err != nil {
			panic(fmt.Sprintf("mockserver: RequestMatch.Path: %v", err))
		}
	}
	if m.Method != "" && !fault.KnownMethod(m.Method) {
		panic(fmt.Sprintf("mockserver: RequestMatch.Method: must be a method such as POST, got %q", m.Method))
	}
}

// bodyJSON returns JSON unchanged, and encodes other values.
func bodyJSON(body any) ([]byte, error) {
	switch body := body.(type) {
	case string:
		return []byte(body), nil
	case []byte:
		return body, nil
	case json.RawMessage:
		return body, nil
	}
	return json.Marshal(body)
}

// Count is the number of requests that [Server.Expect] requires.
type Count struct{ count verify.Count }

// Exactly requires exactly n requests. Exactly(0) requires that no request matches.
func Exactly(n int) Count { return Count{verify.Count{Min: n, Max: n}} }

// AtLeast requires n requests or more.
func AtLeast(n int) Count { return Count{verify.Count{Min: n, Max: -1}} }

// AtMost requires n requests or fewer.
func AtMost(n int) Count { return Count{verify.Count{Min: 0, Max: n}} }

// Expect fails the test if the number of matching requests of all accounts is not as
// required, and returns these requests, oldest first. Default: [AtLeast](1). Several
// counts apply together. The failure shows the nearest requests and their differences:
//
//	mockserver: no request matches Payments.Create with the body {"capture":false}, expected at least 1
//	  nearest: #1 2024-01-15T10:30:00Z POST /v1/payments → 201 Payments.Create test/account_1
//	    body.capture: expected false, got missing
//
// Expect does not wait: call it after the calls that it checks.
func (s *Server) Expect(t TB, match RequestMatch, counts ...Count) []Request {
	t.Helper()
	return s.expect(t, "", match, counts)
}

// Expect is [Server.Expect] for the requests of the account.
func (a *Account) Expect(t TB, match RequestMatch, counts ...Count) []Request {
	t.Helper()
	return a.server.expect(t, a.key().String(), match, counts)
}

func (s *Server) expect(t TB, account string, match RequestMatch, counts []Count) []Request {
	t.Helper()
	if len(counts) == 0 {
		counts = []Count{AtLeast(1)}
	}
	if !s.face.Journal().Stores() {
		t.Errorf("mockserver: Expect requires the journal, which WithJournal turned off")
		return nil
	}
	entries, _ := s.face.Journal().List(nil)
	var matched []*journal.Entry
	for _, count := range counts {
		report := verify.Check(entries, match.expectation(account), count.count)
		if !report.OK {
			t.Errorf("mockserver: %s", report)
		}
		matched = report.Matched
	}
	return newRequests(matched)
}
