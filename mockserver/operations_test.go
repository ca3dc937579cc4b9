package mockserver_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// status records the parts of an operation that exist.
type status struct {
	op                       *spec.Operation
	method, handler, example bool
}

func operationStatuses(t *testing.T) []status {
	t.Helper()
	handlers := httpapi.Operations()
	examples := map[string]bool{}
	var all []status
	for _, op := range spec.All() {
		s := status{op: op, method: true, example: true, handler: slices.Contains(handlers, op.Name)}
		for _, name := range append([]string{op.Name}, op.Variants...) {
			s.method = s.method && hasMethod(name)
			s.example = s.example && hasExample(t, examples, name)
		}
		all = append(all, s)
	}
	return all
}

// hasMethod looks "Payments.Create" up in the client: the method Create of its
// field Payments.
func hasMethod(name string) bool {
	field, method, found := strings.Cut(name, ".")
	client := reflect.TypeFor[*stateset.Client]()
	if !found {
		_, ok := client.MethodByName(name)
		return ok
	}
	f, ok := client.Elem().FieldByName(field)
	if !ok {
		return false
	}
	_, ok = f.Type.MethodByName(method)
	return ok
}

// hasExample looks for the godoc example of a method, in the tests of its package.
func hasExample(t *testing.T, seen map[string]bool, name string) bool {
	t.Helper()
	field, method, found := strings.Cut(name, ".")
	dir, function := "..", "ExampleClient_"+name
	if f, ok := reflect.TypeFor[stateset.Client]().FieldByName(field); ok && found {
		dir, function = filepath.Join("..", path.Base(f.Type.Elem().PkgPath())), "ExampleService_"+method
	}
	files, err := filepath.Glob(filepath.Join(dir, "example*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				seen[dir+" "+f.Name.Name] = true
			}
		}
	}
	return seen[dir+" "+function]
}

// TestEveryOperationIsThere checks that the SDK, the mock server and the examples have
// every operation of the table.
func TestEveryOperationIsThere(t *testing.T) {
	t.Parallel()
	all := operationStatuses(t)
	require.NotEmpty(t, all)
	for _, s := range all {
		require.True(t, s.method, "%s has no method in the SDK", s.op.Name)
		require.True(t, s.handler, "%s has no handler in the mock server", s.op.Name)
		require.True(t, s.example, "%s has no example that runs", s.op.Name)
	}
}

// TestOperationTable compares the table of operations in docs/operations.md with internal/spec. The
// flag -update rewrites it.
func TestOperationTable(t *testing.T) {
	t.Parallel()
	golden.Section(t, "../docs/operations.md", "operations", operationTable(operationStatuses(t)))
}

func operationTable(all []status) string {
	var b strings.Builder
	b.WriteString("| operation | endpoint | SDK | mock | source |\n|---|---|---|---|---|\n")
	for _, s := range all {
		names := "`" + strings.Join(append([]string{s.op.Name}, s.op.Variants...), "`, `") + "`"
		fmt.Fprintf(&b, "| %s | %s `%s` | %s | %s | %s |\n", names, s.op.Method, s.op.Template(), tick(s.method), tick(s.handler), s.op.Source)
	}
	return b.String()
}

func tick(there bool) string {
	if there {
		return "yes"
	}
	return "–"
}
