package input

import (
	"fmt"
	"slices"
	"strings"
)

// Enumerated is an enum: a string type that lists its values.
type Enumerated[E any] interface {
	~string
	Values() []E
}

// Enum reads a value of an enum, as the list of its values spells it.
func Enum[E Enumerated[E]](o *Object, name string, rules ...Rule) E {
	var zero E
	return E(o.oneOf(name, texts(zero.Values()), rules))
}

// OpenEnum reads a value of an enum, or any other text.
func OpenEnum[E Enumerated[E]](o *Object, name string, rules ...Rule) E {
	return E(o.String(name, rules...))
}

// EnumPtr is [Enum] for a value whose absence means something else than an empty one.
func EnumPtr[E Enumerated[E]](o *Object, name string, rules ...Rule) *E {
	value := Enum[E](o, name, rules...)
	if value == "" {
		return nil
	}
	return &value
}

// Only narrows an enum to some of its values.
func Only[E ~string](values ...E) Rule {
	return func(r *rules) { r.only = texts(values) }
}

func (o *Object) oneOf(name string, values []string, rules []Rule) string {
	f := o.take(name, rules)
	if f == nil || !f.is(kindString) {
		return ""
	}
	if f.rules.only != nil {
		values = f.rules.only
	}
	for _, value := range values {
		if value == f.value.text || f.rules.anyCase && strings.EqualFold(value, f.value.text) {
			return value
		}
	}
	f.failValue("%s", notOneOf(f.value.text, values))
	return ""
}

// Enums reads an array of values of an enum.
func Enums[E Enumerated[E]](o *Object, name string, rules ...Rule) []E {
	var zero E
	return Choices(o, name, zero.Values(), rules...)
}

// Choices is [Enums] for values that no enum lists.
func Choices[T ~string](o *Object, name string, values []T, rules ...Rule) []T {
	f := o.take(name, rules)
	if f == nil || !f.is(kindArray) || !f.lengthOK(len(f.value.list), "elements") {
		return nil
	}
	var list []T
	for i := range f.value.list {
		element := &field{object: o, name: fmt.Sprintf("%s[%d]", name, i), value: &f.value.list[i]}
		if !element.is(kindString) {
			continue
		}
		if value := T(element.value.text); slices.Contains(values, value) {
			list = append(list, value)
		} else {
			element.failValue("%s", notOneOf(element.value.text, texts(values)))
		}
	}
	return list
}

// Filter takes an equality filter on an enum, given repeatedly or with commas.
func Filter[E Enumerated[E]](q *Query, name string) Set[E] {
	var set Set[E]
	var zero E
	values := zero.Values()
	for _, p := range q.plain(name) {
		for value := range strings.SplitSeq(p.value, ",") {
			if !slices.Contains(values, E(value)) {
				q.invalid(p, "%s, not %s", notOneOf(value, texts(values)), Quote(value))
			}
			set = append(set, E(value))
		}
	}
	return set
}

// Choice takes a value of an enum, which may be given once; empty where it is absent.
func Choice[E Enumerated[E]](q *Query, name string) E {
	var value E
	p := q.one(name)
	if p == nil {
		return value
	}
	if !slices.Contains(value.Values(), E(p.value)) {
		q.invalid(p, "%s, not %s", notOneOf(p.value, texts(value.Values())), Quote(p.value))
	}
	return E(p.value)
}

// notOneOf lists the values that are allowed, and the one that may be meant.
func notOneOf(text string, values []string) string {
	want := "must be one of " + strings.Join(values, ", ")
	if len(values) == 1 {
		want = "must be " + values[0]
	}
	return want + DidYouMean(text, values)
}

func texts[T ~string](values []T) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}
