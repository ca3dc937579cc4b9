package mockserver

import (
	"fmt"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// Request is a request that the server answered. It holds no API key and no body.
type Request struct {
	Time           time.Time `json:"time"` // the server's
	Method         string    `json:"method"`
	Path           string    `json:"path"`   // without the query
	Status         int       `json:"status"` // zero when a fault kept it from being written
	RequestID      string    `json:"request_id"`
	Account        string    `json:"account"`   // "test/name", empty without a good key
	Operation      string    `json:"operation"` // "Payments.Create", empty for an unknown route
	IdempotencyKey string    `json:"idempotency_key"`
	Committed      bool      `json:"committed"`      // a write whose effect stands; false for a replay
	Fault          string    `json:"fault,omitzero"` // the fault that struck it: "f1 POST /payments do=reset"
}

// String is the request in a line.
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

// Requests returns the last 1000 requests, oldest first.
func (s *Server) Requests() []Request {
	entries := s.face.Requests()
	requests := make([]Request, len(entries))
	for i, entry := range entries {
		requests[i] = Request(entry)
	}
	return requests
}

// KeyStatus says whether a key works.
type KeyStatus string

// The statuses of a key.
const (
	KeyActive  KeyStatus = "active"
	KeyExpired KeyStatus = "expired"
	KeyRevoked KeyStatus = "revoked"
)

// RegisterKey gives a restricted key (rk_) its scopes, such as "payments:write",
// or makes any key an expired or revoked one; the empty status is [KeyActive].
// Keys that nobody registered work, restricted ones without a scope. A text that
// is no key and an unknown scope are errors.
func (s *Server) RegisterKey(key string, status KeyStatus, scopes ...string) error {
	return s.face.RegisterKey(httpapi.Key{Text: key, Status: httpapi.KeyStatus(status), Scopes: scopes})
}

// Connect lets an account act for a connected one, named in X-Account-Id. The ids
// that begin with acct_test_ need no such connection.
func (s *Server) Connect(account, connected string) { s.face.Connect(account, connected) }
