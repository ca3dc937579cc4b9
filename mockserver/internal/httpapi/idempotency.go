package httpapi

import (
	linked "container/list"
	"crypto/sha256"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// DefaultReplays is the default of Options.MaxReplays.
const DefaultReplays = 100_000

const (
	replayFor      = 24 * time.Hour // from the first use of a key
	maxRecordBytes = 64 << 20
	maxReplayKey   = 255
)

// scope identifies a key. All aliases of a path share the scope. The account is not its
// key, so that requests before and after a reset of the account have different scopes.
type scope struct {
	account      *engine.Account
	method, path string
	key          string
}

// record is a used key.
type record struct {
	scope       scope
	fingerprint [sha256.Size]byte
	first       time.Time // by the account
	begun       time.Time // by the server
	requestID   string
	done        bool
	answer      answer
	place       *linked.Element
}

// replayStore stores the responses of requests with an idempotency key.
type replayStore struct {
	maxRecords, maxBytes int

	mu      sync.Mutex
	records map[scope]*record
	oldest  *linked.List // of *record, in order of first use
	bytes   int          // of the stored bodies
}

func newReplayStore(maxRecords, maxBytes int) *replayStore {
	return &replayStore{maxRecords: maxRecords, maxBytes: maxBytes, records: map[scope]*record{}, oldest: linked.New()}
}

// begin reserves the key for a request and returns r, which the caller must complete or
// release. If the key was used before, begin returns the completed record or an error.
func (s *replayStore) begin(r *record) (*record, *engine.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire(r.begun)
	used := s.records[r.scope]
	if used != nil && used.done && r.first.Sub(used.first) >= replayFor {
		s.remove(used)
		used = nil
	}
	switch {
	case used == nil:
	case !used.done:
		return nil, refuse(engine.CodeIdempotencyInUse, "", "A request with this Idempotency-Key is still running: try again in a second")
	case used.fingerprint != r.fingerprint:
		return nil, refuse(engine.CodeIdempotencyReused, "", "This Idempotency-Key was used with another body or query: send the same request, or use a new key")
	default:
		return used, nil
	}
	if len(s.records) >= s.maxRecords && !s.evict() {
		return nil, refuse(engine.CodeServiceUnavailable, "", "Too many requests with an Idempotency-Key are running: try again")
	}
	s.records[r.scope] = r
	r.place = s.oldest.PushBack(r)
	return r, nil
}

// complete stores the response for replays.
func (s *replayStore) complete(r *record, a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.scope.account.Abandoned() {
		s.remove(r)
		return
	}
	r.done, r.answer = true, a
	s.bytes += len(a.body)
	for s.bytes > s.maxBytes && s.evict() {
	}
}

// release removes the key of a request without an effect.
func (s *replayStore) release(r *record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(r)
}

// expire removes records that are too old to replay by the clock of the server, and
// therefore by that of their account, which is never slower. The records are in order of
// time, because the clock never goes back.
func (s *replayStore) expire(server time.Time) {
	for e := s.oldest.Front(); e != nil; {
		r := e.Value.(*record)
		if server.Sub(r.begun) < replayFor {
			return
		}
		e = e.Next()
		if r.done {
			s.remove(r)
		}
	}
}

// forgetAbandoned removes the records of accounts that a reset has removed.
func (s *replayStore) forgetAbandoned() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.records {
		if r.scope.account.Abandoned() {
			s.remove(r)
		}
	}
}

// evict removes the oldest completed record. A running one must stay, because a retry
// of its request would run the operation twice.
func (s *replayStore) evict() bool {
	for e := s.oldest.Front(); e != nil; e = e.Next() {
		if r := e.Value.(*record); r.done {
			s.remove(r)
			return true
		}
	}
	return false
}

func (s *replayStore) remove(r *record) {
	if s.records[r.scope] == r {
		delete(s.records, r.scope)
		s.oldest.Remove(r.place)
		s.bytes -= len(r.answer.body)
	}
}

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
	if c.replay == "" {
		return c.route.operation.handle(c)
	}
	first, begun := c.account.Clock().Times()
	mine := &record{
		scope:       scope{c.account, c.route.row.Method, c.canonicalPath(), c.replay},
		fingerprint: c.fingerprint(), first: first, begun: begun, requestID: c.requestID(),
	}
	r, refused := c.state.replays.begin(mine)
	if refused != nil {
		if again, _ := retryable(refused); again {
			c.header.Set("Retry-After", "1")
		}
		return answer{}, refused
	}
	if r != mine {
		return c.replayed(r), nil
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
			c.state.replays.complete(mine, a)
		}
		return a, err
	case err != nil:
		a = c.refusal(err)
	}
	if kept = keeps(a.status); kept {
		c.state.replays.complete(mine, a)
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
func (c *call) replayed(r *record) answer {
	c.fault.sawExecution()
	c.header.Set("Idempotent-Replayed", "true")
	c.header.Set("Original-Request-Id", r.requestID)
	if r.answer.status >= http.StatusBadRequest {
		c.header.Set("Stateset-Should-Retry", "false")
	}
	return r.answer
}

// fingerprint identifies the content of a request, independent of spaces and of the
// order of members.
func (c *call) fingerprint() [sha256.Size]byte {
	content := append([]byte(c.query.Canonical()), '\n')
	if c.body != nil {
		content = c.body.Without(c.route.bodyID).AppendCanonical(content) // the ID is in the path
	}
	return sha256.Sum256(content)
}
