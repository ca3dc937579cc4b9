package input

import (
	"reflect"
	"slices"
	"strings"
)

// Object is a JSON object that is being read. Every method takes one member by name.
// Members that were not taken are unknown parameters.
type Object struct {
	faults *faults
	value  *Value
	path   string   // "" for the root, "items[0]"
	known  []string // names of taken members
	form   form     // example of the object, for messages

	members *[]Member // where [Describe] collects the members
}

// Read reads the params of an operation from the root of a body. Its error is a
// [*Fault].
func Read[T any](root *Value, read func(*Object) T) (T, error) {
	var f faults
	o := newObject(&f, root, "", "")
	params := read(o)
	o.done()
	return params, f.err()
}

// Nested reads an object. It returns nil for a member that is absent or not an object.
func Nested[T any](o *Object, name string, read func(*Object) T, rules ...Rule) *T {
	inner := o.nested(name, rules, reflect.TypeFor[T]())
	if inner == nil {
		return nil
	}
	result := read(inner)
	if !inner.done() {
		return nil
	}
	return &result
}

// nested returns the object of a member, or nil if the member is absent or not an object.
// of is the result of its reader.
func (o *Object) nested(name string, rules []Rule, of reflect.Type) *Object {
	if o.members != nil {
		return o.describe(name, TypeObject, rules, of)
	}
	f, ok := o.take(name, TypeObject, rules)
	if !ok {
		return nil
	}
	return newObject(o.faults, f.value, f.path(), f.rules.form)
}

// ClearableNested is [Nested] for an object that null clears: null is the zero value. An
// object without values changes nothing and is nil.
func ClearableNested[T comparable](o *Object, name string, read func(*Object) T, rules ...Rule) *T {
	value := Nested(o, name, read, rules...)
	if value != nil && *value == *new(T) {
		value = nil
	}
	return orCleared(o, name, value)
}

// NestedValue is [Nested] that returns the zero value instead of nil.
func NestedValue[T any](o *Object, name string, read func(*Object) T, rules ...Rule) T {
	var zero T
	if value := Nested(o, name, read, rules...); value != nil {
		return *value
	}
	return zero
}

// NestedOrEmpty is [Nested] for an object whose absence means an empty object. Its
// required members are then reported by their own names.
func NestedOrEmpty[T any](o *Object, name string, read func(*Object) T) T {
	inner := o.nestedOrEmpty(name, reflect.TypeFor[T]())
	result := read(inner)
	if !inner.done() {
		return *new(T)
	}
	return result
}

func (o *Object) nestedOrEmpty(name string, of reflect.Type) *Object {
	if o.members != nil {
		return o.describe(name, TypeObject, []Rule{orEmpty}, of)
	}
	value := &Value{kind: kindObject, begin: o.value.begin, end: o.value.begin, at: o.value.begin}
	if member := o.value.Member(name); member != nil && !member.IsNull() {
		value.begin = member.begin // of a value that is not an object: missing members below it come later
	}
	if f, ok := o.take(name, TypeObject, nil); ok {
		value = f.value
	}
	return newObject(o.faults, value, join(o.path, name), "")
}

// List reads an array of objects. It returns nil for a member that is absent or not an
// array, and an empty slice for an empty array.
func List[T any](o *Object, name string, read func(*Object) T, rules ...Rule) []T {
	if o.members != nil {
		read(o.describe(name, TypeList, rules, reflect.TypeFor[T]()))
		return nil
	}
	f, ok := o.take(name, TypeList, rules)
	if !ok || !f.countOK() {
		return nil
	}
	results := make([]T, 0, len(f.value.list))
	for i := range f.value.list {
		if inner := f.nested(i); inner != nil {
			results = append(results, read(inner))
			inner.done()
		}
	}
	return results
}

// nested returns an element of an array, or nil if the element is not an object.
func (f *field) nested(i int) *Object {
	element := f.element(i)
	if !element.is(TypeObject) {
		return nil
	}
	return newObject(f.object.faults, element.value, element.path(), element.rules.form)
}

// newObject returns an object with space for the names of its members.
func newObject(f *faults, value *Value, path string, example form) *Object {
	o := &struct {
		Object
		names [12]string
	}{Object: Object{faults: f, value: value, path: path, form: example}}
	o.known = o.names[:0]
	return &o.Object
}

// checkOthers checks the rules of a present member about other members.
func (o *Object) checkOthers(name string, value *Value, list []Rule) {
	for _, rule := range list {
		switch rule := rule.(type) {
		case Excludes:
			if o.Has(rule.Name) {
				o.Conflict(rule.Name, "%s", rule.Why)
			}
		case Agrees:
			if other := o.at(string(rule)); other != nil && other.IsString() && other.text != "" && value.text != "" && other.text != value.text {
				o.Conflict(name, "differs from '%s': send one of them", rule)
			}
		}
	}
}

// at returns the value at a path, or nil.
func (o *Object) at(path string) *Value {
	value := o.value
	for name := range strings.SplitSeq(path, ".") {
		if value = value.Member(name); value == nil {
			return nil
		}
	}
	return value
}

// Conflict reports a conflict between several members, at one of them. It is reported
// after all other faults. The text completes "The '<param>' parameter ".
func (o *Object) Conflict(name, format string, args ...any) {
	o.faults.add(classTogether, o.value.begin, func() *Fault {
		return Invalid(join(o.path, name), format, args...)
	})
}

// done reports the first member that was not taken. It returns false if the object was only
// described.
func (o *Object) done() bool {
	if o.members != nil {
		return false
	}
	for i := range o.value.list {
		member := &o.value.list[i]
		if slices.Contains(o.known, member.name) {
			continue
		}
		o.faults.add(classUnknown, member.at, func() *Fault {
			hint := meant(member.name, o.known)
			if hint == "" && o.form != "" {
				hint = "; send " + string(o.form)
			}
			return unknown(join(o.path, member.name), hint)
		})
		break
	}
	return true
}
