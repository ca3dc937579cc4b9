package input

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// kind is the type of a JSON value.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindArray
	kindObject
)

// String returns the type with its article, for messages.
func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// Value is a JSON value and its position.
type Value struct {
	kind kind
	// begin and end are the byte offsets of the value in the parsed text. at is the
	// offset of the name of a member.
	begin, end, at int
	name           string  // shares the memory of the parsed text
	text           string  // a string decoded, a number or a literal verbatim
	list           []Value // elements of an array, members of an object, in order
}

// Name returns a copy of the name of a member, because the name itself keeps the whole
// text in memory.
func (v *Value) Name() string { return strings.Clone(v.name) }

// IsObject reports whether the value is an object.
func (v *Value) IsObject() bool { return v.kind == kindObject }

// IsNull reports whether the value is null.
func (v *Value) IsNull() bool { return v.kind == kindNull }

// IsString reports whether the value is a string.
func (v *Value) IsString() bool { return v.kind == kindString }

// IsArray reports whether the value is an array.
func (v *Value) IsArray() bool { return v.kind == kindArray }

// Span returns the offsets of the first byte and after the last byte.
func (v *Value) Span() (begin, end int) { return v.begin, v.end }

// Text returns a string without its quotes and escapes, or a number as written.
func (v *Value) Text() string { return v.text }

// Elements returns the elements of an array or the members of an object, in order.
func (v *Value) Elements() []Value { return v.list }

// Member returns the member with the name, or nil.
func (v *Value) Member(name string) *Value {
	if v.kind != kindObject {
		return nil
	}
	for i := range v.list {
		if v.list[i].name == name {
			return &v.list[i]
		}
	}
	return nil
}

// NewObject returns an empty object, the meaning of an empty body.
func NewObject() *Value { return &Value{kind: kindObject} }

// Without returns the object without the member.
func (v *Value) Without(name string) *Value {
	if v.Member(name) == nil {
		return v
	}
	rest := *v
	rest.list = slices.DeleteFunc(slices.Clone(v.list), func(m Value) bool { return m.name == name })
	return &rest
}

// SetString sets a string member of an object. It replaces the member with the name, or
// appends one.
func (v *Value) SetString(name, text string) {
	*v = *v.Without(name)
	v.list = append(v.list, Value{kind: kindString, name: name, text: text, begin: v.end, end: v.end, at: v.end})
}

// Canonical returns a form that texts with equal meaning share: no spaces, members
// sorted by name, numbers as written.
func (v *Value) Canonical() []byte { return v.AppendCanonical(nil) }

// AppendCanonical appends the canonical form.
func (v *Value) AppendCanonical(out []byte) []byte {
	switch v.kind {
	case kindString:
		return appendQuoted(out, v.text)
	case kindArray:
		out = append(out, '[')
		for i := range v.list {
			out = v.list[i].AppendCanonical(separate(out, i))
		}
		return append(out, ']')
	case kindObject:
		var few [16]*Value
		sorted := few[:0]
		for i := range v.list {
			sorted = append(sorted, &v.list[i])
		}
		slices.SortFunc(sorted, func(a, b *Value) int { return cmp.Compare(a.name, b.name) })
		out = append(out, '{')
		for i, member := range sorted {
			out = appendQuoted(separate(out, i), member.name)
			out = member.AppendCanonical(append(out, ':'))
		}
		return append(out, '}')
	}
	return append(out, v.text...)
}

func separate(out []byte, i int) []byte {
	if i > 0 {
		return append(out, ',')
	}
	return out
}

func appendQuoted(out []byte, text string) []byte {
	if plain(text) {
		out = append(out, '"')
		return append(append(out, text...), '"')
	}
	quoted, err := json.Marshal(text)
	if err != nil { // encoding a string cannot fail
		return out
	}
	return append(out, quoted...)
}

// plain reports whether the JSON of a text is the text in quotes.
func plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}
