package input

import (
	"fmt"
	"slices"
)

// Object is a JSON object that is being read. Every method takes one member by
// its name; what was not taken in the end is an unknown parameter.
type Object struct {
	faults *faults
	value  *Value
	path   string   // empty for the root, "items[0]"
	known  []string // the names that were asked for
}

// Read reads an operation's params from the root of a body. Its error is the
// [*Fault] to report.
func Read[T any](root *Value, read func(*Object) T) (T, error) {
	var f faults
	o := &Object{faults: &f, value: root}
	params := read(o)
	o.done()
	return params, f.err()
}

// Nested reads an object. It is nil where the member is absent or no object.
func Nested[T any](o *Object, name string, read func(*Object) T, rules ...Rule) *T {
	f := o.take(name, rules)
	if f == nil || !f.is(kindObject) {
		return nil
	}
	result := readAt(o, f.path(), f.value, read)
	return &result
}

// List reads an array of objects. It is nil where the member is absent or no
// array, and empty, not nil, where the array is empty.
func List[T any](o *Object, name string, read func(*Object) T, rules ...Rule) []T {
	f := o.take(name, rules)
	if f == nil || !f.is(kindArray) || !f.lengthOK(len(f.value.list), "elements") {
		return nil
	}
	results := make([]T, 0, len(f.value.list))
	for i := range f.value.list {
		path := fmt.Sprintf("%s[%d]", f.path(), i)
		element := &f.value.list[i]
		if element.kind != kindObject {
			o.faults.add(classInvalid, element.begin, func() *Fault {
				return Invalid(path, "must be an object, not %s", element.kind)
			})
			continue
		}
		results = append(results, readAt(o, path, element, read))
	}
	return results
}

func readAt[T any](o *Object, path string, value *Value, read func(*Object) T) T {
	inner := &Object{faults: o.faults, value: value, path: path}
	result := read(inner)
	inner.done()
	return result
}

// Conflict reports what several members together get wrong, at one of them. It
// counts after every other fault. The text goes on after "The '<param>' parameter ".
func (o *Object) Conflict(name, format string, args ...any) {
	o.faults.add(classTogether, o.value.begin, func() *Fault {
		return Invalid(join(o.path, name), format, args...)
	})
}

// done reports the first member that nobody asked for.
func (o *Object) done() {
	for i := range o.value.list {
		member := &o.value.list[i]
		if slices.Contains(o.known, member.name) {
			continue
		}
		o.faults.add(classUnknown, member.at, func() *Fault {
			return unknown(join(o.path, member.name), member.name, o.known)
		})
		return
	}
}

// take finds a member. It is nil where the member is absent or null, which is a
// fault if the member is required.
func (o *Object) take(name string, rules []Rule) *field {
	o.known = append(o.known, name)
	f := &field{object: o, name: name}
	for _, rule := range rules {
		rule(&f.rules)
	}
	f.value = o.value.Member(name)
	if f.value != nil && f.value.kind != kindNull {
		return f
	}
	if f.rules.required {
		o.missing(name)
	}
	return nil
}

func (o *Object) missing(name string) {
	o.faults.add(classMissing, o.value.begin, func() *Fault { return Missing(join(o.path, name)) })
}

// field is a member that is there, and the rules it has to keep.
type field struct {
	object *Object
	name   string
	value  *Value
	rules  rules
}

func (f *field) path() string { return join(f.object.path, f.name) }

// fail reports a bad value.
func (f *field) fail(format string, args ...any) {
	f.object.faults.add(classInvalid, f.value.begin, func() *Fault { return Invalid(f.path(), format, args...) })
}

// failValue is fail with the value itself at the end, unless it is secret.
func (f *field) failValue(format string, args ...any) {
	f.object.faults.add(classInvalid, f.value.begin, func() *Fault {
		text := fmt.Sprintf(format, args...)
		switch {
		case f.rules.secret:
			return Invalid(f.path(), "%s", text)
		case f.value.kind == kindString:
			return Invalid(f.path(), "%s, not %s", text, Quote(f.value.text))
		}
		return Invalid(f.path(), "%s, not %s", text, maskDigits(cut(f.value.text)))
	})
}

// is reports whether the value is of that type; if not, that is a fault.
func (f *field) is(want kind) bool {
	if f.value.kind == want {
		return true
	}
	f.fail("must be %s, not %s", want, f.value.kind)
	return false
}
