package main

import (
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// schema is a JSON schema of the document. It has the keywords that the document has, and
// check fails on others.
type schema = map[string]any

// checker checks values against schemas.
type checker struct{ root schema }

// annotations are keywords that allow and forbid nothing.
var annotations = []string{"description", "examples", "format", "writeOnly", "x-extensible-enum", "title"}

// keywords are the checks of keywords that need no other keyword.
var keywords map[string]func(c *checker, want, value any) error

func init() { // the checks refer to the map
	keywords = map[string]func(c *checker, want, value any) error{
		"type":             func(_ *checker, want, value any) error { return checkType(want, value) },
		"enum":             func(_ *checker, want, value any) error { return oneOf(want.([]any), value) },
		"const":            func(_ *checker, want, value any) error { return oneOf([]any{want}, value) },
		"pattern":          checkPattern,
		"minLength":        func(_ *checker, want, value any) error { return length(value, runes, want, nil) },
		"maxLength":        func(_ *checker, want, value any) error { return length(value, runes, nil, want) },
		"minItems":         func(_ *checker, want, value any) error { return length(value, items, want, nil) },
		"maxItems":         func(_ *checker, want, value any) error { return length(value, items, nil, want) },
		"maxProperties":    func(_ *checker, want, value any) error { return length(value, properties, nil, want) },
		"minimum":          func(_ *checker, want, value any) error { return bound(value, want, 0, 1) },
		"maximum":          func(_ *checker, want, value any) error { return bound(value, want, 0, -1) },
		"exclusiveMinimum": func(_ *checker, want, value any) error { return bound(value, want, 1) },
		"exclusiveMaximum": func(_ *checker, want, value any) error { return bound(value, want, -1) },
		"items":            checkItems,
		"propertyNames":    checkNames,
		"required":         checkRequired,
		"allOf":            checkAll,
		"anyOf":            checkAny,
		"not":              checkNot,
		"$ref":             func(c *checker, want, value any) error { return c.check(c.resolve(want.(string)), value) },
	}
}

// check returns why a schema forbids a value, or nil.
func (c *checker) check(s schema, value any) error {
	for name, want := range s {
		switch name {
		case "properties", "additionalProperties", "if", "then":
			continue
		}
		if slices.Contains(annotations, name) {
			continue
		}
		check := keywords[name]
		if check == nil {
			return fmt.Errorf("unknown keyword %s", name)
		}
		if err := check(c, want, value); err != nil {
			return err
		}
	}
	if condition, ok := s["if"].(schema); ok && c.check(condition, value) == nil {
		if err := c.check(s["then"].(schema), value); err != nil {
			return err
		}
	}
	return c.checkMembers(s, value)
}

// checkMembers checks properties and additionalProperties.
func (c *checker) checkMembers(s schema, value any) error {
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	known, _ := s["properties"].(schema)
	for name, member := range object {
		inner, found := known[name]
		if !found {
			inner = s["additionalProperties"]
		}
		switch inner := inner.(type) {
		case bool:
			if !inner {
				return fmt.Errorf("unknown member %q", name)
			}
		case schema:
			if err := c.check(inner, member); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func (c *checker) resolve(ref string) schema {
	var at any = c.root
	for name := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		at = at.(schema)[name]
	}
	return at.(schema)
}

func checkType(want, value any) error {
	kinds, ok := want.([]any)
	if !ok {
		kinds = []any{want}
	}
	kind := typeOf(value)
	if slices.Contains(kinds, any(kind)) || kind == "integer" && slices.Contains(kinds, any("number")) {
		return nil
	}
	return fmt.Errorf("%s is no %v", kind, want)
}

func typeOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		if rational(v).IsInt() {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

func oneOf(values []any, value any) error {
	if slices.ContainsFunc(values, func(v any) bool { return reflect.DeepEqual(v, value) }) {
		return nil
	}
	return fmt.Errorf("%v is not one of the values", value)
}

var expressions sync.Map // compiled, by pattern

func expression(pattern string) *regexp.Regexp {
	if known, ok := expressions.Load(pattern); ok {
		return known.(*regexp.Regexp)
	}
	made := regexp.MustCompile(pattern)
	expressions.Store(pattern, made)
	return made
}

func checkPattern(_ *checker, want, value any) error {
	text, ok := value.(string)
	if !ok || expression(want.(string)).MatchString(text) {
		return nil
	}
	return fmt.Errorf("%q does not match %.80s", text, want)
}

func runes(value any) (int, bool) {
	text, ok := value.(string)
	return utf8.RuneCountInString(text), ok
}

func items(value any) (int, bool) {
	list, ok := value.([]any)
	return len(list), ok
}

func properties(value any) (int, bool) {
	object, ok := value.(map[string]any)
	return len(object), ok
}

// length checks a number of characters, elements or members. A nil bound is none.
func length(value any, count func(any) (int, bool), least, most any) error {
	n, ok := count(value)
	if ok && (least != nil && n < number(least) || most != nil && n > number(most)) {
		return fmt.Errorf("the length %d is out of bounds", n)
	}
	return nil
}

func number(value any) int {
	n, _ := value.(json.Number).Int64()
	return int(n)
}

// bound compares a number with a bound. The order must be one of the given ones.
func bound(value, want any, orders ...int) error {
	n, ok := value.(json.Number)
	if !ok || slices.Contains(orders, rational(n).Cmp(rational(want.(json.Number)))) {
		return nil
	}
	return fmt.Errorf("%s is out of bounds", n)
}

func rational(n json.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return new(big.Rat)
	}
	return r
}

func checkItems(c *checker, want, value any) error {
	list, _ := value.([]any)
	for i, element := range list {
		if err := c.check(want.(schema), element); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

func checkNames(c *checker, want, value any) error {
	object, _ := value.(map[string]any)
	for name := range object {
		if err := c.check(want.(schema), name); err != nil {
			return err
		}
	}
	return nil
}

func checkRequired(_ *checker, want, value any) error {
	object, ok := value.(map[string]any)
	for _, name := range want.([]any) {
		if _, found := object[name.(string)]; ok && !found {
			return fmt.Errorf("no member %q", name)
		}
	}
	return nil
}

func checkAll(c *checker, want, value any) error {
	for _, s := range want.([]any) {
		if err := c.check(s.(schema), value); err != nil {
			return err
		}
	}
	return nil
}

func checkAny(c *checker, want, value any) (err error) {
	for _, s := range want.([]any) {
		if err = c.check(s.(schema), value); err == nil {
			return nil
		}
	}
	return err
}

func checkNot(c *checker, want, value any) error {
	if c.check(want.(schema), value) == nil {
		return fmt.Errorf("the value is one that must not be")
	}
	return nil
}
