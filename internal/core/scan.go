package core

import (
	"encoding/json"
	"reflect"
	"unicode/utf8"

	"github.com/stateset/stateset-go/internal/wire"
)

// Scanner reads JSON in one pass and without reflection, in the form that the API
// writes. What it accepts it reads exactly as encoding/json would. It gives up on
// everything else, faults included, and leaves that to encoding/json, so that it
// never decides what an odd answer means.
//
// A type's Scan is a loop over the members of an object, with a case for each:
//
//	for s.Object(); s.Member(); {
//		switch string(s.Key()) {
//		case "id":
//			s.String(&p.ID)
//		default:
//			s.Unknown()
//		}
//	}
//
// A null leaves what it is for as it is, or sets a pointer, a list and what has an
// UnmarshalJSON to nothing, as with encoding/json. Texts are copied.
type Scanner struct {
	text  []byte
	at    int
	key   []byte
	first bool // the object or list is at its beginning
	odd   bool // the scanner gave up
}

// Scanned is a type on the wire that a Scanner can read.
type Scanned interface{ Scan(s *Scanner) }

// Scan reads text into v, a zero value, and reports whether it could. If not, v may
// be half full.
func Scan(text []byte, v Scanned) bool {
	s := Scanner{text: text}
	v.Scan(&s)
	return s.peek() == 0 && s.at == len(text) && !s.odd
}

// generated is a type whose code internal/wiregen writes, where it is known for all
// instances of a generic type.
type generated interface {
	wire.Reader
	isGenerated() bool
}

// unmarshal is json.Unmarshal, by the type's own DecodeWire or Scan where it has one.
// Only a zero value may be Scanned.
func unmarshal(text []byte, v any) ([]wire.Skipped, error) {
	if reader, ok := v.(wire.Reader); ok {
		if g, ok := v.(generated); !ok || g.isGenerated() {
			return wire.Decode(text, reader, wire.Options{})
		}
	}
	if scanned, ok := v.(Scanned); ok {
		if Scan(text, scanned) {
			return nil, nil
		}
		reflect.ValueOf(v).Elem().SetZero()
	}
	return nil, json.Unmarshal(text, v)
}

// GiveUp leaves the text to encoding/json.
func (s *Scanner) GiveUp() { s.odd, s.at = true, len(s.text) }

// Object opens an object.
func (s *Scanner) Object() { s.open('{') }

// Member goes to the next member of the object and reads its key; it reports false
// behind the last.
func (s *Scanner) Member() bool {
	if !s.next('}') {
		return false
	}
	s.key = s.quoted()
	s.want(':')
	return !s.odd
}

// Key is the key of the member that Member went to.
func (s *Scanner) Key() []byte { return s.key }

// list opens a list.
func (s *Scanner) list() { s.open('[') }

// element goes to the next element of the list; it reports false behind the last.
func (s *Scanner) element() bool { return s.next(']') }

func (s *Scanner) open(bracket byte) {
	s.want(bracket)
	s.first = true
}

// next goes over the comma between two members or elements, or over the end.
func (s *Scanner) next(end byte) bool {
	c := s.peek()
	if c == end {
		s.at++
		s.first = false
		return false
	}
	if s.first {
		s.first = false
		return !s.odd
	}
	s.want(',')
	return !s.odd
}

// Unknown goes over the value of a key that the type does not have. encoding/json
// matches keys without case, so only a key that has no case is unknown for certain.
func (s *Scanner) Unknown() {
	for _, c := range s.key {
		if c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf {
			s.GiveUp()
			return
		}
	}
	s.skip(maxSkipped)
}

// maxSkipped is how deep a value that is not known may be nested. encoding/json
// refuses ten thousand levels.
const maxSkipped = 32

// skip goes over a value that may be nested so deep.
func (s *Scanner) skip(depth int) {
	switch c := s.peek(); {
	case depth == 0:
		s.GiveUp()
	case c == '{':
		for s.Object(); s.Member(); {
			s.skip(depth - 1)
		}
	case c == '[':
		for s.list(); s.element(); {
			s.skip(depth - 1)
		}
	case c == '"':
		s.quoted()
	case c == 't':
		s.word("true")
	case c == 'f':
		s.word("false")
	case c == 'n':
		s.word("null")
	default:
		s.number()
	}
}

// raw goes over a value and returns it as it stands.
func (s *Scanner) raw() []byte {
	s.peek()
	start := s.at
	s.skip(maxSkipped)
	return s.text[start:s.at]
}

// peek goes over blanks and returns the byte behind them, which stays the next; 0 at
// the end.
func (s *Scanner) peek() byte {
	for s.at < len(s.text) {
		c := s.text[s.at]
		if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
		s.at++
	}
	return 0
}

// want goes over a byte that must be the next.
func (s *Scanner) want(c byte) {
	if s.peek() != c {
		s.GiveUp()
		return
	}
	s.at++
}

// word goes over a literal.
func (s *Scanner) word(w string) {
	if rest := s.text[s.at:]; len(rest) < len(w) || string(rest[:len(w)]) != w {
		s.GiveUp()
		return
	}
	s.at += len(w)
}

// null goes over a null, if that is next.
func (s *Scanner) null() bool {
	if s.peek() != 'n' {
		return false
	}
	s.word("null")
	return true
}

// Raw goes over a value and returns it as it stands, in the text that is scanned.
// Whoever keeps it copies it.
func (s *Scanner) Raw() []byte { return s.raw() }
