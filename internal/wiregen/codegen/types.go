package codegen

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// typ is the type of a field, as far as it affects JSON.
type typ struct {
	kind   string // string, enum, bool, int, int64, time, raw, money, coder, pointer, list, map, hook
	src    string // in Go syntax
	elem   *typ   // of a pointer, list or map
	name   *named // of an enum, a coder
	consts []string
}

// field is a member of a struct.
type field struct {
	at    string // its Go path from the receiver: "p.Amount"
	name  string // its name in JSON
	typ   typ
	json  []string          // options of the tag json
	wire  map[string]string // words of the tag wire
	worth string            // the field that is written as its usd_value
	doc   string
}

func (f *field) has(word string) bool {
	_, ok := f.wire[word]
	return ok
}

// object is a struct whose methods are generated.
type object struct {
	*named
	fields []*field
	extra  *field
	source *field // the amount that has the currency of the outer amounts below
}

var directives = []string{"object", "params", "part", "response"}

// words are the words of the tag wire.
var words = strings.Fields("must side digits null or also seconds alias hook extra object number text micro worth beside in outer source bare")

func (g *generator) fail(x ast.Node, format string, args ...any) {
	panic(fmt.Errorf("%s: %s", g.module.fset.Position(x.Pos()), fmt.Sprintf(format, args...)))
}

func (g *generator) object(n *named) *object {
	body, ok := n.underlying().(*ast.StructType)
	if !ok {
		g.fail(n.spec, "//wire:%s is for structs", n.directive)
	}
	if !slices.Contains(directives, n.directive) {
		g.fail(n.spec, "unknown directive //wire:%s", n.directive)
	}
	o := &object{named: n}
	g.members(o, body, "p.")
	g.checkNames(o)
	return o
}

func (g *generator) members(o *object, body *ast.StructType, at string) {
	worth := map[string]string{}
	for _, f := range body.Fields.List {
		tag := reflect.StructTag("")
		if f.Tag != nil {
			tag = reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
		}
		if len(f.Names) == 0 {
			g.embedded(o, f, tag, at)
		}
		for _, name := range f.Names {
			if !name.IsExported() {
				continue
			}
			m := g.field(o, f, tag, at+name.Name)
			switch {
			case m.has("extra"):
				o.extra = m
			case m.has("worth"):
				worth[at+m.wire["worth"]] = m.at
			case m.name == "-":
			case m.name == "":
				g.fail(f, "%s has no json tag", name.Name)
			default:
				o.fields = append(o.fields, m)
			}
			if m.has("source") || o.source == nil && g.besides(m) {
				o.source = m
			}
		}
	}
	for _, m := range o.fields {
		if w := worth[m.at]; w != "" {
			m.worth = w
		}
	}
}

// besides reports whether the currency of the amount is a sibling member.
func (g *generator) besides(m *field) bool {
	return (m.has("number") || m.has("text")) && !m.has("outer") && !m.has("in") && m.name != "-"
}

func (g *generator) embedded(o *object, f *ast.Field, tag reflect.StructTag, at string) {
	id, ok := f.Type.(*ast.Ident)
	if !ok || tag.Get("json") != "" || o.pkg.types[id.Name] == nil {
		g.fail(f, "only structs of the package can be embedded, and without a tag")
	}
	body, ok := o.pkg.types[id.Name].spec.Type.(*ast.StructType)
	if !ok {
		g.fail(f, "only structs can be embedded")
	}
	g.members(o, body, at+id.Name+".")
}

func (g *generator) field(o *object, f *ast.Field, tag reflect.StructTag, at string) *field {
	options := strings.Split(cmp.Or(tag.Get("json"), tag.Get("url")), ",")
	m := &field{at: at, name: options[0], json: options[1:], wire: map[string]string{}, doc: strings.TrimSpace(cmp.Or(f.Doc.Text(), f.Comment.Text()))}
	if text := tag.Get("wire"); text != "" {
		for word := range strings.SplitSeq(text, ",") {
			name, value, _ := strings.Cut(word, "=")
			if !slices.Contains(words, name) {
				g.fail(f, "unknown word %q in the tag wire", name)
			}
			m.wire[name] = value
		}
	}
	switch {
	case m.has("extra"):
		m.typ = typ{kind: "string", src: types.ExprString(f.Type)}
	case m.has("hook"):
		m.typ = typ{kind: "hook"}
	case m.name != "-" && m.name != "":
		m.typ = g.typ(o.named, f.Type)
		g.checkWords(f, m)
	}
	return m
}

// sourceField returns the amount in another object that has the currency of the outer
// amounts. It returns nil if the amount is the member itself.
func (g *generator) sourceField(m *field) *field {
	t := &m.typ
	if t.kind == "pointer" {
		t = t.elem
	}
	if t.kind != "coder" || m.wire["source"] == "" {
		return nil
	}
	for _, inner := range g.object(t.name).fields {
		if inner.at == "p."+m.wire["source"] && inner.typ.kind == "money" {
			return inner
		}
	}
	return nil
}

// checkWords rejects words that do not apply to the type.
func (g *generator) checkWords(f *ast.Field, m *field) {
	for word := range m.wire {
		fits := true
		switch word {
		case "object", "number", "text", "micro", "worth", "beside", "in", "outer", "bare":
			fits = m.typ.kind == "money"
		case "source":
			fits = m.typ.kind == "money" || g.sourceField(m) != nil
		case "also", "alias", "seconds":
			fits = m.typ.kind == "time"
		case "digits":
			fits = m.typ.kind == "string"
		case "or":
			fits = m.typ.kind == "string" || m.typ.kind == "enum" || m.has("beside") || m.has("outer")
		}
		if !fits {
			g.fail(f, "the word %q is not for a %s", word, m.typ.kind)
		}
	}
	if m.has("outer") && !m.has("number") && !m.has("text") && !m.has("source") {
		g.fail(f, `"outer" is for "number", "text" and "source"`)
	}
}

func (g *generator) checkNames(o *object) {
	seen := map[string]bool{}
	for _, m := range g.names(o) {
		if seen[m] {
			g.fail(o.spec, "two members are named %q", m)
		}
		seen[m] = true
	}
	if len(seen) > 128 {
		g.fail(o.spec, "more than 128 members")
	}
}

// names returns the names of all members, in the order of their bits.
func (g *generator) names(o *object) (names []string) {
	for _, m := range o.fields {
		names = append(names, m.name)
		for _, word := range []string{"also", "alias"} {
			if m.has(word) {
				names = append(names, m.wire[word])
			}
		}
		if m == o.source && g.besides(m) {
			names = append(names, m.currencyName())
		}
	}
	return names
}

func (m *field) currencyName() string {
	if m.has("beside") {
		return m.wire["beside"]
	}
	return "currency"
}

var basic = map[string]string{"string": "string", "bool": "bool", "int": "int", "int64": "int64"}

func (g *generator) typ(n *named, x ast.Expr) typ {
	src := types.ExprString(x)
	switch x := x.(type) {
	case *ast.StarExpr:
		return g.composite("pointer", src, n, x.X)
	case *ast.ArrayType:
		if x.Len == nil {
			return g.composite("list", src, n, x.Elt)
		}
	case *ast.MapType:
		if types.ExprString(x.Key) == "string" {
			return g.composite("map", src, n, x.Value)
		}
	case *ast.IndexExpr:
		t := g.typ(n, x.X)
		t.src = src
		return t
	case *ast.Ident:
		if kind := basic[x.Name]; kind != "" {
			return typ{kind: kind, src: src}
		}
		if local := n.pkg.types[x.Name]; local != nil {
			return g.named(x, local, src, "")
		}
	case *ast.SelectorExpr:
		return g.selected(n, x, src)
	}
	g.fail(x, "the type %s cannot be written as JSON", src)
	return typ{}
}

func (g *generator) composite(kind, src string, n *named, elem ast.Expr) typ {
	t := g.typ(n, elem)
	return typ{kind: kind, src: src, elem: &t}
}

func (g *generator) selected(n *named, x *ast.SelectorExpr, src string) typ {
	qualifier := types.ExprString(x.X)
	switch src {
	case "time.Time":
		return typ{kind: "time", src: src}
	case "json.RawMessage":
		return typ{kind: "raw", src: src}
	}
	from := importPath(n.file, qualifier)
	p, err := g.module.imported(from)
	if err != nil || p == nil || p.types[x.Sel.Name] == nil {
		g.fail(x, "the type %s is not known: %v", src, err)
	}
	return g.named(x, p.types[x.Sel.Name], src, qualifier+".")
}

func (g *generator) named(x ast.Node, n *named, src, qualifier string) typ {
	if n.spec.Assign.IsValid() { // an alias
		t := g.typ(n, n.spec.Type)
		t.src = src
		return t
	}
	switch id, _ := n.spec.Type.(*ast.Ident); {
	case n.spec.Name.Name == "Money" && n.pkg.name == "api":
		return typ{kind: "money", src: src, name: n}
	case n.codes():
		return typ{kind: "coder", src: src, name: n}
	case id != nil && id.Name == "string":
		t := typ{kind: "string", src: src, name: n}
		for _, c := range n.pkg.consts[n.spec.Name.Name] {
			if ast.IsExported(c) || qualifier == "" {
				t.kind, t.consts = "enum", append(t.consts, qualifier+c)
			}
		}
		return t
	}
	g.fail(x, "the type %s has no directive, as in //wire:part", src)
	return typ{}
}

// needsOuter reports whether amounts in the type use the currency of the enclosing
// object.
func (g *generator) needsOuter(t *typ) bool {
	for t.elem != nil {
		t = t.elem
	}
	if t.kind != "coder" || t.name.directive == "" {
		return false
	}
	needs, known := g.outer[t.name]
	if known {
		return needs
	}
	g.outer[t.name] = false // for types that contain themselves
	o := g.object(t.name)
	for _, m := range o.fields {
		if m.has("outer") || o.source == nil && m.typ.kind != "hook" && g.needsOuter(&m.typ) {
			g.outer[t.name] = true
		}
	}
	return g.outer[t.name]
}

// holdsMasked reports whether a value in the object is masked in logs.
func (g *generator) holdsMasked(o *object) bool {
	if g.plain[o.named] {
		return false
	}
	g.plain[o.named] = true // also for types that contain themselves
	for _, m := range o.fields {
		t := &m.typ
		for t.elem != nil {
			t = t.elem
		}
		if t.kind == "coder" && t.name.directive != "" && (t.name.masked || g.holdsMasked(g.object(t.name))) {
			g.plain[o.named] = false
			return true
		}
	}
	return false
}

// writesNull reports whether the method of the type writes the zero value as null, like
// that of an amount or a list.
func (t *typ) writesNull() bool {
	if t.kind != "coder" {
		return t.kind == "money"
	}
	_, list := t.name.spec.Type.(*ast.ArrayType)
	return list
}
