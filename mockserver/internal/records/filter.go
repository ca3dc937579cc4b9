package records

import (
	"math"
	"slices"
	"time"
)

// Filter is a list of conditions. A record must meet all of them. The zero Filter selects
// every record. Conditions are functions of the record alone, and must not depend on the
// clock.
type Filter[R any] []condition[R]

// condition is one of: values of indexed fields, times of an indexed field, or a
// function without an index.
type condition[R any] struct {
	match  func(R) bool
	values []indexed[R]
	times  *interval[R]
}

// indexed is a value of a field. A record matches a condition if it has one of the
// values.
type indexed[R any] struct {
	field string
	key   Key[R]
	value string
	owned bool // the client chose the field
}

// Key returns the value of a field of a record. ok is false if the record has none.
type Key[R any] func(R) (value string, ok bool)

// interval is a range of Unix seconds. Both bounds are inclusive.
type interval[R any] struct {
	field     string
	of        func(R) int64
	low, high int64
}

// Match reports whether the filter selects a record.
func (f Filter[R]) Match(record R) bool {
	for i := range f {
		if !f[i].match(record) {
			return false
		}
	}
	return true
}

// Where adds a condition that has no index.
func (f *Filter[R]) Where(match func(R) bool) { *f = append(*f, condition[R]{match: match}) }

// Equal adds a condition on a field. It requires one of the values. Without values it
// adds nothing.
func Equal[R any, V ~string](f *Filter[R], field string, values []V, of func(R) V) {
	if len(values) == 0 {
		return
	}
	f.oneOf(func(record R) bool { return slices.Contains(values, of(record)) },
		alternatives(field, values, func(record R) (string, bool) { return string(of(record)), true }))
}

// EqualAny adds a condition on several fields, by name. One of them must have one of the
// values. Without values EqualAny adds nothing.
func EqualAny[R any, V ~string](f *Filter[R], values []V, fields map[string]func(R) V) {
	if len(values) == 0 {
		return
	}
	var all []indexed[R]
	for field, of := range fields {
		all = append(all, alternatives(field, values, func(record R) (string, bool) { return string(of(record)), true })...)
	}
	f.oneOf(func(record R) bool {
		for _, of := range fields {
			if slices.Contains(values, of(record)) {
				return true
			}
		}
		return false
	}, all)
}

// Metadata adds a condition per key. Each requires one of the values of the key.
func Metadata[R any, S ~[]string](f *Filter[R], want map[string]S, of func(R) map[string]string) {
	for name, values := range want {
		key := func(record R) (string, bool) {
			value, ok := of(record)[name]
			return value, ok
		}
		all := alternatives("metadata["+name+"]", values, key)
		for i := range all {
			all[i].owned = true
		}
		f.oneOf(func(record R) bool {
			value, ok := key(record)
			return ok && slices.Contains(values, value)
		}, all)
	}
}

// Times adds a condition on a time. low and high are Unix seconds, and inclusive. With
// the extremes of int64 as bounds Times adds nothing.
func Times[R any](f *Filter[R], field string, low, high int64, of func(R) time.Time) {
	if low == math.MinInt64 && high == math.MaxInt64 {
		return
	}
	span := &interval[R]{field, func(record R) int64 { return of(record).Unix() }, low, high}
	*f = append(*f, condition[R]{match: span.has, times: span})
}

func (f *Filter[R]) oneOf(match func(R) bool, values []indexed[R]) {
	*f = append(*f, condition[R]{match: match, values: values})
}

// alternatives returns the distinct values of a field.
func alternatives[R any, S ~[]V, V ~string](field string, values S, key Key[R]) []indexed[R] {
	list := make([]indexed[R], 0, len(values))
	for i, value := range values {
		if !slices.Contains(values[:i], value) {
			list = append(list, indexed[R]{field: field, key: key, value: string(value)})
		}
	}
	return list
}
