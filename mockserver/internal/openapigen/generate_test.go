package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"pgregory.net/rapid"
)

// drawing draws values that schemas allow. It supports the keywords of request schemas.
type drawing struct {
	*checker
	t *rapid.T
}

// value draws a value. good is a valid value or nil. Half of the values are parts of
// good, so that bodies pass more than the first check.
func (d *drawing) value(s schema, good any) any {
	if ref, ok := s["$ref"].(string); ok {
		return d.value(d.resolve(ref), good)
	}
	if choices, ok := s["anyOf"].([]any); ok {
		return d.value(choices[d.index(len(choices))].(schema), good)
	}
	kind := d.kind(s)
	if good != nil && kind != "object" && kind != "array" && d.chance(50) && d.check(s, good) == nil {
		return good
	}
	if values, ok := s["enum"].([]any); ok && kind != "null" {
		if value := values[d.index(len(values))]; value != nil {
			return value
		}
	}
	switch kind {
	case "object":
		return d.object(s, good)
	case "array":
		return d.array(s, good)
	case "string":
		return d.text(s)
	case "integer", "number":
		return d.number(s, kind)
	case "boolean":
		return d.chance(50)
	}
	return nil
}

// kind draws one of the types of a schema. null is rare.
func (d *drawing) kind(s schema) string {
	kinds, ok := s["type"].([]any)
	if !ok {
		kind, _ := s["type"].(string)
		return kind
	}
	if d.chance(10) {
		return kinds[len(kinds)-1].(string)
	}
	return kinds[0].(string)
}

func (d *drawing) index(n int) int { return rapid.IntRange(0, n-1).Draw(d.t, "index") }

func (d *drawing) chance(percent int) bool {
	return rapid.IntRange(1, 100).Draw(d.t, "percent") <= percent
}

func (d *drawing) object(s schema, good any) any {
	object, known := map[string]any{}, membersIn(good)
	members, _ := s["properties"].(schema)
	required, _ := s["required"].([]any)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		_, given := known[name]
		if slices.Contains(required, any(name)) || d.chance(25) || given && d.chance(75) {
			object[name] = d.value(members[name].(schema), known[name])
		}
	}
	if free, ok := s["additionalProperties"]; ok && free != false && members == nil {
		object["key"] = rapid.StringMatching(`[a-z]{0,5}`).Draw(d.t, "metadata")
	}
	all, _ := s["allOf"].([]any)
	for _, part := range all {
		part := part.(schema)
		if condition, ok := part["if"].(schema); ok && d.check(condition, object) == nil {
			then := d.object(part["then"].(schema), map[string]any{"parameters": known["parameters"]})
			maps.Copy(object, then.(map[string]any))
		}
	}
	return object
}

func membersIn(value any) map[string]any {
	o, _ := value.(map[string]any)
	return o
}

func (d *drawing) array(s schema, good any) any {
	known, _ := good.([]any)
	least := 0
	if n, ok := s["minItems"].(json.Number); ok {
		least = number(n)
	}
	list := []any{}
	for i := range rapid.IntRange(least, least+2).Draw(d.t, "length") {
		var element any
		if i < len(known) {
			element = known[i]
		}
		list = append(list, d.value(s["items"].(schema), element))
	}
	return list
}

// text draws a string. Patterns determine it, otherwise the bounds of its length.
func (d *drawing) text(s schema) string {
	if known, ok := s["x-extensible-enum"].([]any); ok && d.chance(70) {
		return known[d.index(len(known))].(string)
	}
	if pattern, ok := s["pattern"].(string); ok {
		return rapid.StringMatching(pattern).Draw(d.t, "text")
	}
	least, most := 0, 12
	if n, ok := s["minLength"].(json.Number); ok {
		least = number(n)
	}
	if n, ok := s["maxLength"].(json.Number); ok {
		most = number(n)
		if d.chance(80) {
			most = min(most, 12)
		}
	}
	return rapid.StringOfN(rapid.RuneFrom([]rune("abz019 -_.é€")), least, most, -1).Draw(d.t, "text")
}

// number draws a number within the bounds, written without an exponent.
func (d *drawing) number(s schema, kind string) json.Number {
	least, most := int64(0), int64(1_000_000)
	for name, set := range map[string]func(n int64){
		"minimum": func(n int64) { least = n }, "exclusiveMinimum": func(n int64) { least = n },
		"maximum": func(n int64) { most = n }, "exclusiveMaximum": func(n int64) { most = min(most, n-1) },
	} {
		if n, ok := s[name].(json.Number); ok {
			whole := new(big.Int).Quo(rational(n).Num(), rational(n).Denom())
			set(whole.Int64())
		}
	}
	n := rapid.Int64Range(least, most).Draw(d.t, "number")
	if kind == "number" && n < most && d.chance(50) {
		return json.Number(fmt.Sprintf("%d.%02d", n, rapid.IntRange(1, 99).Draw(d.t, "cents")))
	}
	return json.Number(fmt.Sprint(n))
}
