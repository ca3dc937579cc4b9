package codegen

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// module finds and parses the packages of a module.
type module struct {
	root, path string
	fset       *token.FileSet
	packages   map[string]*pkg // by directory
}

// pkg is a parsed package.
type pkg struct {
	name    string
	order   []string // of the types with a directive
	types   map[string]*named
	consts  map[string][]string  // the constants of a type, those in its file first
	files   map[string]*ast.File // of a constant
	methods map[string]bool      // handwritten methods, as "Type.Method"
	texts   []Constant           // in the order of the files
}

// named is a declared type.
type named struct {
	pkg       *pkg
	file      *ast.File
	spec      *ast.TypeSpec
	directive string // "object", "params", "part", "response", "enum" or empty
	masked    bool
	doc       string
}

func openModule(dir string) (*module, error) {
	root, err := filepath.Abs(dir)
	for err == nil {
		text, e := os.ReadFile(filepath.Join(root, "go.mod"))
		if e == nil {
			first, _, _ := strings.Cut(string(text), "\n")
			return &module{root, strings.TrimPrefix(first, "module "), token.NewFileSet(), map[string]*pkg{}}, nil
		}
		if root == filepath.Dir(root) {
			return nil, fmt.Errorf("%s is in no module", dir)
		}
		root = filepath.Dir(root)
	}
	return nil, err
}

// imported loads a package of the module by its import path. It returns nil for other
// packages.
func (m *module) imported(importPath string) (*pkg, error) {
	rest, ok := strings.CutPrefix(importPath, m.path+"/")
	if !ok {
		return nil, nil
	}
	return m.load(filepath.Join(m.root, filepath.FromSlash(rest)))
}

func (m *module) load(dir string) (*pkg, error) {
	if p := m.packages[dir]; p != nil {
		return p, nil
	}
	p := &pkg{types: map[string]*named{}, consts: map[string][]string{}, files: map[string]*ast.File{}, methods: map[string]bool{}}
	m.packages[dir] = p
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || filepath.Base(name) == output {
			continue
		}
		file, err := parser.ParseFile(m.fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		p.name = file.Name.Name
		for _, d := range file.Decls {
			p.add(file, d)
		}
	}
	p.sortConsts()
	return p, nil
}

func (p *pkg) add(file *ast.File, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil {
			p.methods[receiver(d.Recv.List[0].Type)+"."+d.Name.Name] = true
		}
	case *ast.GenDecl:
		typed := ""
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				n := &named{pkg: p, file: file, spec: s}
				n.readDirective(d.Doc)
				n.readDirective(s.Doc)
				n.doc = strings.TrimSpace(cmp.Or(s.Doc.Text(), d.Doc.Text()))
				if p.types[s.Name.Name] = n; n.directive != "" {
					p.order = append(p.order, s.Name.Name)
				}
			case *ast.ValueSpec:
				p.addTexts(file, d.Tok, s)
				if id, ok := s.Type.(*ast.Ident); ok {
					typed = id.Name
				}
				if d.Tok == token.CONST && s.Type != nil {
					for _, name := range s.Names {
						p.consts[typed] = append(p.consts[typed], name.Name)
						p.files[name.Name] = file
					}
				}
			}
		}
	}
}

// addTexts keeps the constants of a type that are string literals.
func (p *pkg) addTexts(file *ast.File, tok token.Token, s *ast.ValueSpec) {
	if tok != token.CONST || s.Type == nil || len(s.Values) != len(s.Names) {
		return
	}
	for i, name := range s.Names {
		literal, ok := s.Values[i].(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		value, _ := strconv.Unquote(literal.Value)
		doc := strings.TrimSpace(cmp.Or(s.Doc.Text(), s.Comment.Text()))
		p.texts = append(p.texts, Constant{Name: name.Name, Value: value, Doc: doc, spec: s.Type, file: file})
	}
}

// sortConsts moves the constants in the file of their type before those of other files.
func (p *pkg) sortConsts() {
	for name, n := range p.types {
		slices.SortStableFunc(p.consts[name], func(a, b string) int {
			switch beside := p.files[a] == n.file; {
			case beside == (p.files[b] == n.file):
				return 0
			case beside:
				return -1
			}
			return 1
		})
	}
}

func receiver(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

func (n *named) readDirective(doc *ast.CommentGroup) {
	if doc == nil {
		return
	}
	for _, line := range doc.List {
		if words, ok := strings.CutPrefix(line.Text, "//wire:"); ok {
			n.directive, words, _ = strings.Cut(words, " ")
			n.masked = words == "masked"
		}
	}
}

// codes reports whether the type has DecodeWire and AppendWire.
func (n *named) codes() bool {
	return n.directive != "" && n.directive != "enum" || n.pkg.methods[n.spec.Name.Name+".DecodeWire"]
}

// underlying returns the declaration of a type of the package.
func (n *named) underlying() ast.Expr {
	if id, ok := n.spec.Type.(*ast.Ident); ok && n.pkg.types[id.Name] != nil {
		return n.pkg.types[id.Name].underlying()
	}
	return n.spec.Type
}

// importPath returns the import path of a qualifier in a file.
func importPath(file *ast.File, qualifier string) string {
	for _, s := range file.Imports {
		p, _ := strconv.Unquote(s.Path.Value)
		if s.Name != nil && s.Name.Name == qualifier || s.Name == nil && path.Base(p) == qualifier {
			return p
		}
	}
	return ""
}
