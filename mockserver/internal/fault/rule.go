package fault

import (
	"strings"
	"time"
)

// Point is where on a request's way a fault strikes.
type Point string

// The points, in the order of a request's way.
const (
	Accept    Point = "accept"    // a connection was accepted, nothing of it was read
	Read      Point = "read"      // the request was read, and nothing else
	Reserved  Point = "reserved"  // validated, its key reserved, nothing executed
	Committed Point = "committed" // executed, the answer stored under its key, nothing written
	Headers   Point = "headers"   // status and headers are written
	Body      Point = "body"      // a part of the body is written, too
)

// Position is a point, and for [Body] how much of the body is written there.
type Position struct {
	Point   Point
	Bytes   int64
	Percent int64 // used unless it is negative
}

// Written is how many bytes of a body of that size are written before the fault.
func (p Position) Written(size int) int {
	if p.Point != Body {
		return 0
	}
	if p.Percent >= 0 {
		return int(int64(size) * p.Percent / 100)
	}
	return int(min(p.Bytes, int64(size)))
}

// Kind is what a fault does.
type Kind string

// The kinds.
const (
	Pass         Kind = "pass"          // nothing but what delay and header say
	Reset        Kind = "reset"         // RST
	Close        Kind = "close"         // FIN
	Stall        Kind = "stall"         // silence
	Garbage      Kind = "garbage"       // bytes that are not HTTP, then FIN
	Replace      Kind = "replace"       // another answer
	Redirect     Kind = "redirect"      // a redirect
	RateLimit    Kind = "rate-limit"    // 429 and how long to wait
	InFlight     Kind = "in-flight"     // 409 as for a key in use
	Stored       Kind = "replayed"      // a failure that is stored under the key
	Big          Kind = "big"           // an endless body
	Bomb         Kind = "bomb"          // a body that is small on the wire only
	Short        Kind = "short"         // a part of the body as if it were all
	Drip         Kind = "drip"          // the body, slowly
	WrongLength  Kind = "wrong-length"  // a Content-Length that lies
	NoTerminator Kind = "no-terminator" // a chunked body without its end
	Gzip         Kind = "gzip"          // a body whose compression is broken
	Flood        Kind = "header-flood"  // very many headers
	Interim      Kind = "interim"       // very many 1xx answers
)

// Action is what a fault does, with its numbers.
type Action struct {
	Kind   Kind
	Status int           // zero: that of Code, of the answer it replaces, or 200
	Code   string        // of the catalogue of errors
	For    time.Duration // of a stall, negative without an end; the wait of a rate limit
	Size   int64         // bytes, bytes a second or a count
	Text   string        // what variant, or the target of a redirect
}

// Field is one line of a header.
type Field struct{ Name, Value string }

// Rule is one fault. [Parse] makes one.
type Rule struct {
	Method, Path string // empty: any; * in a path stands for any text
	Operation    string // as in the table of operations, * stands for any text; empty: any
	Account      string // "test/name"; empty: any
	Key          string // Idempotency-Key; empty: any

	First, Last int64 // of the requests that match, from 1; zero: no limit
	After       int64 // how many that match are let through first
	Times       int64 // how often it strikes; zero: no limit
	ByKey       bool  // First, Last, After and Times count for each key
	Chance      float64
	Seed        uint64 // of Chance, where HasSeed
	HasSeed     bool

	At       Position
	Do       Action
	Delay    time.Duration // before what it does
	Header   []Field
	Envelope string // form of a replaced answer
	Content  string // body of a replaced answer, where HasBody
	HasBody  bool
	Optional bool // need not strike

	words []Word
}

// String is the rule as it was written.
func (r *Rule) String() string {
	texts := make([]string, len(r.words))
	for i, w := range r.words {
		texts[i] = w.String()
	}
	return strings.Join(texts, " ")
}

// expected is how often the rule must strike, at least.
func (r *Rule) expected() (times int64, exact bool) {
	if r.Last > 0 {
		times = r.Last - max(r.First, r.After+1) + 1
	}
	if r.Times > 0 && (times == 0 || r.Times < times) {
		times = r.Times
	}
	return max(times, 1), r.Last > 0 || r.Times > 0
}
