package codegen

import (
	"fmt"
	"strings"
)

// writeRead writes DecodeWire.
func (g *generator) writeRead(o *object) {
	if !g.lacks(o, "DecodeWire") {
		return
	}
	g.p("// DecodeWire reads the JSON of the API.")
	g.p("func (p *%s) DecodeWire(d *wire.Decoder) {", o.spec.Name.Name)
	g.p("o := d.Object()\nfor d.Next(&o) {\nswitch string(d.Key(&o)) {")
	bit := 0
	for _, m := range o.fields {
		bit = g.readMember(o, m, bit)
	}
	if o.extra != nil {
		g.p("default:\nd.Keep(&o)\n}\n}")
		g.p("if o.Extra != nil {\n%s = %s(o.Extra)\n}", o.extra.at, o.extra.typ.src)
	} else {
		g.p("default:\nd.Unknown(&o)\n}\n}")
	}
	if !g.lacks(o, "afterRead") {
		g.p("p.afterRead()")
	}
	g.p("}\n")
}

// readMember writes the cases of a member, and returns the bit of the next one.
func (g *generator) readMember(o *object, m *field, bit int) int {
	g.readCase(m.name, m.essential(), bit)
	bit++
	switch scope := o.source != nil && m.typ.kind != "hook" && m.typ.kind != "money" && g.needsOuter(&m.typ); {
	case m.has("also"), m.has("alias"):
		g.readTime(m, !m.has("seconds"))
	case scope:
		g.p("outer := d.In(%s)", g.sourceRead(o))
		g.p("%s", g.read(m))
		g.p("d.In(outer)")
	default:
		g.p("%s", g.read(m))
	}
	for _, word := range []string{"also", "alias"} {
		if m.has(word) {
			g.readCase(m.wire[word], m.has("must"), bit)
			g.readTime(m, word == "also" && m.has("seconds"))
			bit++
		}
	}
	if m == o.source && g.besides(m) {
		g.readCase(m.currencyName(), true, bit)
		g.p("d.Text()")
		bit++
	}
	return bit
}

// readTime reads one of the members of a time. The member that counts replaces the
// others.
func (g *generator) readTime(m *field, counts bool) {
	condition := m.at + ".IsZero()"
	if counts {
		condition = "!t.IsZero()"
	}
	g.p("t := %s\nwire.ReadTime(&t, d)\nif %s {\n%s = t\n}", m.at, condition, m.at)
}

func (g *generator) readCase(name string, must bool, bit int) {
	mark := "Side"
	if must {
		mark = "Must"
	}
	g.p("case %q:\nd.%s(&o, %d)", name, mark, bit)
}

// essential reports whether a wrong type is a fault.
func (m *field) essential() bool {
	t := &m.typ
	for t.elem != nil {
		t = t.elem
	}
	return m.has("must") || m.name == "id" && !m.has("side") || t.kind == "money"
}

// sourceRead returns the currency of the amounts of an object.
func (g *generator) sourceRead(o *object) string {
	m := o.source
	if g.besides(m) {
		return m.or(fmt.Sprintf("d.Sibling(&o, %q)", m.currencyName()))
	}
	path := m.name
	if inner := g.sourceField(m); inner != nil {
		path += "." + inner.name
	}
	sibling := fmt.Sprintf("d.Sibling(&o, %q)", path+".denom")
	if m.has("outer") {
		return "cmp.Or(d.Outer(), " + sibling + ")"
	}
	return sibling
}

// or adds the default of a text.
func (m *field) or(expression string) string {
	if !m.has("or") {
		return expression
	}
	return fmt.Sprintf("cmp.Or(%s, %q)", expression, m.wire["or"])
}

// read returns the statement that reads the value of a member.
func (g *generator) read(m *field) string {
	switch {
	case m.typ.kind == "hook":
		return m.hook("read", "d")
	case m.typ.kind == "money":
		return g.readMoney(m)
	case m.has("null") && m.typ.kind == "pointer":
		return fmt.Sprintf("wire.ReadClearable(&%s, d, %s)", m.at, g.reader(m.typ.elem))
	case m.has("digits"):
		return fmt.Sprintf("wire.ReadDigits(&%s, d)", m.at)
	}
	return g.readStatement(&m.typ, m.at)
}

// hook returns the call of the method that reads or writes the member.
func (m *field) hook(verb, argument string) string {
	i := strings.LastIndex(m.at, ".") + 1
	return m.at[:i] + verb + m.at[i:] + "(" + argument + ")"
}

func (g *generator) readMoney(m *field) string {
	worth := "nil"
	if m.worth != "" {
		worth = "&" + m.worth
	}
	switch {
	case m.has("micro"):
		return fmt.Sprintf("moneyform.ReadMicro(&%s, %s, d)", m.at, worth)
	case m.has("number"):
		return fmt.Sprintf("moneyform.ReadNumber(&%s, d, %s)", m.at, m.currencyRead())
	case m.has("text"):
		return fmt.Sprintf("moneyform.ReadText(&%s, d, %s)", m.at, m.currencyRead())
	case m.worth != "":
		return fmt.Sprintf("moneyform.ReadValued(&%s, %s, d)", m.at, worth)
	}
	return m.at + ".DecodeWire(d)"
}

// currencyRead returns the currency of an amount without its own currency in JSON.
func (m *field) currencyRead() string {
	switch {
	case m.has("in"):
		return fmt.Sprintf("%q", m.wire["in"])
	case m.has("outer"):
		return m.or("d.Outer()")
	}
	return m.or(fmt.Sprintf("d.Sibling(&o, %q)", m.currencyName()))
}

// readStatement returns a statement that reads a value into v, which is addressable.
func (g *generator) readStatement(t *typ, v string) string {
	switch t.kind {
	case "coder", "money":
		return v + ".DecodeWire(d)"
	case "pointer", "list", "map":
		return fmt.Sprintf("wire.Read%s(&%s, d, %s)", title(t.kind), v, g.reader(t.elem))
	}
	return fmt.Sprintf("%s(&%s, d)", g.reader(t), v)
}

// reader returns the function that reads a type.
func (g *generator) reader(t *typ) string {
	switch t.kind {
	case "coder", "money":
		return fmt.Sprintf("(*%s).DecodeWire", t.src)
	case "pointer", "list", "map":
		return fmt.Sprintf("func(v *%s, d *wire.Decoder) { %s }", t.src, g.readStatement(t, "(*v)"))
	case "enum":
		name := "read" + title(strings.ReplaceAll(t.src, ".", ""))
		g.enums[name] = *t
		return name
	case "string", "raw":
		return fmt.Sprintf("wire.Read%s[%s]", title(t.kind), t.src)
	}
	return "wire.Read" + title(t.kind)
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
