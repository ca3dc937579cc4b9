package main

import (
	"reflect"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/webhook"
)

// Schemas of requests. They derive from the members that the mock server's readers
// declare. Unknown members are refused, and null is the same as an absent member.

// requestBody returns the body of an operation.
func (b *builder) requestBody(r *route, d httpapi.Description) object {
	media := of("schema", b.bodySchema(r, d.Body))
	if e, ok := b.examples[r.row.Name]; ok && r.alias == nil && e.request != nil {
		media = media.with("example", e.request)
	}
	return of("required", slices.ContainsFunc(d.Body, func(m input.Member) bool { return m.Required() }), "content", of(jsonMedia, media))
}

// bodySchema returns the schema of the body. An alias may move an ID between the path and
// the body.
func (b *builder) bodySchema(r *route, members []input.Member) object {
	name := strings.ReplaceAll(r.row.Name, ".", "") + "Request"
	if r.alias == nil {
		return b.reference(name, func() object { return b.objectSchema(members) })
	}
	switch moved := r.pathIDs(); {
	case r.alias.BodyID != "":
		id := input.Describe(func(o *input.Object) string { return o.ID(r.alias.BodyID, input.Required) })
		members = append(id, members...)
	case len(moved) > len(r.row.Params()):
		members = slices.Clone(members)
		for i := range members {
			if members[i].Name == moved[0] {
				members[i].Rules = slices.DeleteFunc(slices.Clone(members[i].Rules), func(rule input.Rule) bool { return rule == input.Required })
			}
		}
	default:
		return refTo(name)
	}
	return b.reference(strings.ToUpper(r.id()[:1])+r.id()[1:]+"Request", func() object { return b.objectSchema(members) })
}

// objectSchema returns the schema of an object with the members of a reader.
func (c *components) objectSchema(members []input.Member) object {
	properties, required := object{}, []any{}
	for i := range members {
		if m := &members[i]; m.When == (input.Condition{}) {
			properties = properties.with(m.Name, c.inputSchema(m))
			if m.Required() {
				required = append(required, m.Name)
			}
		}
	}
	schema := of("type", "object", "properties", properties)
	if len(required) > 0 {
		schema = schema.with("required", required)
	}
	schema = schema.with("additionalProperties", false)
	if all := append(c.branches(members, properties), exclusions(members)...); len(all) > 0 {
		schema = schema.with("allOf", all)
	}
	return schema
}

// branches returns the members that depend on the value of another one.
func (c *components) branches(members []input.Member, properties object) []any {
	var all []any
	for i := range members {
		m := &members[i]
		if m.When == (input.Condition{}) {
			continue
		}
		if properties.get(m.Name) == nil {
			c.fail("the member %s depends on another one and has no general form", m.Name)
		}
		then := of("properties", of(m.Name, c.inputSchema(m)), "additionalProperties", true)
		if m.Required() {
			then = then.with("required", []any{m.Name})
		}
		condition := of("properties", of(m.When.Name, of("const", m.When.Value)), "required", []any{m.When.Name})
		all = append(all, of("if", condition, "then", then))
	}
	return all
}

// exclusions returns the members that cannot be used together.
func exclusions(members []input.Member) []any {
	var all []any
	for i := range members {
		for _, rule := range members[i].Rules {
			if other, ok := rule.(input.Excludes); ok {
				present := of("not", of("type", "null"))
				all = append(all, of("not", of("properties", of(members[i].Name, present, other.Name, present), "required", []any{members[i].Name, other.Name})))
			}
		}
	}
	return all
}

// inputSchema returns the schema of a member. An optional member may be null.
func (c *components) inputSchema(m *input.Member) object {
	schema := c.valueSchema(m)
	if !m.Required() {
		schema = nullable(schema)
	}
	return schema
}

func (c *components) valueSchema(m *input.Member) object {
	switch m.Type {
	case input.TypeString:
		return c.textSchema(m)
	case input.TypeInteger:
		return bounded(of("type", "integer", "format", "int64"), m.Bounds())
	case input.TypeBoolean:
		return of("type", "boolean")
	case input.TypeNumber:
		return c.numberSchema(m, amountText)
	case input.TypeRatio:
		return c.ratioSchema(m)
	case input.TypeDecimal:
		return c.decimalSchema(m)
	case input.TypeMicros:
		return microsSchema(m)
	case input.TypeDate:
		return dateSchema()
	case input.TypeTime:
		return timeSchema()
	case input.TypeFree:
		return of("type", "object", "additionalProperties", true)
	case input.TypeMetadata:
		return c.metadataSchema()
	case input.TypeTexts:
		return counted(of("type", "array", "items", c.textSchema(m.Element())), m.Length())
	case input.TypeList:
		return counted(of("type", "array", "items", c.nestedSchema(m)), m.Length())
	case input.TypeObject:
		return c.nestedSchema(m)
	}
	c.fail("no schema for the type %d of %s", m.Type, m.Name)
	return of()
}

// nestedSchema returns the schema of a nested object. It is a component with the name of
// the Go type that the reader returns.
func (c *components) nestedSchema(m *input.Member) object {
	schema := c.objectSchema(m.Members)
	if example := m.Example(); example != "" {
		schema = schema.with("examples", []any{rawJSON(example)})
	}
	if m.Go.Name() == "" {
		return schema
	}
	name := c.typeName(m.Go)
	if m.Go == reflect.TypeFor[api.Money]() {
		name = moneyName(m)
	}
	if !strings.HasSuffix(name, "Params") {
		name += "Params"
	}
	return c.shared(name, schema)
}

// moneyName returns the name of the component of an amount: its form, and whether it may
// be zero.
func moneyName(m *input.Member) string {
	name := "Money"
	if m.Members[len(m.Members)-1].Type == input.TypeMicros {
		name = "MoneyMicro"
	}
	if m.Is(input.AllowZero) {
		name += "OrZero"
	}
	return name
}

// findOpenEnums finds the enums that allow other values in requests. The events of an
// endpoint are types and patterns.
func (b *builder) findOpenEnums() {
	b.open[joined(enumValues(reflect.TypeFor[webhook.Type]()))] = true
	var visit func(members []input.Member)
	visit = func(members []input.Member) {
		for i := range members {
			m := &members[i]
			for _, known := range [][]string{m.Known(), m.Element().Known()} {
				if known != nil {
					b.open[joined(anys(known))] = true
				}
			}
			visit(m.Members)
		}
	}
	for _, d := range b.operations {
		visit(d.Body)
	}
}

func anys(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}
