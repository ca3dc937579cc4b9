package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

const (
	streamPath = "/requests/stream"
	maxStreams = 16
	// streamWrite is the maximum time of one write to a stream.
	streamWrite = 10 * time.Second
)

// streams counts the open streams and ends them.
type streams struct {
	open atomic.Int64
	once sync.Once
	done chan struct{}
}

// EndStreams ends the streams of requests, so that a graceful shutdown does not wait for
// them.
func (s *Server) EndStreams() { s.streams.once.Do(func() { close(s.streams.done) }) }

// requestSummary is a request in a stream, without headers and bodies.
type requestSummary struct {
	ID             int64        `json:"id"`
	Time           time.Time    `json:"time"`
	Method         string       `json:"method"`
	Path           string       `json:"path"`
	Status         int          `json:"status"`
	RequestID      journal.Text `json:"request_id"`
	Account        journal.Text `json:"account"`
	Operation      journal.Text `json:"operation"`
	IdempotencyKey journal.Text `json:"idempotency_key"`
	Committed      bool         `json:"committed"`
	ReplayOf       string       `json:"replay_of,omitempty"`
	Fault          string       `json:"fault,omitempty"`
}

// requestStream is a stream of server-sent events.
type requestStream struct {
	call   *call
	filter *journal.Filter
	limit  int64 // of the first list, the latest ones; 0: all
	resume bool  // the first list follows an ID, so that the limit does not apply
}

// controlStream streams the selected requests: those in the journal first, and then each
// new one. The event "cleared" means that requests were removed; the remaining ones
// follow.
func (c *call) controlStream() (any, error) {
	s := &requestStream{call: c}
	s.filter, s.resume = readRequestFilter(c.query)
	if limit := c.query.Count("limit", 1, 1_000_000); limit != nil {
		s.limit = *limit
	}
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	c.stream = s.run
	return nil, nil
}

// run writes events until the client disconnects or the server ends.
func (s *requestStream) run(w http.ResponseWriter) {
	c, all := s.call, &s.call.server.streams
	defer all.open.Add(-1)
	if all.open.Add(1) > maxStreams {
		c.write(w, c.refusal(refuse(engine.CodeServiceUnavailable, "", "%d streams are open, which is the maximum: close one", maxStreams)))
		return
	}
	_ = c.wire.SetReadDeadline(time.Time{}) // net/http ends the context at the deadline
	c.set("X-Request-Id", c.requestID())
	c.set("Content-Type", "text/event-stream")
	if c.request.Method == http.MethodHead {
		return
	}
	if s.send(w, nil) != nil { // the headers
		return
	}
	seen := int64(-1)
	for {
		changed, clears := c.server.journal.Changed()
		if s.send(w, s.events(clears, &seen)) != nil {
			return
		}
		select {
		case <-changed:
		case <-c.request.Context().Done():
			return
		case <-all.done:
			return
		}
	}
}

// events returns the events since the last call. seen is the number of clears at that
// call, or -1 for the first one.
func (s *requestStream) events(clears int64, seen *int64) []byte {
	var out bytes.Buffer
	first := *seen < 0
	if !first && clears != *seen {
		out.WriteString("event: cleared\ndata: {}\n\n")
		s.filter.After, s.resume, first = 0, false, true
	}
	*seen = clears
	entries, last := s.call.server.journal.List(s.filter)
	if n := int64(len(entries)); first && !s.resume && s.limit > 0 && n > s.limit {
		entries = entries[n-s.limit:]
	}
	s.filter.After = max(s.filter.After, last)
	for _, e := range entries {
		v := journal.NewSummary(e)
		data, err := json.Marshal(&requestSummary{
			v.ID, v.Time, v.Method, v.Path, v.Status, v.RequestID, v.Account, v.Operation, v.IdempotencyKey, v.Committed, v.ReplayOf, v.Fault,
		})
		if err != nil { // all members are texts and numbers
			continue
		}
		fmt.Fprintf(&out, "id: %s\nevent: request\ndata: %s\n\n", strconv.FormatInt(e.ID, 10), data)
	}
	return out.Bytes()
}

// send writes and flushes within a bounded time.
func (s *requestStream) send(w http.ResponseWriter, text []byte) error {
	_ = s.call.wire.SetWriteDeadline(time.Now().Add(streamWrite)) // in-memory connections have no deadline
	defer func() { _ = s.call.wire.SetWriteDeadline(time.Time{}) }()
	if _, err := w.Write(text); err != nil {
		return err
	}
	return s.call.wire.Flush()
}
