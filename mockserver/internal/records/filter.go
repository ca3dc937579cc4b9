package records

import (
	"math"
	"slices"
	"time"
)

// Filter is a list of conditions. A record must meet all of them. The zero Filter
// selects every record. Conditions are functions of the record alone: what depends on
// the clock is no condition.
type Filter[T any] []condition[T]

// condition is one of: values of indexed fields, times of an indexed field, or a
// function without an index.
type condition[T any] struct {
	match  func(*T) bool
	values []indexed[T]
	times  *interval[T]
}

// indexed is a value of a field. A record matches a condition if it has one of the
// values.
type indexed[T any] struct {
	field string
	key   Key[T]
	value string
	owned bool // the client chose the field
}

// Key returns the value of a field of a record. ok is false if the record has none.
type Key[T any] func(*T) (value string, ok bool)

// interval is a range of Unix seconds. Both bounds are inclusive.
type interval[T any] struct {
	field     string
	of        func(*T) int64
	low, high int64
}

// Match reports whether the filter selects a record.
func (f Filter[T]) Match(record *T) bool {
	for i := range f {
		if !f[i].match(record) {
			return false
		}
	}
	return true
}

// Where adds a condition that has no index.
func (f *Filter[T]) Where(match func(*T) bool) { *f = append(*f, condition[T]{match: match}) }

// Equal adds a condition on a field. It requires one of the values. Without values it
// adds nothing.
func Equal[T any, V ~string](f *Filter[T], field string, values []V, of func(*T) V) {
	if len(values) == 0 {
		return
	}
	f.oneOf(func(record *T) bool { return slices.Contains(values, of(record)) },
		alternatives(field, values, func(record *T) (string, bool) { return string(of(record)), true }))
}

// EqualAny adds a condition on several fields, by name. One of them must have one of the
// values. Without values EqualAny adds nothing.
func EqualAny[T any, V ~string](f *Filter[T], values []V, fields map[string]func(*T) V) {
	if len(values) == 0 {
		return
	}
	var all []indexed[T]
	for field, of := range fields {
		all = append(all, alternatives(field, values, func(record *T) (string, bool) { return string(of(record)), true })...)
	}
	f.oneOf(func(record *T) bool {
		for _, of := range fields {
			if slices.Contains(values, of(record)) {
				return true
			}
		}
		return false
	}, all)
}

// Metadata adds a condition per key. Each requires one of the values of the key.
func Metadata[T any, S ~[]string](f *Filter[T], want map[string]S, of func(*T) map[string]string) {
	for name, values := range want {
		key := func(record *T) (string, bool) {
			value, ok := of(record)[name]
			return value, ok
		}
		all := alternatives("metadata["+name+"]", values, key)
		for i := range all {
			all[i].owned = true
		}
		f.oneOf(func(record *T) bool {
			value, ok := key(record)
			return ok && slices.Contains(values, value)
		}, all)
	}
}

// Times adds a condition on a time. low and high are Unix seconds, and inclusive. With
// the extremes of int64 as bounds Times adds nothing.
func Times[T any](f *Filter[T], field string, low, high int64, of func(*T) time.Time) {
	if low == math.MinInt64 && high == math.MaxInt64 {
		return
	}
	span := &interval[T]{field, func(record *T) int64 { return of(record).Unix() }, low, high}
	*f = append(*f, condition[T]{match: span.has, times: span})
}

func (f *Filter[T]) oneOf(match func(*T) bool, values []indexed[T]) {
	*f = append(*f, condition[T]{match: match, values: values})
}

// alternatives returns the distinct values of a field.
func alternatives[T any, S ~[]V, V ~string](field string, values S, key Key[T]) []indexed[T] {
	list := make([]indexed[T], 0, len(values))
	for i, value := range values {
		if !slices.Contains(values[:i], value) {
			list = append(list, indexed[T]{field: field, key: key, value: string(value)})
		}
	}
	return list
}
