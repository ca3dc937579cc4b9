package input

import "strings"

// Enumerated is an enum: a string type with a list of its values.
type Enumerated[E any] interface {
	~string
	Values() []E
}

// Enum reads a value of an enum, in the spelling of Values.
func Enum[E Enumerated[E]](o *Object, name string, list ...Rule) E {
	list = append([]Rule{valuesOf[E]()}, list...)
	f, ok := o.take(name, TypeString, list)
	if !ok {
		return ""
	}
	text := f.value.text
	if f.rules.has(AnyCase) {
		text = spelled(text, list)
	}
	if !f.textOK(text, list) {
		return ""
	}
	return E(text)
}

// OpenEnum reads a value of an enum, or any other string.
func OpenEnum[E Enumerated[E]](o *Object, name string, list ...Rule) E {
	return E(o.String(name, append(list, OpenTo[E]())...))
}

// Open lists the known values where other texts are allowed too. It refuses nothing.
type Open []string

// OpenTo lists the values of an enum that allows other texts too.
func OpenTo[E Enumerated[E]]() Open { return Open(valuesOf[E]()) }

func (Open) isRule() {}

// EnumPtr is [Enum] for a member whose absence has another meaning than the empty
// value.
func EnumPtr[E Enumerated[E]](o *Object, name string, list ...Rule) *E {
	value := Enum[E](o, name, list...)
	if value == "" {
		return nil
	}
	return &value
}

// Enums reads an array of values of an enum.
func Enums[E Enumerated[E]](o *Object, name string, list ...Rule) []E {
	return Texts[E](o, name, append(list, Each{valuesOf[E]()})...)
}

// Only restricts an enum to some of its values.
func Only[E ~string](values ...E) Values { return Values(texts(values)) }

// Filter takes an equality filter on an enum: repeated parameters, or values separated
// by commas.
func Filter[E Enumerated[E]](q *Query, name string) []E {
	var set []E
	for _, value := range q.Texts(name, valuesOf[E]()) {
		set = append(set, E(value))
	}
	return set
}

// Choice takes a value of an enum, or "" if absent. The parameter may appear once.
func Choice[E Enumerated[E]](q *Query, name string) E {
	return E(q.Text(name, valuesOf[E]()))
}

func valuesOf[E Enumerated[E]]() Values {
	var zero E
	return Values(texts(zero.Values()))
}

func texts[T ~string](values []T) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// spelled returns the value that equals the text except for case, or the text itself.
func spelled(text string, list []Rule) string {
	for i, rule := range list {
		values, ok := rule.(Values)
		if !ok || replaced(list, i) {
			continue
		}
		for _, value := range values {
			if strings.EqualFold(value, text) {
				return value
			}
		}
	}
	return text
}
