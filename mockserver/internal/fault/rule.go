package fault

import (
	"strings"
	"time"
)

// Point is the point in the handling of a request at which a fault fires.
type Point string

// The points, in order.
const (
	Accept    Point = "accept"    // the connection is accepted, nothing was read
	Read      Point = "read"      // the request was read
	Reserved  Point = "reserved"  // the request is valid and its key reserved, nothing was executed
	Committed Point = "committed" // executed, the response is stored under the key, nothing was sent
	Headers   Point = "headers"   // status and headers were sent
	Body      Point = "body"      // a part of the body was sent
)

// Position is a point. For [Body] it includes the part of the body that is sent.
type Position struct {
	Point   Point
	Bytes   int64
	Percent int64 // ignored if negative
}

// Written returns the number of bytes sent before the fault, for a body of the size.
func (p Position) Written(size int) int {
	if p.Point != Body {
		return 0
	}
	if p.Percent >= 0 {
		return int(int64(size) * p.Percent / 100)
	}
	return int(min(p.Bytes, int64(size)))
}

// Kind is the effect of a fault.
type Kind string

// The kinds.
const (
	Pass         Kind = "pass"          // only the delay and the headers
	Reset        Kind = "reset"         // RST
	Close        Kind = "close"         // FIN
	Stall        Kind = "stall"         // no bytes
	Garbage      Kind = "garbage"       // bytes that are not HTTP, then FIN
	Replace      Kind = "replace"       // another response
	Redirect     Kind = "redirect"      // a redirect
	RateLimit    Kind = "rate-limit"    // 429 with a wait
	InFlight     Kind = "in-flight"     // 409, as for a key in use
	Stored       Kind = "replayed"      // a failure that is stored under the key
	Big          Kind = "big"           // a very large body
	Bomb         Kind = "bomb"          // a body that is small only while compressed
	Short        Kind = "short"         // a part of the body that looks complete
	Drip         Kind = "drip"          // a slow body
	WrongLength  Kind = "wrong-length"  // a wrong Content-Length
	NoTerminator Kind = "no-terminator" // a chunked body without its end
	Gzip         Kind = "gzip"          // a body with invalid compression
	Flood        Kind = "header-flood"  // very many headers
	Interim      Kind = "interim"       // very many 1xx responses
)

// Action is the effect of a fault with its parameters.
type Action struct {
	Kind   Kind
	Status int           // zero: that of Code, of the response it replaces, or 200
	Code   string        // an error code
	For    time.Duration // of a stall, negative without an end; the wait of a rate limit
	Size   int64         // bytes, bytes per second, or a count
	Text   string        // a variant, or the target of a redirect
}

// Field is a header field.
type Field struct{ Name, Value string }

// Rule is one fault. [Parse] returns rules.
type Rule struct {
	Method, Path string // "": any; * matches any text
	Operation    string // name of the operation, * matches any text; "": any
	Account      string // "test/name" or "test/name/acct_1"; "": any
	Key          string // Idempotency-Key; "": any

	First, Last int64 // range of the matching requests, from 1; zero: no limit
	After       int64 // number of matching requests to skip
	Times       int64 // number of times that the rule fires; zero: no limit
	ByKey       bool  // First, Last, After and Times count per key
	Chance      float64
	Seed        uint64 // of Chance, if HasSeed
	HasSeed     bool

	At       Position
	Do       Action
	Delay    time.Duration // before the action
	Header   []Field
	Envelope string // form of a replaced response
	Content  string // body of a replaced response, if HasBody
	HasBody  bool
	Optional bool // a rule that does not fire is not an error

	words []Word
}

// String returns the rule in text form, as it was written.
func (r *Rule) String() string {
	texts := make([]string, len(r.words))
	for i, w := range r.words {
		texts[i] = w.String()
	}
	return strings.Join(texts, " ")
}

// expected returns the minimum number of times that the rule must fire.
func (r *Rule) expected() (times int64, exact bool) {
	if r.Last > 0 {
		times = r.Last - max(r.First, r.After+1) + 1
	}
	if r.Times > 0 && (times == 0 || r.Times < times) {
		times = r.Times
	}
	return max(times, 1), r.Last > 0 || r.Times > 0
}
