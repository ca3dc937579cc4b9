package input

import "encoding/json"

// Free reads an object with arbitrary members, as canonical JSON: members sorted,
// numbers as written. It returns nil for an absent member.
func (o *Object) Free(name string, rules ...Rule) json.RawMessage {
	f, ok := o.take(name, TypeFree, rules)
	if !ok {
		return nil
	}
	return f.value.Canonical()
}

// Has reports whether a member is present and not null. It does not take the member.
func (o *Object) Has(name string) bool {
	value := o.value.Member(name)
	return value != nil && !value.IsNull()
}

// IsNull reports whether the member at a path is present and null. It does not take the
// member.
func (o *Object) IsNull(path ...string) bool {
	value := o.value
	for _, name := range path {
		if value = value.Member(name); value == nil {
			return false
		}
	}
	return value.IsNull()
}
