package input

import "encoding/json"

// Free reads an object whose members are the caller's own, as JSON in canonical
// form: members sorted, numbers as they were written. It is nil where the member is
// absent.
func (o *Object) Free(name string, rules ...Rule) json.RawMessage {
	f := o.take(name, TypeFree, rules)
	if f == nil {
		return nil
	}
	return f.value.Canonical()
}

// IsNull reports whether the member at a path of names is present and null. It does not
// take the member.
func (o *Object) IsNull(path ...string) bool {
	value := o.value
	for _, name := range path {
		if value = value.Member(name); value == nil {
			return false
		}
	}
	return value.IsNull()
}
