package httpapi

import (
	"crypto/sha256"
	"sync"
	"time"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// DefaultReplays is the default of Options.MaxReplays.
const DefaultReplays = 100_000

const (
	replayFor      = 24 * time.Hour // from the first use of a key
	maxRecordBytes = 64 << 20
)

// digest is the beginning of a SHA-256 hash.
type digest [16]byte

func digestOfBytes(content []byte) digest {
	sum := sha256.Sum256(content)
	return digest(sum[:])
}

// digestOf returns the digest of texts without line breaks.
func digestOf(texts ...string) digest {
	content := make([]byte, 0, 512)
	for _, text := range texts {
		content = append(append(content, text...), '\n')
	}
	return digestOfBytes(content)
}

// scope identifies a key. All aliases of a path share the scope. The account is not its
// key, so that requests before and after a reset of the account have different scopes.
type scope struct {
	account *engine.Account
	use     digest // of the method, the path and the key
}

// record is a used key. It is small, because a server stores many.
type record struct {
	scope        scope
	fingerprint  digest
	first, begun int64 // microseconds, by the account and by the server
	requestID    string
	status       int16       // of the response; 0 while the request is running
	size         int32       // of the body
	body         wire.Writer // a record of the account, or the text; nil for an empty body
	older, newer *record     // in order of first use
}

// text is a body that is stored as it was sent.
type text []byte

// AppendWire implements [wire.Writer].
func (t text) AppendWire(e *wire.Encoder) { e.Raw(t) }

func (r *record) done() bool { return r.status != 0 }

// answer returns the response. Encoding an immutable object again returns the same bytes.
func (r *record) answer() (answer, error) {
	a := answer{status: int(r.status)}
	if t, ok := r.body.(text); ok || r.body == nil {
		a.body = t
		return a, nil
	}
	var err error
	a.body, err = wire.Marshal(r.body)
	return a, err
}

// replayStore stores the responses of requests with an idempotency key.
type replayStore struct {
	maxRecords, maxBytes int

	mu             sync.Mutex
	records        map[scope]*record
	oldest, newest *record
	bytes          int // of the bodies
}

func newReplayStore(maxRecords, maxBytes int) *replayStore {
	return &replayStore{maxRecords: maxRecords, maxBytes: maxBytes, records: map[scope]*record{}}
}

// begin reserves the key for a request and returns r, which the caller must complete or
// release. If the key was used before, begin returns the completed record or an error.
func (s *replayStore) begin(r *record) (*record, *engine.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire(r.begun)
	used := s.records[r.scope]
	if used != nil && used.done() && isOld(used.first, r.first) {
		s.remove(used)
		used = nil
	}
	switch {
	case used == nil:
	case !used.done():
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
	s.append(r)
	return r, nil
}

// isOld reports whether a record that began at a time is too old to replay.
func isOld(began, now int64) bool { return now-began >= replayFor.Microseconds() }

// complete stores the response for replays. object is the immutable record whose encoding
// is the body, or nil. Such a body needs no memory.
func (s *replayStore) complete(r *record, a answer, object wire.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.scope.account.Abandoned() {
		s.remove(r)
		return
	}
	r.status, r.size, r.body = int16(a.status), int32(len(a.body)), object
	if object == nil && len(a.body) > 0 {
		r.body = text(a.body)
	}
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

// expire removes records that are too old to replay by the clock of the server. The clock
// of their account is never behind it. The records are in order of time, because the
// clock never goes back.
func (s *replayStore) expire(server int64) {
	for r := s.oldest; r != nil && isOld(r.begun, server); {
		next := r.newer
		if r.done() {
			s.remove(r)
		}
		r = next
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
	for r := s.oldest; r != nil; r = r.newer {
		if r.done() {
			s.remove(r)
			return true
		}
	}
	return false
}

func (s *replayStore) append(r *record) {
	if r.older = s.newest; r.older == nil {
		s.oldest = r
	} else {
		r.older.newer = r
	}
	s.newest = r
}

func (s *replayStore) remove(r *record) {
	if s.records[r.scope] != r {
		return
	}
	delete(s.records, r.scope)
	s.bytes -= int(r.size)
	if r.older == nil {
		s.oldest = r.newer
	} else {
		r.older.newer = r.newer
	}
	if r.newer == nil {
		s.newest = r.older
	} else {
		r.newer.older = r.older
	}
	r.older, r.newer = nil, nil
}
