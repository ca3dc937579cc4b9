package httpapi

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// maxEntries is the capacity of the journal.
const maxEntries = 1000

// Entry is one request of the journal. It contains no API key and no body.
//
//wire:response
type Entry struct {
	Time           time.Time `json:"time"` // server time
	Method         string    `json:"method"`
	Path           string    `json:"path"` // without the query
	Status         int       `json:"status"`
	RequestID      string    `json:"request_id"`
	Account        string    `json:"account"`
	Operation      string    `json:"operation"`
	IdempotencyKey string    `json:"idempotency_key"`
	Committed      bool      `json:"committed"`      // a mutating request whose changes were committed
	Fault          string    `json:"fault,omitzero"` // the applied rule, with its ID
}

// journal is a ring buffer of the latest requests. The zero value is empty.
type journal struct {
	mu      sync.Mutex
	entries []Entry
	next    int // index of the oldest entry when the buffer is full
}

func (j *journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) < maxEntries {
		j.entries = append(j.entries, e)
		return
	}
	j.entries[j.next] = e
	j.next = (j.next + 1) % maxEntries
}

// list returns the entries, oldest first.
func (j *journal) list() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Concat(j.entries[j.next:], j.entries[:j.next])
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.next = nil, 0
}

// clearAccount removes the entries of an account and of the accounts that it acts for.
func (j *journal) clearAccount(name string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entries := slices.Concat(j.entries[j.next:], j.entries[:j.next])
	j.entries, j.next = slices.DeleteFunc(entries, func(e Entry) bool {
		return e.Account == name || strings.HasPrefix(e.Account, name+"/")
	}), 0
}

// Requests returns the latest requests, oldest first.
func (s *Server) Requests() []Entry { return s.journal.list() }

// entry describes a request after its response.
func (c *call) entry(status int) Entry {
	e := Entry{
		Time: c.now(), Method: c.request.Method, Path: shorten(c.request.URL.EscapedPath()),
		Status: status, RequestID: c.requestID(), IdempotencyKey: c.replay,
		Committed: c.committed, Fault: c.fault.name(),
	}
	if c.account != nil {
		e.Account = c.owner.String()
	}
	if row := c.operation(); row != nil {
		e.Operation = row.Name
	}
	c.fault.complete(&e)
	return e
}
