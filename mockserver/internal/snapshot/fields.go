package snapshot

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// field is a member of a struct.
type field struct {
	name  string
	index int
}

var fieldCache sync.Map // []field by reflect.Type

// fieldsOf returns the exported fields of a struct. A type with unexported fields must be
// a leaf: its state would be lost.
func fieldsOf(t reflect.Type) []field {
	if known, ok := fieldCache.Load(t); ok {
		return known.([]field)
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			panic(fmt.Sprintf("snapshot: %s has the unexported field %s", t, f.Name))
		}
		fields = append(fields, field{f.Name, i})
	}
	fieldCache.Store(t, fields)
	return fields
}

// Describe lists the fields of all structs that a value of the type consists of, one per
// line. A test compares the list with a golden file, because a change of a field changes
// the format.
func Describe(t reflect.Type) string {
	lines := map[string]bool{}
	describe(t, lines, map[reflect.Type]bool{})
	var sorted []string
	for line := range lines {
		sorted = append(sorted, line)
	}
	slices.Sort(sorted)
	return strings.Join(sorted, "\n") + "\n"
}

func describe(t reflect.Type, lines map[string]bool, seen map[reflect.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	if _, ok := leaves[t]; ok {
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		describe(t.Elem(), lines, seen)
	case reflect.Struct:
		for _, f := range fieldsOf(t) {
			inner := t.Field(f.index).Type
			lines[fmt.Sprintf("%s.%s %s", t, f.name, inner)] = true
			describe(inner, lines, seen)
		}
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.Array:
		panic(fmt.Sprintf("snapshot: %s cannot be written", t))
	}
}
