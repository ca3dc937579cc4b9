package spec

// Spelled is the operation under the i-th of its other spellings, for callers that
// have no id for the placeholder of the canonical one. Everything but method and
// path is the same.
func (o *Operation) Spelled(i int) *Operation {
	spelled, alias := *o, o.Also[i]
	spelled.Method, spelled.Path = alias.Method, alias.Path
	spelled.template, spelled.parts, spelled.params = BasePath+alias.Path, split(alias.Path), placeholders(alias.Path)
	return &spelled
}
