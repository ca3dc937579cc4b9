package input

import "slices"

// Object is a JSON object that is being read. Every method takes one member by
// its name; what was not taken in the end is an unknown parameter.
type Object struct {
	faults *faults
	value  *Value
	path   string   // empty for the root, "items[0]"
	known  []string // the names that were asked for

	members *[]Member // where [Describe] collects what is asked for
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
	f := o.take(name, TypeObject, rules, describing(read))
	if f == nil {
		return nil
	}
	result := readAt(o, f.path(), f.value, read)
	return &result
}

// NestedValue is [Nested] with the zero value where the member is absent or no object.
func NestedValue[T any](o *Object, name string, read func(*Object) T, rules ...Rule) T {
	var zero T
	if value := Nested(o, name, read, rules...); value != nil {
		return *value
	}
	return zero
}

// NestedOrEmpty is [Nested] for an object whose absence means an empty one, so that
// what is required of it is missing by its own name.
func NestedOrEmpty[T any](o *Object, name string, read func(*Object) T) T {
	var zero T
	if o.members != nil {
		o.take(name, TypeObject, nil, describing(read))
		return zero
	}
	value := &Value{kind: kindObject, begin: o.value.begin, end: o.value.begin, at: o.value.begin}
	if member := o.value.Member(name); member != nil && !member.IsNull() {
		value.begin = member.begin // of what is no object: what is missing below it comes after that
	}
	if f := o.take(name, TypeObject, nil); f != nil {
		value = f.value
	}
	return readAt(o, join(o.path, name), value, read)
}

// List reads an array of objects. It is nil where the member is absent or no
// array, and empty, not nil, where the array is empty.
func List[T any](o *Object, name string, read func(*Object) T, rules ...Rule) []T {
	f := o.take(name, TypeList, rules, describing(read))
	if f == nil || !f.countOK() {
		return nil
	}
	results := make([]T, 0, len(f.value.list))
	for i := range f.value.list {
		if element := f.element(i); element.is(TypeObject) {
			results = append(results, readAt(o, element.path(), element.value, read))
		}
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
