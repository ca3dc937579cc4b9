package checker

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// shapes compares the members and JSON types of values.
type shapes struct {
	report   func(Difference)
	nullable bool // null is allowed
}

// compare compares the values that two servers have at a path. The elements of a list
// are the values of one path.
func (s *shapes) compare(path string, want, got []any) {
	s.compareTypes(path, want, got)
	name := path[strings.LastIndexByte(path, '.')+1:]
	if name == "object" && (path == name || !s.nullable) || allTimes(want) {
		s.compareText(path, want, got)
	}
	if name != "metadata" { // its members are set by the caller
		s.compareMembers(path, objects(want), objects(got))
	}
	if w, g := elements(want), elements(got); len(w) > 0 && len(g) > 0 {
		s.compare(path+"[]", w, g)
	}
}

// compareTypes reports types that the contract does not have at the path. A null of the
// contract allows any type.
func (s *shapes) compareTypes(path string, want, got []any) {
	known := types(want)
	if len(known) == 0 || slices.Equal(known, []string{"null"}) {
		return
	}
	for _, found := range types(got) {
		if !slices.Contains(known, found) && (found != "null" || !s.nullable) {
			s.report(Difference{Kind: Type, Path: path, Want: strings.Join(known, " or "), Got: found})
		}
	}
}

// compareText reports texts that are not a time, where the contract has times, and not a
// text of the contract otherwise.
func (s *shapes) compareText(path string, want, got []any) {
	for _, value := range got {
		text, ok := value.(string)
		times := allTimes(want)
		switch {
		case !ok || slices.Contains(want, value) || times && allTimes([]any{value}):
		case times:
			s.report(Difference{Kind: Value, Path: path, Want: "a time", Got: quoted(text)})
		default:
			first, _ := want[0].(string)
			s.report(Difference{Kind: Value, Path: path, Want: quoted(first), Got: quoted(text)})
		}
	}
}

// allTimes reports whether the values that are not null are times.
func allTimes(values []any) bool {
	times := 0
	for _, value := range values {
		if value == nil {
			continue
		}
		text, _ := value.(string)
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			return false
		}
		times++
	}
	return times > 0
}

func (s *shapes) compareMembers(path string, want, got []map[string]any) {
	if len(want) == 0 || len(got) == 0 {
		return
	}
	names := map[string]bool{}
	for _, object := range slices.Concat(want, got) {
		for name := range object {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		inner := strings.TrimPrefix(path+"."+shown(name), ".")
		w, g := members(want, name), members(got, name)
		switch {
		case len(w) == 0:
			s.report(Difference{Kind: MemberUnknown, Path: inner})
		case len(w) == len(want) && len(g) < len(got):
			s.report(Difference{Kind: MemberMissing, Path: inner})
		default:
			s.compare(inner, w, g)
		}
	}
}

// members returns the values of a member.
func members(all []map[string]any, name string) (values []any) {
	for _, object := range all {
		if value, ok := object[name]; ok {
			values = append(values, value)
		}
	}
	return values
}

func objects(values []any) (all []map[string]any) {
	for _, value := range values {
		if object, ok := value.(map[string]any); ok {
			all = append(all, object)
		}
	}
	return all
}

func elements(values []any) (all []any) {
	for _, value := range values {
		if list, ok := value.([]any); ok {
			all = append(all, list...)
		}
	}
	return all
}

// types returns the JSON types of values, sorted.
func types(values []any) []string {
	found := map[string]bool{}
	for _, value := range values {
		found[jsonType(value)] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func jsonType(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case json.Number:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "null"
}
