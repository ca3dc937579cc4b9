package main

import (
	"bytes"
	"fmt"
	"path"
	"reflect"
	"strings"

	"github.com/stateset/stateset-go/internal/wiregen/codegen"
)

// components collects the schemas that have a name.
type components struct {
	types   *codegen.Describer
	schemas object
	done    map[string]bool
	byType  map[string]string // the component of a Go type, by its import path and name
	open    map[string]bool   // the values of enums that allow other values, joined
	faults  []error
}

func (c *components) fail(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

// reference returns a reference to a component. make builds it on first use.
func (c *components) reference(name string, make func() object) object {
	if !c.done[name] {
		c.done[name] = true
		at := len(c.schemas)
		c.schemas = append(c.schemas, member{name: name}) // keeps the place of a type that contains itself
		c.schemas[at].value = make()
	}
	return refTo(name)
}

// shared returns a reference to a component if its schema is the same as that of an
// earlier use of the name. Otherwise it returns the schema.
func (c *components) shared(name string, schema object) object {
	if !c.done[name] {
		return c.reference(name, func() object { return schema })
	}
	known, err := encode(c.schemas.get(name))
	given, err2 := encode(schema)
	if err != nil || err2 != nil || !bytes.Equal(known, given) {
		return schema
	}
	return refTo(name)
}

func refTo(name string) object { return of("$ref", "#/components/schemas/"+name) }

// typeName returns the name of the component of a Go type: its own, after the name of its
// resource. Where another type of the package has that name, the package precedes it.
func (c *components) typeName(t reflect.Type) string {
	name := capital(t.Name())
	plural := path.Base(t.PkgPath())
	resource := strings.TrimSuffix(plural, "s")
	if plural == "api" || plural == "httpapi" || strings.HasPrefix(strings.ToLower(name), resource) {
		return name
	}
	if _, err := c.types.Object(t.PkgPath(), capital(resource)+name); err == nil {
		return capital(plural) + name
	}
	return capital(resource) + name
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// nullable returns a schema that allows null, too.
func nullable(schema object) object {
	kind, ok := schema.get("type").(string)
	if !ok {
		if schema.get("anyOf") == nil && schema.get("$ref") == nil {
			return schema // every value
		}
		description, _ := schema.get("description").(string)
		return of("anyOf", []any{schema.without("description"), of("type", "null")}).text("description", description)
	}
	if values, ok := schema.get("enum").([]any); ok {
		schema = schema.set("enum", append(append([]any{}, values...), nil))
	}
	return schema.set("type", []any{kind, "null"})
}

// without returns a copy of the object without a member.
func (o object) without(name string) object {
	var out object
	for _, m := range o {
		if m.name != name {
			out = append(out, m)
		}
	}
	return out
}

// described returns a schema with a description. Members beside $ref are allowed in
// OpenAPI 3.1.
func described(schema object, text string) object {
	if text == "" {
		return schema
	}
	return schema.set("description", text)
}
