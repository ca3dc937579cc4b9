package input

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
)

// Type is the type of a member.
type Type uint8

const (
	TypeString  Type = iota
	TypeInteger      // a number without a point or an exponent
	TypeNumber
	TypeDecimal // a decimal in a string
	TypeRatio   // a decimal in a string, or a number
	TypeMicros  // an integer of millionths in a string
	TypeBoolean
	TypeDate // "2024-01-15" in a string
	TypeTime // RFC 3339 in a string
	TypeUnix // Unix seconds, in a query only
	TypeObject
	TypeFree     // an object with arbitrary members
	TypeMetadata // an object of strings and nulls
	TypeTexts    // an array of strings
	TypeList     // an array of objects
)

// kind returns the type of the JSON value.
func (t Type) kind() kind {
	switch t {
	case TypeInteger, TypeNumber, TypeRatio, TypeUnix:
		return kindNumber
	case TypeBoolean:
		return kindBool
	case TypeObject, TypeFree, TypeMetadata:
		return kindObject
	case TypeTexts, TypeList:
		return kindArray
	}
	return kindString
}

// form returns an example of a member of the type, or "".
func (t Type) form() form {
	switch t {
	case TypeNumber:
		return "15000 (150.00 USD) or 150.00 (ssusd)"
	case TypeDecimal:
		return `"150.00"`
	case TypeMicros:
		return `"1000000" (1.00)`
	case TypeDate:
		return `"2024-01-15"`
	case TypeTime:
		return `"2024-01-15T10:30:00Z"`
	}
	return ""
}

// Member is a member of an object as its reader declares it.
type Member struct {
	Name    string
	Type    Type
	Rules   []Rule
	Members []Member     // of an object, or of each object in a list
	Go      reflect.Type // the result of the reader of an object
	When    Condition
}

// Condition is the value of another member that a [Member] depends on. The zero
// Condition always holds.
type Condition struct{ Name, Value string }

// Describe returns the members that a reader declares, in order. It calls the reader
// without a body, and visits every branch of [OneOf].
func Describe[T any](read func(*Object) T) []Member {
	var members []Member
	read(described(&members))
	return members
}

// described returns an object whose members are collected.
func described(members *[]Member) *Object {
	return &Object{faults: &faults{}, value: NewObject(), members: members}
}

// Required reports whether an absent or null member is refused. An absent object that is
// read as an empty one is refused if it has required members.
func (m *Member) Required() bool {
	if m.combined().has(orEmpty) {
		return slices.ContainsFunc(m.Members, func(inner Member) bool { return inner.Required() })
	}
	return required(m.Rules)
}

// Is reports whether the member has the flag.
func (m *Member) Is(flag Flag) bool { return m.combined().has(flag) }

// Length returns the bounds of a text or a list.
func (m *Member) Length() Length {
	r := m.combined()
	if r.has(clears) {
		r.length.Min = max(r.length.Min, 1)
	}
	return r.length
}

// Bounds returns the bounds of a number.
func (m *Member) Bounds() Bounds { return m.combined().bounds }

// Texts returns the rules about the content of a text.
func (m *Member) Texts() (texts []TextRule) {
	for i, rule := range m.Rules {
		if text, ok := rule.(TextRule); ok && !replaced(m.Rules, i) {
			texts = append(texts, text)
		}
	}
	return texts
}

// Known returns the values of an enum that allows other texts, or nil.
func (m *Member) Known() []string {
	for _, rule := range m.Rules {
		if open, ok := rule.(Open); ok {
			return open
		}
	}
	return nil
}

// Element returns the elements of an array of strings as a member.
func (m *Member) Element() *Member {
	return &Member{Type: TypeString, Rules: append([]Rule{Required}, m.combined().each...)}
}

// Example returns an example of the accepted JSON, or "".
func (m *Member) Example() string { return string(m.combined().form) }

func (m *Member) combined() *rules {
	r := combine(m.Rules)
	return &r
}

// Branch holds the members of an object for one value of its discriminator.
type Branch[E ~string] struct {
	Value E
	Read  func(*Object)
}

// OneOf reads the branch for the value of a discriminator, if there is one. name is the
// discriminator.
func OneOf[E ~string](o *Object, name string, value E, branches ...Branch[E]) {
	for _, b := range branches {
		switch {
		case o.members != nil:
			before := len(*o.members)
			b.Read(o)
			for i := range (*o.members)[before:] {
				(*o.members)[before+i].When = Condition{name, string(b.Value)}
			}
		case b.Value == value:
			b.Read(o)
		}
	}
}

// field is a present member of the right type, and its rules.
type field struct {
	object *Object
	name   string
	value  *Value
	rules  rules
}

// take returns the member of a type. It returns false for an absent or null member, which
// is a fault if the member is required, and for a member of another type, which is
// always a fault.
func (o *Object) take(name string, t Type, list []Rule) (f field, ok bool) {
	if o.members != nil {
		o.describe(name, t, list, nil)
		return f, false
	}
	o.known = append(o.known, name)
	value := o.value.Member(name)
	if value == nil || value.kind == kindNull {
		if required(list) {
			o.faults.add(classMissing, o.value.begin, func() *Fault { return Missing(join(o.path, name)) })
		}
		return f, false
	}
	o.checkOthers(name, value, list)
	f = field{object: o, name: name, value: value, rules: combine(list)}
	return f, f.is(t)
}

// describe adds a member, and returns an object that collects the members of the member.
// of is the result of the reader of a nested object.
func (o *Object) describe(name string, t Type, list []Rule, of reflect.Type) *Object {
	m := Member{Name: name, Type: t, Go: of}
	for _, rule := range list {
		m.Rules = append(m.Rules, moved(rule))
	}
	*o.members = append(*o.members, m)
	return described(&(*o.members)[len(*o.members)-1].Members)
}

// moved returns a copy of the rule, so that the rules of requests stay on the stack.
func moved(rule Rule) Rule {
	switch rule := rule.(type) {
	case Flag:
		return rule
	case Length:
		return rule
	case Bounds:
		return rule
	case Each:
		return rule
	case Open:
		return rule
	case Excludes:
		return rule
	case Agrees:
		return rule
	case form:
		return rule
	case DigitsRule:
		return rule
	case PatternRule:
		return rule
	case Values:
		return rule
	case Format:
		return rule
	}
	return nil
}

// element returns an element of an array, with the rules of [Each].
func (f *field) element(i int) *field {
	return &field{object: f.object, name: fmt.Sprintf("%s[%d]", f.name, i), value: &f.value.list[i], rules: combine(f.rules.each)}
}

func (f *field) path() string { return join(f.object.path, f.name) }

// fail reports an invalid value.
func (f *field) fail(format string, args ...any) {
	f.object.faults.add(classInvalid, f.value.begin, func() *Fault { return Invalid(f.path(), format, args...) })
}

// failValue is fail with the value at the end, unless the value is secret.
func (f *field) failValue(format string, args ...any) {
	f.object.faults.add(classInvalid, f.value.begin, func() *Fault {
		text := fmt.Sprintf(format, args...)
		switch {
		case f.rules.has(Secret):
			return Invalid(f.path(), "%s", text)
		case f.value.kind == kindString:
			return Invalid(f.path(), "%s, not %s", text, Quote(f.value.text))
		}
		return Invalid(f.path(), "%s, not %s", text, maskDigits(cut(f.value.text)))
	})
}

// is reports whether the value has the type. Any other type is a fault.
func (f *field) is(t Type) bool {
	switch found := f.value.kind; {
	case found == t.kind() || t == TypeRatio && found == kindString:
		return true
	case t == TypeRatio:
		f.fail("must be a decimal string or a number, not %s", found)
	default:
		f.fail("must be %s%s, not %s", t.kind(), f.example(t), found)
	}
	return false
}

// example returns " such as …" with the accepted form, or "".
func (f *field) example(t Type) string {
	if form := cmp.Or(f.rules.form, t.form()); form != "" {
		return " such as " + string(form)
	}
	return ""
}

// countOK checks the number of elements of an array.
func (f *field) countOK() bool {
	why := f.rules.length.Violation(len(f.value.list), "elements")
	if why != "" {
		f.fail("%s", why)
	}
	return why == ""
}
