package wire

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Decoder reads a JSON document in one pass. It is strict: a known member that appears
// twice, invalid UTF-8 in a decoded string, nesting over 128 levels and trailing bytes
// are faults. Names match exactly. [Options] can make it stricter.
//
// An essential member ([Decoder.Must]) of an unexpected type is a fault. Any other
// member ([Decoder.Side]) of an unexpected type keeps its zero value and is listed in
// the skipped members. After a fault every call is a no-op.
//
// A DecodeWire method is a loop over the members of an object:
//
//	o := d.Object()
//	for d.Next(&o) {
//		switch string(d.Key(&o)) {
//		case "id":
//			d.Must(&o, 0)
//			wire.ReadString(&p.ID, d)
//		default:
//			d.Unknown(&o)
//		}
//	}
type Decoder struct {
	text      []byte
	at        int // the next byte
	start     int // the start of the current value
	depth     int
	must      bool // whether the current value is essential
	strict    bool // every member is essential, unknown members are faults
	unique    bool // no object has a member twice, an unknown one included
	quiet     bool // faults need no path
	inScratch bool // the latest string is in the scratch buffer
	ascii     bool // the latest string has neither escapes nor bytes beyond ASCII
	fault     *Fault
	skipped   []Skipped
	skippedAt int    // the start of the latest skipped value
	outer     string // the currency of the enclosing object
	beside    []byte // the members that the latest amount does not keep; see Leave
	scratch   []byte // the text of a string with escapes
	chunk     strings.Builder
	names     [][]byte // the members of the open objects, with unique
}

const (
	maxDepth   = 128
	maxSkipped = 16
)

// Object is an object whose members are being read.
type Object struct {
	// Extra holds the members that [Decoder.Keep] kept, joined by commas.
	Extra []byte

	from, to int // the name of the current member; to is -1 if it is in the scratch buffer
	start    int // after the brace
	value    int // the start of the current member, for Keep
	first    bool
	closed   bool
	names    int             // where its names start, with unique
	many     map[string]bool // its names, if there are many
	seen     [2]uint64
	looked   bool
	currency string
}

// Object opens an object. A value of another type is skipped or a fault. null is an
// object without members. Inlining would add 50 KB to a program that links all types.
//
//go:noinline
func (d *Decoder) Object() Object {
	if !d.open('{') {
		return Object{closed: true}
	}
	return Object{start: d.at, first: true, names: len(d.names)}
}

// open consumes the opening bracket of a value. It returns false for other values.
func (d *Decoder) open(bracket byte) bool {
	switch d.value() {
	case bracket:
		d.at++
		if d.depth++; d.depth > maxDepth {
			d.fail("nested deeper than 128 levels")
		}
		return d.fault == nil
	case 'n':
		d.word("null")
	default:
		d.mistyped()
	}
	return false
}

// Next reads the name of the next member. It returns false at the end of the object.
func (d *Decoder) Next(o *Object) bool {
	if o.closed {
		return false
	}
	if d.beside != nil {
		d.adopt(o)
	}
	if !d.next('}', &o.first) {
		if d.unique {
			d.names = d.names[:o.names]
		}
		return false
	}
	o.value = d.at
	if d.at >= len(d.text) || d.text[d.at] != '"' {
		d.syntax()
		return false
	}
	name := d.quoted()
	if o.to = d.at - 1; d.inScratch {
		o.to = -1
	}
	o.from = o.to - len(name)
	if d.at < len(d.text) && d.text[d.at] == ':' { // want, inlined
		d.at++
	} else {
		d.want(':')
	}
	if d.unique {
		d.distinct(o)
	}
	return d.fault == nil
}

// Key returns the name of the current member. It is valid until its value is read.
func (d *Decoder) Key(o *Object) []byte {
	if o.to < 0 {
		return d.scratch
	}
	return d.text[o.from:o.to]
}

// next consumes the comma between two elements, or the closing bracket.
func (d *Decoder) next(closing byte, first *bool) bool {
	c := d.peek()
	if c == closing {
		d.at++
		d.depth--
		return false
	}
	if *first {
		*first = false
		return d.fault == nil
	}
	if c != ',' {
		d.syntax()
		return false
	}
	if d.at++; d.at < len(d.text) && d.text[d.at] <= ' ' {
		d.blanks()
	}
	return true
}

// Must marks the current member, number bit of its object, as essential.
func (d *Decoder) Must(o *Object, bit uint) {
	if d.must = true; o.seen[bit>>6]&(1<<(bit&63)) != 0 {
		d.twice()
	}
	o.seen[bit>>6] |= 1 << (bit & 63)
}

// Side marks the current member, number bit of its object, as not essential.
func (d *Decoder) Side(o *Object, bit uint) {
	if d.must = d.strict; o.seen[bit>>6]&(1<<(bit&63)) != 0 {
		d.twice()
	}
	o.seen[bit>>6] |= 1 << (bit & 63)
}

func (d *Decoder) twice() { d.fail("appears twice") }

// Unknown skips the value of an unknown member.
func (d *Decoder) Unknown(o *Object) {
	if d.strict {
		d.start = d.at
		d.fail("unknown member")
		return
	}
	d.skip()
}

// Keep is [Decoder.Unknown] for an object that keeps its unknown members. A member
// with invalid UTF-8 is listed as skipped.
func (d *Decoder) Keep(o *Object) {
	d.Unknown(o)
	if d.fault != nil {
		return
	}
	raw := d.Member(o)
	if !utf8.Valid(raw) {
		d.start = d.at // after its value, where the path ends with the object
		d.note("invalid UTF-8")
		return
	}
	o.Add(raw)
}

// Member returns the text of the current member, whose value was read.
func (d *Decoder) Member(o *Object) []byte { return d.text[o.value:d.at] }

// Add adds the text of a member to Extra.
func (o *Object) Add(member []byte) {
	if o.Extra == nil {
		o.Extra = member[:len(member):len(member)] // most objects have at most one: no copy
		return
	}
	o.Extra = append(append(o.Extra, ','), member...)
}

// skip consumes a value of any type.
func (d *Decoder) skip() {
	switch c := d.peek(); c {
	case '{':
		o := d.Object()
		for d.Next(&o) {
			d.skip()
		}
	case '[':
		first := true
		for ok := d.open('['); ok && d.next(']', &first); {
			d.skip()
		}
	case '"':
		d.quoted()
	case 't':
		d.word("true")
	case 'f':
		d.word("false")
	case 'n':
		d.word("null")
	default:
		d.number()
	}
}

// peek skips blanks and returns the next byte, or 0 at the end.
func (d *Decoder) peek() byte {
	if d.at < len(d.text) {
		if c := d.text[d.at]; c > ' ' {
			return c
		}
	}
	return d.blanks()
}

// blanks is peek for text with blanks. It skips an indent eight bytes at a time.
func (d *Decoder) blanks() byte {
	const indent = 0x2020202020202020
	for d.at < len(d.text) {
		switch c := d.text[d.at]; c {
		case '\n', ' ':
			for d.at++; d.at+8 <= len(d.text); d.at += 8 {
				if other := binary.LittleEndian.Uint64(d.text[d.at:]) ^ indent; other != 0 {
					d.at += bits.TrailingZeros64(other) / 8
					break
				}
			}
		case '\r', '\t':
			d.at++
		default:
			return c
		}
	}
	return 0
}

// value is peek for the start of a value.
func (d *Decoder) value() byte {
	c := d.peek()
	d.start = d.at
	return c
}

func (d *Decoder) want(c byte) {
	if d.peek() != c {
		d.syntax()
		return
	}
	d.at++
}

func (d *Decoder) word(w string) {
	if rest := d.text[d.at:]; len(rest) < len(w) || string(rest[:len(w)]) != w {
		d.syntax()
		return
	}
	d.at += len(w)
}

// kind returns the JSON type that starts with the byte, or "".
func kind(c byte) string {
	switch {
	case c == '{':
		return "object"
	case c == '[':
		return "array"
	case c == '"':
		return "string"
	case c == 't', c == 'f':
		return "bool"
	case c == 'n':
		return "null"
	case c == '-', c >= '0' && c <= '9':
		return "number"
	}
	return ""
}

// mistyped skips a value of an unexpected type, or fails.
func (d *Decoder) mistyped() {
	name := kind(d.value())
	if name == "" {
		d.syntax()
		return
	}
	if d.must {
		d.fail("unexpected " + name)
		return
	}
	d.note(name)
	start := d.start
	d.skip()
	d.start, d.skippedAt = start, start
}

// Refuse rejects the latest value: a fault if it is essential, otherwise a skipped
// member.
func (d *Decoder) Refuse(problem string) {
	switch {
	case d.fault != nil:
	case d.must:
		d.fail(problem)
	default:
		d.note(kind(d.text[d.start]))
	}
}

// Fail rejects the latest value, essential or not.
func (d *Decoder) Fail(problem string) { d.fail(problem) }

func (d *Decoder) note(kind string) {
	d.skippedAt = d.start
	if len(d.skipped) < maxSkipped {
		d.skipped = append(d.skipped, Skipped{Path: path(d.text, d.start), Kind: kind})
	}
}

// fail records the first fault, at the current value, and ends the document.
func (d *Decoder) fail(problem string) {
	switch {
	case d.fault != nil:
	case d.quiet:
		d.fault = &Fault{}
	default:
		d.fault = &Fault{Path: path(d.text, max(d.start, min(d.at, len(d.text)))), Problem: problem}
	}
	d.at = len(d.text)
}

// syntax records a fault of text that is not JSON.
func (d *Decoder) syntax() {
	if d.fault != nil {
		return
	}
	d.start = d.at
	if d.at >= len(d.text) {
		d.fail("unexpected end of JSON")
		return
	}
	d.fail("invalid JSON: unexpected character " + character(d.text[d.at:]))
}
