package input

import "fmt"

// IDs reads an array of ids, which are not empty.
func (o *Object) IDs(name string, rules ...Rule) []string {
	f := o.take(name, rules)
	if f == nil || !f.is(kindArray) || !f.lengthOK(len(f.value.list), "elements") {
		return nil
	}
	var ids []string
	for i := range f.value.list {
		element := &field{object: o, name: fmt.Sprintf("%s[%d]", name, i), value: &f.value.list[i]}
		NotEmpty(&element.rules)
		MaxLen(maxIDLen)(&element.rules)
		if element.is(kindString) && element.textOK(element.value.text) {
			ids = append(ids, element.value.text)
		}
	}
	return ids
}
