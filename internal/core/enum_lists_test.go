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

// TestEnumsListTheirConstants reads the source of the SDK. Every exported string type
// that has constants lists them in the one variable that its methods Values and Known
// use.
func TestEnumsListTheirConstants(t *testing.T) {
	t.Parallel()
	found := 0
	dirs, err := filepath.Glob("../../*/enums.go")
	require.NoError(t, err)
	for _, path := range append(dirs, "../../api/doc.go") {
		dir := filepath.Dir(path)
		s := readEnums(t, dir)
		for name, constants := range s.constants {
			if !ast.IsExported(name) || name == "ErrorCode" { // the codes of errors are open
				continue
			}
			where := dir + "." + name
			require.NotEmpty(t, s.methods[name+".Values"], "%s has no Values", where)
			require.NotEmpty(t, s.methods[name+".Known"], "%s has no Known", where)
			list := s.methods[name+".Values"]
			require.Equal(t, list, s.methods[name+".Known"], "%s: Values and Known use two lists", where)
			for _, constant := range constants {
				require.True(t, slices.Contains(s.lists[list], constant), "%s: %s is not in the list %s", where, constant, list)
			}
			require.Len(t, constants, len(s.lists[list]), "%s: the list %s has more than its constants", where, list)
			found++
		}
	}
	require.Greater(t, found, 45)
}

// enumSource is what the source of a package says about its enums.
type enumSource struct {
	constants map[string][]string // by type
	lists     map[string][]string // of the elements of variables, by name
	methods   map[string]string   // the variable that a method such as Status.Values uses first
}

func readEnums(t *testing.T, dir string) enumSource {
	s := enumSource{map[string][]string{}, map[string][]string{}, map[string]string{}}
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
				s.methods[receiver.Name+"."+d.Name.Name] = firstArgument(d.Body)
			}
		}
	}
}

func (s enumSource) readValue(kind token.Token, value *ast.ValueSpec) {
	if kind == token.CONST && len(value.Values) > 0 {
		text, ok := value.Values[0].(*ast.BasicLit)
		if name := typeName(value.Type); ok && text.Kind == token.STRING && text.Value != `"*"` { // the pattern of all types
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

// firstArgument returns the first argument of the first call in a body.
func firstArgument(body *ast.BlockStmt) string {
	var name string
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && name == "" && len(call.Args) > 0 {
			if id, ok := call.Args[0].(*ast.Ident); ok {
				name = id.Name
			}
		}
		return name == ""
	})
	return name
}
