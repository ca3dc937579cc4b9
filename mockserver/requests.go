package mockserver

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/verify"
)

// Request is a recorded request and its response. API keys, card numbers, card codes,
// bank accounts and webhook secrets are masked in all fields.
type Request struct {
	// ID is the number of the request on the server, from 1. It never decreases.
	ID     int64
	Time   time.Time // of the server's clock
	Method string
	Path   string // without the query
	Query  url.Values
	Header http.Header
	// Body is empty if the server responded before it read the body. A body of more than
	// 64 KiB is cut: it ends with "…[cut: the body has N bytes]".
	Body           []byte
	Status         int    // zero if a fault replaced the response
	ResponseBody   []byte // cut like Body
	RequestID      string
	Account        string // "test/name", or empty without a valid key
	Operation      string // "Payments.Create", or empty for an unknown route
	IdempotencyKey string
	Committed      bool   // a mutating request whose changes were committed; false for a replay
	Fault          string // the fault that fired: "f1 POST /payments do=reset"
}

// String returns the request in one line, without headers and bodies.
func (r Request) String() string {
	line := fmt.Sprintf("%s %d %s %s %s", r.Time.Format(time.RFC3339), r.Status, r.Method, r.Path, r.RequestID)
	if r.Account != "" {
		line += " " + r.Account
	}
	if r.IdempotencyKey != "" {
		line += " key=" + r.IdempotencyKey
	}
	if r.Fault != "" {
		line += fmt.Sprintf(" committed=%t fault=%q", r.Committed, r.Fault)
	}
	return line
}

// Requests returns the latest requests of all accounts, oldest first. With matches it
// returns the requests that at least one match selects. [WithJournal] bounds the number
// of stored requests.
func (s *Server) Requests(matches ...RequestMatch) []Request { return s.requests("", matches) }

// Requests returns the latest requests of the account, see [Server.Requests].
func (a *Account) Requests(matches ...RequestMatch) []Request {
	return a.server.requests(a.key().String(), matches)
}

func (s *Server) requests(account string, matches []RequestMatch) []Request {
	entries, _ := s.face.Journal().List(&journal.Filter{Account: account})
	if len(matches) == 0 {
		return newRequests(entries)
	}
	expected := make([]*verify.Expectation, len(matches))
	for i, match := range matches {
		expected[i] = match.expectation(account)
	}
	return newRequests(slices.DeleteFunc(entries, func(entry *journal.Entry) bool {
		return !slices.ContainsFunc(expected, func(e *verify.Expectation) bool { return e.Matches(entry) })
	}))
}

func newRequests(entries []*journal.Entry) []Request {
	requests := make([]Request, len(entries))
	for i, entry := range entries {
		requests[i] = newRequest(journal.NewView(entry))
	}
	return requests
}

func newRequest(v *journal.View) Request {
	return Request{
		ID: v.ID, Time: v.Time, Method: v.Method, Path: v.Path, Query: v.Query, Header: v.Headers, Body: v.RequestBody,
		Status: v.Status, ResponseBody: v.ResponseBody, RequestID: string(v.RequestID), Account: string(v.Account),
		Operation: string(v.Operation), IdempotencyKey: string(v.IdempotencyKey), Committed: v.Committed, Fault: v.Fault,
	}
}

// KeyStatus is the status of a key.
type KeyStatus string

// The statuses of a key.
const (
	KeyActive  KeyStatus = "active"
	KeyExpired KeyStatus = "expired"
	KeyRevoked KeyStatus = "revoked"
)

// RegisterKey sets the scopes of a restricted key (rk_), such as "payments:write", or the
// status of any key. The empty status is [KeyActive]. Unregistered keys are active, and
// unregistered restricted keys have no scope. RegisterKey returns an error for a
// malformed key or an unknown scope.
func (s *Server) RegisterKey(key string, status KeyStatus, scopes ...string) error {
	return s.face.RegisterKey(httpapi.Key{Text: key, Status: httpapi.KeyStatus(status), Scopes: scopes})
}

// Connect allows an account to act for a connected account, which requests name in
// X-Account-Id. IDs that begin with acct_test_ need no connection.
func (s *Server) Connect(account, connected string) { s.face.Connect(account, connected) }
