package codegen

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// Object describes the JSON of a struct with a wire directive.
type Object struct {
	Doc     string
	Members []Member // in the order of the JSON
	Open    bool     // unknown members are kept
}

// Member is a member of an object.
type Member struct {
	Name string
	Doc  string
	// Field is the path of the Go field, "Amount". It is empty for a sibling of a field,
	// such as a currency.
	Field string
	// Essential reports whether a wrong type is an error.
	Essential bool
	// Optional reports whether the member is omitted if it is empty.
	Optional bool
	// Default is written for an empty string.
	Default string
	Null    bool // the zero value is written as null
	Form    Form // of an amount
	Unix    bool // a time in Unix seconds
	Beside  bool // the currency of the amount is the next member
	Digits  bool // a string that may be written as a number
	Written bool // encoded by a handwritten method
}

// Form is the JSON form of an amount.
type Form string

// The forms of amounts. Package moneyform writes them.
const (
	FormObject Form = "object" // {"value":"150.00","denom":"ssusd"}
	FormValued Form = "valued" // an object with usd_value
	FormNumber Form = "number" // 15000, in the unit of the currency
	FormText   Form = "text"   // "150.00"
	FormMicro  Form = "micro"  // {"denom":"ssusd","amount":"150000000"}
)

// Describer describes the structs of one module.
type Describer struct{ module *module }

// NewDescriber returns a describer of the module that the directory is in.
func NewDescriber(dir string) (*Describer, error) {
	m, err := openModule(dir)
	return &Describer{m}, err
}

// Object describes the struct with the name in the package with the import path. It
// returns nil for a type without a wire directive. Doc is set for every declared type.
func (d *Describer) Object(importPath, name string) (object *Object, err error) {
	p, err := d.module.imported(importPath)
	if err != nil {
		return nil, err
	}
	if p == nil || p.types[name] == nil {
		return nil, fmt.Errorf("no type %s in %s", name, importPath)
	}
	n := p.types[name]
	if !slices.Contains(directives, n.directive) {
		return nil, nil
	}
	defer func() {
		if fault, ok := recover().(error); ok {
			object, err = nil, fault
		}
	}()
	g := &generator{module: d.module, pkg: p, outer: map[*named]bool{}}
	o := g.object(n)
	object = &Object{Doc: n.doc, Open: o.extra != nil}
	for _, m := range o.fields {
		object.Members = append(object.Members, g.describe(o, m)...)
	}
	return object, nil
}

// Doc returns the documentation of a type, or "".
func (d *Describer) Doc(importPath, name string) string {
	p, err := d.module.imported(importPath)
	if err != nil || p == nil || p.types[name] == nil {
		return ""
	}
	return p.types[name].doc
}

// describe returns the member of a field and its siblings.
func (g *generator) describe(o *object, m *field) []Member {
	member := Member{
		Name: m.name, Doc: m.doc, Field: strings.TrimPrefix(m.at, "p."), Essential: m.essential(),
		Optional: slices.Contains(m.json, "omitzero"), Default: m.wire["or"], Null: m.has("null"),
		Form: m.form(), Digits: m.has("digits"), Written: m.typ.kind == "hook",
	}
	members := []Member{member}
	if m.has("also") {
		members = append(members, Member{Name: m.wire["also"], Doc: m.doc, Essential: m.has("must"), Unix: true})
	}
	if m == o.source && g.besides(m) && !m.has("bare") {
		members[0].Beside = true
		members = append(members, Member{Name: m.currencyName(), Essential: true})
	}
	return members
}

// form returns the JSON form of a field's amount, or "".
func (f *field) form() Form {
	for _, form := range []Form{FormNumber, FormText, FormMicro} {
		if f.has(string(form)) {
			return form
		}
	}
	t := &f.typ
	for t.elem != nil {
		t = t.elem
	}
	switch {
	case t.kind != "money":
		return ""
	case f.worth != "":
		return FormValued
	}
	return FormObject
}

// Constant is a typed constant whose value is a string literal.
type Constant struct {
	Name, Value, Doc string

	spec ast.Expr
	file *ast.File
}

// Argument returns the import path and the name of the type argument of the constant's
// type: those of T for a TypeOf[T]. Both are empty for a type without arguments. A type of
// the package itself has an empty import path.
func (c *Constant) Argument() (path, name string) {
	index, ok := c.spec.(*ast.IndexExpr)
	if !ok {
		return "", ""
	}
	switch t := index.Index.(type) {
	case *ast.Ident:
		return "", t.Name
	case *ast.SelectorExpr:
		return importPath(c.file, types.ExprString(t.X)), t.Sel.Name
	}
	return "", ""
}

// Constants returns the constants of a package.
func (d *Describer) Constants(importPath string) ([]Constant, error) {
	p, err := d.module.imported(importPath)
	if err != nil || p == nil {
		return nil, err
	}
	return p.texts, nil
}
