package codegen

import (
	"fmt"
	"slices"
	"strings"
)

// writeAppend writes AppendWire.
func (g *generator) writeAppend(o *object) {
	if !g.lacks(o, "AppendWire") {
		return
	}
	g.p("// AppendWire writes the JSON of the API.")
	g.p("func (p *%s) AppendWire(e *wire.Encoder) {", o.spec.Name.Name)
	if o.masked {
		secret := "true"
		if !g.lacks(o, "secret") {
			secret = "p.secret()"
		}
		g.p("if e.Hides(%s) {\ne.Quote(p.String())\nreturn\n}", secret)
	}
	if o.source != nil && g.besides(o.source) {
		g.p("currency := %s", g.anyCurrency(o))
	} else if o.source != nil && o.source.typ.kind == "pointer" {
		inner := strings.TrimPrefix(g.sourceField(o.source).at, "p")
		g.p("currency := \"\"\nif %s != nil {\ncurrency = %s%s.Currency()\n}", o.source.at, o.source.at, inner)
	}
	g.p("e.Open()")
	for _, m := range o.fields {
		g.writeMember(o, m)
	}
	if o.extra != nil {
		g.p("e.Extra(string(%s))", o.extra.at)
	}
	g.p("e.Close()\n}\n")
}

// writeOuter writes the methods outerCurrency that are called.
func (g *generator) writeOuter() {
	for more, written := true, map[*named]bool{}; more; {
		more = false
		for _, name := range g.pkg.order {
			n := g.pkg.types[name]
			if !g.asked[n] || written[n] {
				continue
			}
			more, written[n] = true, true
			g.p("// outerCurrency is the currency of the amounts that are written without it.")
			g.p("func (p *%s) outerCurrency() string {\nif p == nil {\nreturn \"\"\n}", name)
			g.p("return %s\n}\n", g.anyCurrency(g.object(n)))
		}
	}
}

// anyCurrency returns the first currency of the amounts that share a currency.
func (g *generator) anyCurrency(o *object) string {
	var all []string
	for _, m := range o.fields {
		switch {
		case g.besides(m), m.has("outer"):
			all = append(all, m.at+".Currency()")
		case m.typ.kind == "pointer" && m.typ.elem.kind == "coder" && g.needsOuter(&m.typ):
			all = append(all, m.at+".outerCurrency()")
			g.asked[m.typ.elem.name] = true
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return "cmp.Or(" + strings.Join(all, ", ") + ")"
}

// sourceWrite returns the currency of the amounts of an object.
func (g *generator) sourceWrite(o *object) string {
	m := o.source
	inner := g.sourceField(m)
	switch {
	case g.besides(m), m.typ.kind == "pointer":
		return "currency"
	case inner != nil:
		return m.at + strings.TrimPrefix(inner.at, "p") + ".Currency()"
	case m.has("outer"):
		return "cmp.Or(e.Outer(), " + m.at + ".Currency())"
	}
	return m.at + ".Currency()"
}

func (g *generator) writeMember(o *object, m *field) {
	if m.typ.kind == "hook" {
		g.p("%s", m.hook("write", "e"))
		return
	}
	condition := ""
	switch {
	case slices.Contains(m.json, "omitzero"):
		condition = g.present(m)
	case slices.Contains(m.json, "omitempty"):
		condition = g.present(m) + " || e.Full()"
	}
	if condition != "" {
		g.p("if %s {", condition)
	}
	g.p("e.Key(%q)", m.name)
	g.writeValue(o, m)
	if condition != "" {
		g.p("}")
	}
}

func (g *generator) writeValue(o *object, m *field) {
	scope := o.source != nil && m.typ.kind != "money" && g.needsOuter(&m.typ)
	switch {
	case scope:
		g.p("{\nouter := e.In(%s)\n%s\ne.In(outer)\n}", g.sourceWrite(o), g.writeStatement(&m.typ, m.at))
	case m.typ.kind == "money":
		g.p("%s", g.writeMoney(o, m))
	case m.has("null") && m.typ.kind == "pointer" && !m.typ.elem.writesNull():
		g.p("wire.WriteClearable(%s, e, %s)", m.at, g.writer(m.typ.elem))
	case m.has("null") && m.typ.kind != "pointer":
		g.p("if %s {\n%s\n} else {\ne.Null()\n}", g.present(m), g.writeStatement(&m.typ, m.at))
	case m.has("or"):
		g.p("e.String(string(%s))", m.or(m.at))
	case m.has("seconds"):
		g.p("e.Seconds(%s)", m.at)
	default:
		g.p("%s", g.writeStatement(&m.typ, m.at))
	}
	if m.has("also") {
		g.p("e.Key(%q)\ne.Unix(%s)", m.wire["also"], m.at)
	}
	if m == o.source && g.besides(m) {
		g.writeCurrency(m)
	}
}

// writeCurrency writes the currency beside an amount. The currency of a bare amount is
// only written to stored documents, so that they can be decoded.
func (g *generator) writeCurrency(m *field) {
	code := fmt.Sprintf("e.Key(%q)\ne.String(currency)", m.currencyName())
	if m.has("bare") {
		code = "if e.Masked() {\n" + code + "\n}"
	}
	g.p("%s", code)
}

func (g *generator) writeMoney(o *object, m *field) string {
	worth := "nil"
	if m.worth != "" {
		worth = "&" + m.worth
	}
	currency := fmt.Sprintf("%q", m.wire["in"])
	switch {
	case m.has("outer"):
		currency = "e.Outer()"
	case g.besides(m):
		currency = "currency"
	}
	switch {
	case m.has("micro"):
		return fmt.Sprintf("moneyform.WriteMicro(&%s, %s, e)", m.at, worth)
	case m.has("number"):
		return fmt.Sprintf("moneyform.WriteNumber(&%s, e, %s)", m.at, currency)
	case m.has("text"):
		return fmt.Sprintf("moneyform.WriteText(&%s, e, %s)", m.at, currency)
	case m.worth != "":
		return fmt.Sprintf("moneyform.WriteValued(&%s, %s, e)", m.at, worth)
	}
	return m.at + ".AppendWire(e)"
}

// present returns the condition that a member is not empty.
func (g *generator) present(m *field) string {
	switch m.typ.kind {
	case "string", "enum":
		return m.at + ` != ""`
	case "bool":
		return m.at
	case "int", "int64":
		return m.at + " != 0"
	case "pointer":
		return m.at + " != nil"
	case "list", "map", "raw":
		if slices.Contains(m.json, "omitzero") {
			return m.at + " != nil"
		}
		return "len(" + m.at + ") > 0"
	case "money":
		return m.at + ".IsSet()"
	}
	return "!" + m.at + ".IsZero()"
}

// writeStatement returns a statement that writes the value of v, which is addressable.
func (g *generator) writeStatement(t *typ, v string) string {
	switch t.kind {
	case "string", "enum":
		if t.src == "string" {
			return fmt.Sprintf("e.String(%s)", v)
		}
		return fmt.Sprintf("e.String(string(%s))", v)
	case "bool", "time", "raw":
		return fmt.Sprintf("e.%s(%s)", title(t.kind), v)
	case "int", "int64":
		return fmt.Sprintf("e.Int(int64(%s))", v)
	case "pointer", "list", "map":
		return fmt.Sprintf("wire.Write%s(%s, e, %s)", title(t.kind), v, g.writer(t.elem))
	}
	return v + ".AppendWire(e)"
}

// writer returns the function that writes a type.
func (g *generator) writer(t *typ) string {
	if t.kind == "coder" || t.kind == "money" {
		return fmt.Sprintf("(*%s).AppendWire", t.src)
	}
	code := g.writeStatement(t, "(*v)")
	if t.kind == "string" || t.kind == "enum" {
		code = "e.Quote(string(*v))" // an empty element is not null
	}
	return fmt.Sprintf("func(v *%s, e *wire.Encoder) { %s }", t.src, code)
}
