package input

// Texts reads an array of strings. [Each] has the rules of its elements. It returns nil
// for an absent member, and an empty slice for an empty array.
func Texts[T ~string](o *Object, name string, rules ...Rule) []T {
	f, ok := o.take(name, TypeTexts, rules)
	if !ok || !f.countOK() {
		return nil
	}
	list := make([]T, 0, len(f.value.list))
	for i := range f.value.list {
		if element := f.element(i); element.is(TypeString) && element.textOK(element.value.text, f.rules.each) {
			list = append(list, T(element.value.text))
		}
	}
	return list
}

// IDs reads an array of object IDs, which must not be empty.
func (o *Object) IDs(name string, rules ...Rule) []string {
	return Texts[string](o, name, append(rules, Each{NotEmpty, MaxLen(maxIDLen)})...)
}

// Emails reads an array of email addresses.
func (o *Object) Emails(name string, rules ...Rule) []string {
	return Texts[string](o, name, append(rules, Each{email})...)
}
