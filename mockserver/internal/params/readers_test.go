package params_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A schema describes the declared members for every body. So a reader declares every
// member, and states its rules as data. A decision by the value of another member would
// be in no schema.
func TestReadersDecideNothing(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	readers := 0
	for _, entry := range files {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			require.NoError(t, err)
			read, decisions := decisionsIn(file)
			readers += read
			require.Empty(t, decisions, name)
		}
	}
	require.Greater(t, readers, 50)
}

// TestDecisionsAreFound checks that TestReadersDecideNothing finds decisions.
func TestDecisionsAreFound(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		`if x := o.String("a"); x == "" { o.String("b") }`:                    {"String"},
		`switch { case true: input.Nested(o, "b", read) }`:                    {"Nested"},
		`for range 2 { read(o) }`:                                             {"read"},
		`o.Conflict("a", "is wrong")`:                                         {"Conflict"},
		`f := func(o *input.Object) int { if true { o.Int("a") }; return 0 }`: {"Int"},
		`if o.IsNull("a") { x = 1 }`:                                          nil,
		`input.OneOf(o, "a", o.String("a"))`:                                  nil,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package p\nfunc r(o *input.Object) {\n"+body+"\n}", 0)
		require.NoError(t, err, body)
		_, decisions := decisionsIn(file)
		require.Equal(t, want, decisions, body)
	}
}

// decisionsIn returns the number of readers in a file, and the calls with their object
// that depend on a condition or report a conflict.
func decisionsIn(file *ast.File) (readers int, decisions []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		var kind *ast.FuncType
		var body *ast.BlockStmt
		switch f := n.(type) {
		case *ast.FuncDecl:
			kind, body = f.Type, f.Body
		case *ast.FuncLit:
			kind, body = f.Type, f.Body
		default:
			return true
		}
		if object := objectParam(kind); object != "" {
			readers++
			decisions = append(decisions, conditional(body, object, false)...)
		}
		return true
	})
	return readers, decisions
}

// objectParam returns the name of the parameter of the type *input.Object, or "".
func objectParam(f *ast.FuncType) string {
	for _, p := range f.Params.List {
		star, ok := p.Type.(*ast.StarExpr)
		if !ok || len(p.Names) == 0 {
			continue
		}
		if s, ok := star.X.(*ast.SelectorExpr); ok && s.Sel.Name == "Object" {
			return p.Names[0].Name
		}
	}
	return ""
}

// conditional returns the calls with the object in branches and loops, and conflicts.
func conditional(n ast.Node, object string, inside bool) (calls []string) {
	ast.Inspect(n, func(inner ast.Node) bool {
		switch s := inner.(type) {
		case *ast.FuncLit:
			return objectParam(s.Type) == "" // visited by itself
		case *ast.BlockStmt:
			if inner != n && !inside {
				calls = append(calls, conditional(s, object, true)...)
				return false
			}
		case *ast.CallExpr:
			if name := callWith(s, object); name == "Conflict" || name != "" && name != "IsNull" && inside {
				calls = append(calls, name)
			}
		}
		return true
	})
	return calls
}

// callWith returns the name of a called method of the object, or of a function that gets
// the object, or "".
func callWith(call *ast.CallExpr, object string) string {
	name := ""
	isObject := func(x ast.Expr) bool {
		id, ok := x.(*ast.Ident)
		return ok && id.Name == object
	}
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		if name = f.Sel.Name; isObject(f.X) {
			return name
		}
	case *ast.IndexExpr:
		if s, ok := f.X.(*ast.SelectorExpr); ok {
			name = s.Sel.Name
		}
	}
	for _, argument := range call.Args {
		if isObject(argument) {
			return name
		}
	}
	return ""
}
