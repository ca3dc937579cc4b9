package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiregen/codegen"
	"github.com/stateset/stateset-go/webhook"
)

// Schemas of responses. They derive from the Go types and from the tags that the code
// generator reads, so they describe the responses of the server.

// typeSchema returns the schema of a Go type, and whether an empty value is null.
func (c *components) typeSchema(t reflect.Type, m codegen.Member) (schema object, null bool) {
	switch t {
	case reflect.TypeFor[api.Money]():
		return c.money(m.Form), !m.Beside
	case reflect.TypeFor[api.Decimal]():
		return c.decimal(), false
	case reflect.TypeFor[api.Date]():
		return of("type", "string", "format", "date"), true
	case reflect.TypeFor[time.Time]():
		return of("type", "string", "format", "date-time"), true
	case reflect.TypeFor[json.RawMessage](), reflect.TypeFor[api.Expanded]():
		return of(), true
	case reflect.TypeFor[webhook.Secret]():
		return of("type", "string"), false
	}
	switch t.Kind() {
	case reflect.Pointer:
		schema, _ := c.typeSchema(t.Elem(), m)
		return schema, true
	case reflect.Slice:
		element, _ := c.typeSchema(elem(t), m)
		return of("type", "array", "items", element), t.Name() != "" // a named list has a nil value
	case reflect.Map:
		element, _ := c.typeSchema(t.Elem(), m)
		return of("type", "object", "additionalProperties", element), false
	case reflect.String:
		if values := enumValues(t); values != nil {
			return c.enum(t, values), true
		}
		return of("type", "string"), true
	case reflect.Bool:
		return of("type", "boolean"), false
	case reflect.Int, reflect.Int64:
		return of("type", "integer", "format", "int64"), false
	case reflect.Struct:
		return c.structSchema(t), false
	}
	c.fail("no schema for the type %s", t)
	return of(), false
}

// elem returns the type of the elements of a list. Pointers in lists are never nil.
func elem(t reflect.Type) reflect.Type {
	if t.Elem().Kind() == reflect.Pointer {
		return t.Elem().Elem()
	}
	return t.Elem()
}

// structSchema returns a reference to the component of a struct.
func (c *components) structSchema(t reflect.Type) object {
	name := c.typeName(t)
	c.name(t, name)
	return c.reference(name, func() object {
		o, err := c.types.Object(t.PkgPath(), t.Name())
		if err != nil || o == nil {
			c.fail("the type %s has no members: %v", t, err)
			return of()
		}
		var properties object
		required := []any{}
		for _, m := range o.Members {
			properties = properties.with(m.Name, c.memberSchema(t, m))
			if !m.Optional {
				required = append(required, m.Name)
			}
		}
		schema := of("type", "object").text("description", typeDoc(name, t.Name(), o.Doc)).with("properties", properties)
		if len(required) > 0 {
			schema = schema.with("required", required)
		}
		if t == reflect.TypeFor[webhook.Data]() { // with the IDs of other objects
			schema = schema.with("additionalProperties", true)
		}
		return schema
	})
}

// name keeps the name of the component of a type. Two types must not share one.
func (c *components) name(t reflect.Type, name string) {
	path := t.PkgPath() + "." + t.Name()
	for other, taken := range c.byType {
		if taken == name && other != path {
			c.fail("%s and %s are both the component %s", path, other, name)
		}
	}
	c.byType[path] = name
}

// typeDoc returns the documentation of a Go type, with the name of its component.
func typeDoc(component, name, doc string) string {
	doc, _, _ = strings.Cut(doc, "\n\n")
	return sentence(strings.Replace(doc, name+" ", component+" ", 1))
}

func (c *components) memberSchema(t reflect.Type, m codegen.Member) object {
	description := sentence(m.Doc)
	switch {
	case m.Unix:
		return nullable(of("type", "integer", "format", "int64", "description", "Unix seconds."))
	case m.Field == "":
		return of("type", "string", "description", "Currency of the amounts: ssusd, usdc or an ISO 4217 code.")
	}
	field, ok := fieldByPath(t, m.Field)
	if !ok {
		c.fail("%s has no field %s", t, m.Field)
		return of()
	}
	schema, null := c.typeSchema(field.Type, m)
	if field.Type.Kind() == reflect.String && (m.Essential || m.Default != "") {
		null = false
	}
	if null || m.Null {
		schema = nullable(schema)
	}
	return described(schema, description)
}

// fieldByPath returns a field, or a field of an embedded struct.
func fieldByPath(t reflect.Type, path string) (reflect.StructField, bool) {
	name, rest, nested := strings.Cut(path, ".")
	field, ok := t.FieldByName(name)
	if !ok || !nested {
		return field, ok
	}
	return fieldByPath(field.Type, rest)
}

// enumValues returns the result of the method Values of a string type, or nil.
func enumValues(t reflect.Type) []any {
	method, ok := t.MethodByName("Values")
	if !ok {
		return nil
	}
	var values []any
	list := method.Func.Call([]reflect.Value{reflect.Zero(t)})[0]
	for i := range list.Len() {
		values = append(values, list.Index(i).String())
	}
	return values
}

// enum returns a reference to the component of an enum. An enum for which requests may
// have other values is open.
func (c *components) enum(t reflect.Type, values []any) object {
	name := c.typeName(t)
	c.name(t, name)
	return c.reference(name, func() object {
		schema := of("type", "string").text("description", typeDoc(name, t.Name(), c.types.Doc(t.PkgPath(), t.Name())))
		if c.open[joined(values)] {
			return schema.with("x-extensible-enum", values)
		}
		return schema.with("enum", values)
	})
}

// joined returns a key for a list of values.
func joined(values []any) string {
	var out strings.Builder
	for _, v := range values {
		out.WriteString(v.(string))
		out.WriteByte(' ')
	}
	return out.String()
}
