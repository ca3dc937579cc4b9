package input

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is the maximum nesting of arrays and objects. The root has depth 1.
const maxDepth = 64

// Parse parses a JSON object. Unlike encoding/json it refuses invalid UTF-8, lone
// surrogates and duplicate names, and keeps numbers as written. The error is a [*Fault]
// with the code request_invalid.
func Parse(data []byte) (*Value, error) {
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		return nil, malformed("it begins with a byte order mark; send plain UTF-8")
	}
	if at := invalidUTF8(data); at >= 0 {
		fault := malformed("it is not valid UTF-8 at byte %d", at)
		fault.Offset = at
		return nil, fault
	}
	p := parser{data: string(data)}
	p.space()
	root := p.value(1)
	p.space()
	if p.err == nil && p.pos < len(data) {
		p.fail("unexpected %s after the end of the object", p.found())
	}
	if p.err != nil {
		return nil, p.err
	}
	if root.kind != kindObject {
		return nil, malformed("it must be an object, not %s", root.kind)
	}
	return &root, nil
}

func malformed(format string, args ...any) *Fault {
	return &Fault{Code: CodeMalformed, Message: "The request body is not valid JSON: " + fmt.Sprintf(format, args...)}
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// parser reads the text once. The first error ends the parsing.
type parser struct {
	data string // names and numbers share its memory
	pos  int
	err  *Fault
}

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = malformed(format+" at byte %d", append(args, p.pos)...)
		p.err.Offset = p.pos
	}
}

// peek returns the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.data) {
		return p.data[p.pos]
	}
	return 0
}

// found describes the next byte for messages.
func (p *parser) found() string {
	if p.pos >= len(p.data) {
		return "end of the body"
	}
	r, _ := utf8.DecodeRuneInString(p.data[p.pos:])
	return strconv.QuoteRune(r)
}

func (p *parser) space() {
	for p.pos < len(p.data) {
		switch p.data[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// take skips c if it is the next byte.
func (p *parser) take(c byte) bool {
	if p.err != nil || p.pos >= len(p.data) || p.data[p.pos] != c {
		return false
	}
	p.pos++
	return true
}

func (p *parser) value(depth int) Value {
	v := Value{begin: p.pos}
	switch c := p.peek(); {
	case c == '{' || c == '[':
		p.composite(&v, depth, c)
	case c == '"':
		v.kind, v.text = kindString, strings.Clone(p.text())
	case c == '-' || c >= '0' && c <= '9':
		v.kind, v.text = kindNumber, p.number()
	case c == 't':
		v.kind, v.text = kindBool, p.literal("true")
	case c == 'f':
		v.kind, v.text = kindBool, p.literal("false")
	case c == 'n':
		v.kind, v.text = kindNull, p.literal("null")
	default:
		p.fail("unexpected %s", p.found())
	}
	v.end = p.pos
	return v
}

func (p *parser) literal(text string) string {
	if !strings.HasPrefix(p.data[p.pos:], text) {
		p.fail("unexpected %s", p.found())
		return ""
	}
	p.pos += len(text)
	return text
}

// composite reads an array or an object.
func (p *parser) composite(v *Value, depth int, open byte) {
	if depth > maxDepth {
		p.fail("nesting deeper than %d", maxDepth)
		return
	}
	v.kind = kindArray
	closing := byte(']')
	if open == '{' {
		v.kind, closing = kindObject, '}'
	}
	p.pos++
	p.space()
	if p.take(closing) {
		return
	}
	names := nameSet{}
	v.list = make([]Value, 0, 4)
	for p.err == nil {
		v.list = append(v.list, p.entry(v, depth, &names))
		p.space()
		if p.take(closing) {
			return
		}
		if !p.take(',') {
			p.fail("expected ',' or '%c', found %s", closing, p.found())
		}
		p.space()
	}
}

// entry parses one element of an array or one member of an object.
func (p *parser) entry(in *Value, depth int, names *nameSet) Value {
	if in.kind == kindArray {
		return p.value(depth + 1)
	}
	at := p.pos
	name := p.text()
	if p.err == nil && !names.add(in.list, name) {
		p.pos = at
		p.fail("duplicate member %s", Quote(name))
	}
	p.space()
	if !p.take(':') {
		p.fail("expected ':', found %s", p.found())
	}
	p.space()
	v := p.value(depth + 1)
	v.name, v.at = name, at
	return v
}

// nameSet finds duplicate names: it compares few names directly, and uses a map for
// many.
type nameSet struct{ names map[string]bool }

func (s *nameSet) add(members []Value, name string) bool {
	if s.names == nil && len(members) < 16 {
		for i := range members {
			if members[i].name == name {
				return false
			}
		}
		return true
	}
	if s.names == nil {
		s.names = map[string]bool{}
		for i := range members {
			s.names[members[i].name] = true
		}
	}
	if s.names[name] {
		return false
	}
	s.names[name] = true
	return true
}

// number parses -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? and keeps its text.
func (p *parser) number() string {
	begin := p.pos
	p.take('-')
	if !p.take('0') {
		p.digits()
	}
	if p.take('.') {
		p.digits()
	}
	if p.take('e') || p.take('E') {
		if !p.take('+') {
			p.take('-')
		}
		p.digits()
	}
	return p.data[begin:p.pos]
}

func (p *parser) digits() {
	begin := p.pos
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.pos++
	}
	if p.pos == begin {
		p.fail("expected a digit, found %s", p.found())
	}
}
