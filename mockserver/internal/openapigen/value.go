package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Schemas of single values in requests.

const amountText = "An amount in the unit of its currency: whole tokens of ssusd and usdc with decimals, the minor unit of ISO 4217 currencies as an integer. 15000 is 150.00 USD, 150.00 is 150.00 ssusd."

// zero matches a decimal without a digit above zero.
const zero = "^[0.]+$"

func rawJSON(text string) json.RawMessage { return json.RawMessage(text) }

// textSchema returns the schema of a string.
func (c *components) textSchema(m *input.Member) object {
	schema := of("type", "string")
	length := m.Length()
	if length.Min > 0 {
		schema = schema.with("minLength", length.Min)
	}
	if length.Max > 0 {
		schema = schema.with("maxLength", length.Max)
	}
	if m.Is(input.Secret) {
		schema = schema.with("writeOnly", true)
	}
	if known := m.Known(); known != nil {
		schema = schema.with("x-extensible-enum", anys(known))
	}
	for _, rule := range m.Texts() {
		schema = c.textRule(schema, rule, m.Is(input.AnyCase))
	}
	return schema
}

// textRule adds a rule about the content of a text.
func (c *components) textRule(schema object, rule input.TextRule, anyCase bool) object {
	switch rule := rule.(type) {
	case input.Values:
		if anyCase {
			return schema.with("examples", anys(rule)).with("pattern", foldedPattern(rule))
		}
		return schema.with("enum", anys(rule))
	case input.DigitsRule:
		return schema.with("pattern", fmt.Sprintf("^[0-9]{%d,%d}$", rule.Min, rule.Max))
	case input.PatternRule:
		return described(schema.with("pattern", rule.Expr.String()), "Must be "+rule.Want+".")
	case input.Format:
		return c.format(schema, rule)
	}
	c.fail("no schema for the rule %T", rule)
	return schema
}

// foldedPattern matches the values in any case.
func foldedPattern(values []string) string {
	var folded []string
	for _, value := range values {
		var out strings.Builder
		for _, r := range value {
			if upper := strings.ToUpper(string(r)); upper != string(r) {
				out.WriteString("[" + string(r) + upper + "]")
				continue
			}
			out.WriteString(regexp.QuoteMeta(string(r)))
		}
		folded = append(folded, out.String())
	}
	return "^(" + strings.Join(folded, "|") + ")$"
}

// format adds a rule that a function checks. The schema of a format alone is a component.
func (c *components) format(schema object, f input.Format) object {
	rule := of("type", "string", "description", "Must be "+f.Want+".")
	switch {
	case f.All != nil:
		rule = rule.with("enum", anys(f.All))
	case f.Exact != "":
		rule = rule.with("pattern", f.Exact)
	case f.Loose != "":
		rule = rule.with("pattern", f.Loose)
	}
	if len(schema) > 1 {
		return append(schema, rule[1:]...)
	}
	return c.shared(componentName(f.Name), rule)
}

// componentName returns the name of a component: "EventType" for "event_type".
func componentName(name string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		out.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return out.String() + "Text"
}

func bounded(schema object, bounds input.Bounds) object {
	if bounds.Min != nil {
		schema = schema.with("minimum", *bounds.Min)
	}
	if bounds.Max != nil {
		schema = schema.with("maximum", *bounds.Max)
	}
	return schema
}

func counted(schema object, length input.Length) object {
	if length.Min > 0 {
		schema = schema.with("minItems", length.Min)
	}
	if length.Max > 0 {
		schema = schema.with("maxItems", length.Max)
	}
	return schema
}

// numberSchema returns the schema of a JSON number above zero, or at least zero.
func (c *components) numberSchema(m *input.Member, description string) object {
	schema := of("type", "number", "format", "double").text("description", description)
	if m.Is(input.AllowZero) {
		schema = schema.with("minimum", 0)
	} else {
		schema = schema.with("exclusiveMinimum", 0)
	}
	if most := m.Bounds().Max; most != nil {
		return schema.with("maximum", *most)
	}
	return schema.with("exclusiveMaximum", json.Number("1"+strings.Repeat("0", numtext.MaxWholeDigits)))
}

// ratioSchema returns the schema of a decimal string or a number.
func (c *components) ratioSchema(m *input.Member) object {
	return of("anyOf", []any{c.decimalSchema(m), c.numberSchema(m, "")})
}

// decimalSchema returns the schema of a decimal in a string.
func (c *components) decimalSchema(m *input.Member) object {
	whole := fmt.Sprintf("[0-9]{1,%d}", numtext.MaxWholeDigits)
	fraction := fmt.Sprintf(`(\.[0-9]{1,%d})?`, numtext.MaxFractionDigits)
	pattern := "^0*" + whole + fraction + "$"
	if most := m.Bounds().Max; most != nil {
		pattern = "^0*(" + below(*most, fraction) + "|" + strconv.FormatInt(*most, 10) + fmt.Sprintf(`(\.0{1,%d})?)$`, numtext.MaxFractionDigits)
	}
	schema := of("type", "string", "pattern", pattern)
	if !m.Is(input.AllowZero) {
		schema = schema.with("not", of("pattern", zero))
	}
	return schema
}

// below matches the decimals below a power of ten, or below one digit.
func below(most int64, fraction string) string {
	text := strconv.FormatInt(most, 10)
	digits := fmt.Sprintf("[0-9]{1,%d}", len(text)-1)
	if len(text) == 1 {
		digits = fmt.Sprintf("[0-%d]", most-1)
	} else if strings.Trim(text[1:], "0") != "" || text[0] != '1' {
		panic("no pattern for decimals up to " + text)
	}
	return digits + fraction
}

// microsSchema returns the schema of an integer of millionths in a string.
func microsSchema(m *input.Member) object {
	schema := of("type", "string", "pattern", fmt.Sprintf("^0*[0-9]{1,%d}$", input.MaxMicroDigits), "maxLength", input.MaxMicroText)
	if !m.Is(input.AllowZero) {
		schema = schema.with("not", of("pattern", zero))
	}
	return schema
}

func dateSchema() object {
	return of("type", "string", "format", "date", "pattern", `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)
}

func timeSchema() object {
	return of("type", "string", "format", "date-time", "pattern",
		`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`)
}

// metadataSchema returns the schema of metadata. A null deletes the key.
func (c *components) metadataSchema() object {
	return c.reference("MetadataParams", func() object {
		return of("type", "object", "description", "Strings of the caller. In an update null deletes the key.",
			"maxProperties", input.MaxMetadataKeys,
			"propertyNames", of("minLength", 1, "maxLength", input.MaxMetadataKey),
			"additionalProperties", of("type", []any{"string", "null"}, "maxLength", input.MaxMetadataValue))
	})
}
