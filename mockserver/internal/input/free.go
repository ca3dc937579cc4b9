package input

import (
	"encoding/json"
	"fmt"

	"github.com/stateset/stateset-go/api"
)

// Free reads an object whose members are the caller's own, as JSON in canonical
// form: members sorted, numbers as they were written. It is nil where the member is
// absent.
func (o *Object) Free(name string, rules ...Rule) json.RawMessage {
	f := o.take(name, rules)
	if f == nil || !f.is(kindObject) {
		return nil
	}
	return f.value.Canonical()
}

// NestedOrEmpty is [Nested] for an object whose absence means an empty one, so that
// what is required of it is missing by its own name.
func NestedOrEmpty[T any](o *Object, name string, read func(*Object) T) T {
	value := &Value{kind: kindObject, begin: o.value.begin, end: o.value.begin, at: o.value.begin}
	f := o.take(name, nil)
	switch {
	case f == nil:
	case f.is(kindObject):
		value = f.value
	default: // reported; what is missing below it comes after that
		value.begin = f.value.begin
	}
	return readAt(o, join(o.path, name), value, read)
}

// Names reads an array of texts that are not empty. It is nil where the member is
// absent, and empty, not nil, where the array is empty.
func Names[T ~string](o *Object, name string, rules ...Rule) []T { return ListOf[T](o, name, rules) }

// ListOf is [Names] with rules for the elements and rules for the array.
func ListOf[T ~string](o *Object, name string, each []Rule, rules ...Rule) []T {
	f := o.take(name, rules)
	if f == nil || !f.is(kindArray) || !f.lengthOK(len(f.value.list), "elements") {
		return nil
	}
	list := make([]T, 0, len(f.value.list))
	for i := range f.value.list {
		element := &field{object: o, name: fmt.Sprintf("%s[%d]", name, i), value: &f.value.list[i]}
		NotEmpty(&element.rules)
		for _, rule := range each {
			rule(&element.rules)
		}
		if element.is(kindString) && element.textOK(element.value.text) {
			list = append(list, T(element.value.text))
		}
	}
	return list
}

// RatioPtr is [Object.Ratio] for a number whose absence means something else than
// zero.
func (o *Object) RatioPtr(name string, rules ...Rule) *api.Decimal {
	if member := o.value.Member(name); member == nil || member.IsNull() {
		o.known = append(o.known, name)
		return nil
	}
	value := o.Ratio(name, rules...)
	return &value
}
