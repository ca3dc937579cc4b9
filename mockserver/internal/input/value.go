package input

import (
	"cmp"
	"encoding/json"
	"slices"
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

// String is the type with its article, as messages use it.
func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// Value is one JSON value and where it stands.
type Value struct {
	kind kind
	// begin and end are the byte offsets of the value in the text it was parsed
	// from; at is that of the name before it, when it is a member.
	begin, end, at int
	name           string
	text           string  // a string decoded, a number or a literal verbatim
	list           []Value // elements of an array, members of an object, in order
}

// IsNull reports whether the value is null.
func (v *Value) IsNull() bool { return v.kind == kindNull }

// IsString reports whether the value is a string.
func (v *Value) IsString() bool { return v.kind == kindString }

// IsArray reports whether the value is an array.
func (v *Value) IsArray() bool { return v.kind == kindArray }

// Span is where the value stands: the offsets of its first byte and after its
// last one.
func (v *Value) Span() (begin, end int) { return v.begin, v.end }

// Text is a string without its quotes and escapes, a number as it was written.
func (v *Value) Text() string { return v.text }

// Elements are the elements of an array or the members of an object, in order.
func (v *Value) Elements() []Value { return v.list }

// Member is the member of that name, nil where there is none.
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

// NewObject is an empty object, what an empty body stands for.
func NewObject() *Value { return &Value{kind: kindObject} }

// Without is the object without the member of that name.
func (v *Value) Without(name string) *Value {
	rest := *v
	rest.list = slices.DeleteFunc(slices.Clone(v.list), func(m Value) bool { return m.name == name })
	return &rest
}

// SetString puts a string member into an object, at its end, in the place of one
// of that name.
func (v *Value) SetString(name, text string) {
	*v = *v.Without(name)
	v.list = append(v.list, Value{kind: kindString, name: name, text: text, begin: v.end, end: v.end, at: v.end})
}

// Canonical is the value in a form that two texts of the same meaning share:
// without spaces, the members of objects sorted by name. Numbers stay as they
// were written.
func (v *Value) Canonical() []byte { return v.appendCanonical(nil) }

func (v *Value) appendCanonical(out []byte) []byte {
	switch v.kind {
	case kindString:
		return appendQuoted(out, v.text)
	case kindArray:
		out = append(out, '[')
		for i := range v.list {
			out = v.list[i].appendCanonical(separate(out, i))
		}
		return append(out, ']')
	case kindObject:
		sorted := make([]*Value, len(v.list))
		for i := range v.list {
			sorted[i] = &v.list[i]
		}
		slices.SortFunc(sorted, func(a, b *Value) int { return cmp.Compare(a.name, b.name) })
		out = append(out, '{')
		for i, member := range sorted {
			out = appendQuoted(separate(out, i), member.name)
			out = member.appendCanonical(append(out, ':'))
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
	quoted, err := json.Marshal(text)
	if err != nil { // a string always encodes
		return out
	}
	return append(out, quoted...)
}
