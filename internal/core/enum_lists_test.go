package core_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEnumsListTheirConstants reads the source of the SDK. For every exported string type
// with constants, the methods Values and Known name all constants, or a variable that
// lists them.
func TestEnumsListTheirConstants(t *testing.T) {
	t.Parallel()
	found := 0
	dirs, err := filepath.Glob("../../*/enums.go")
	require.NoError(t, err)
	for _, path := range append(dirs, "../../api/doc.go") {
		dir := filepath.Dir(path)
		s := readEnums(t, dir)
		for name, constants := range s.constants {
			if !ast.IsExported(name) || name == "ErrorCode" { // error codes have no list of values
				continue
			}
			where := dir + "." + name
			for _, method := range []string{".Values", ".Known"} {
				require.NotEmpty(t, s.methods[name+method], "%s has no %s", where, method)
				require.ElementsMatch(t, constants, s.named(name+method), where+method)
			}
			found++
		}
	}
	require.Greater(t, found, 45)
}

// enumSource holds the enums in the source of a package.
type enumSource struct {
	constants map[string][]string // by type
	lists     map[string][]string // of the elements of a variable, by name
	methods   map[string][]string // the names in a method, such as Status.Values
}

// named returns the constants that a method names directly or through a list.
func (s enumSource) named(method string) []string {
	var found []string
	for _, name := range s.methods[method] {
		found = append(found, s.lists[name]...)
		for _, constants := range s.constants {
			if slices.Contains(constants, name) {
				found = append(found, name)
			}
		}
	}
	return found
}

func readEnums(t *testing.T, dir string) enumSource {
	s := enumSource{map[string][]string{}, map[string][]string{}, map[string][]string{}}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, declaration := range file.Decls {
			s.read(declaration)
		}
	}
	return s
}

func (s enumSource) read(declaration ast.Decl) {
	switch d := declaration.(type) {
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if value, ok := spec.(*ast.ValueSpec); ok {
				s.readValue(d.Tok, value)
			}
		}
	case *ast.FuncDecl:
		if d.Recv != nil && (d.Name.Name == "Values" || d.Name.Name == "Known") {
			if receiver, ok := d.Recv.List[0].Type.(*ast.Ident); ok {
				s.methods[receiver.Name+"."+d.Name.Name] = namesIn(d.Body)
			}
		}
	}
}

func (s enumSource) readValue(kind token.Token, value *ast.ValueSpec) {
	if kind == token.CONST && len(value.Values) > 0 {
		text, ok := value.Values[0].(*ast.BasicLit)
		if name := typeName(value.Type); ok && text.Kind == token.STRING && text.Value != `"*"` { // the pattern of all event types
			s.constants[name] = append(s.constants[name], value.Names[0].Name)
		}
		return
	}
	for _, v := range value.Values {
		switch list := v.(type) {
		case *ast.CompositeLit:
			s.lists[value.Names[0].Name] = identifiers(list.Elts)
		case *ast.CallExpr:
			s.lists[value.Names[0].Name] = identifiers(list.Args)
		}
	}
}

// typeName returns the enum that a constant belongs to. Constants of webhook.TypeOf
// are values of webhook.Type.
func typeName(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.IndexExpr:
		return strings.TrimSuffix(typeName(t.X), "Of")
	}
	return ""
}

func identifiers(list []ast.Expr) []string {
	var names []string
	for _, e := range list {
		if name, ok := e.(*ast.Ident); ok {
			names = append(names, name.Name)
		}
	}
	return names
}

// namesIn returns the identifiers of a body.
func namesIn(body *ast.BlockStmt) []string {
	var names []string
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names = append(names, id.Name)
		}
		return true
	})
	return names
}
