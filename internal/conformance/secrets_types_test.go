package conformance_test

import (
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
	"github.com/stateset/stateset-go/agents"
)

// implementations are the types behind the interfaces in params.
var implementations = map[reflect.Type][]any{
	reflect.TypeFor[agents.Task](): {agents.Transfer{}, agents.PayOrder{}, agents.PayInvoice{}, agents.CreateOrder{}, agents.CheckBalance{}, agents.Custom{}},
}

// callsToPrint returns a value of each type that a call takes or returns. All pointers are
// set, and all lists and maps have an element.
func callsToPrint() []any {
	var all []any
	for _, service := range services(new(stateset.Client)) {
		for method := range service.Type().Methods() {
			for in := range method.Type.Ins() {
				all = append(all, filled(in)...)
			}
			for out := range method.Type.Outs() {
				all = append(all, filled(out)...)
			}
		}
	}
	return append(all, filled(reflect.TypeFor[*stateset.Balance]())...)
}

// filled returns a value of the type, and one of each implementation of its interfaces.
func filled(t reflect.Type) []any {
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil
	}
	value := reflect.New(t.Elem())
	all := []any{value.Interface()}
	fill(value.Elem(), nil, &all)
	return all
}

// fill sets the value's pointers, lists and maps. It ends where a type contains itself.
func fill(value reflect.Value, within []reflect.Type, all *[]any) {
	t := value.Type()
	if slices.Contains(within, t) {
		return
	}
	within = append(slices.Clip(within), t)
	switch t.Kind() {
	case reflect.Pointer:
		value.Set(reflect.New(t.Elem()))
		fill(value.Elem(), within, all)
	case reflect.Struct:
		for field, v := range value.Fields() {
			if field.IsExported() {
				fill(v, within, all)
			}
		}
	case reflect.Slice:
		value.Set(reflect.MakeSlice(t, 1, 1))
		fill(value.Index(0), within, all)
	case reflect.Map:
		element := reflect.New(t.Elem()).Elem()
		fill(element, within, all)
		value.Set(reflect.MakeMap(t))
		value.SetMapIndex(reflect.Zero(t.Key()), element)
	case reflect.Interface:
		*all = append(*all, implementations[t]...)
	}
}

// module is the root directory of the module.
var module = filepath.Join("..", "..")

// exportedTypes returns the names of all exported types except interfaces, as reflection
// spells them.
func exportedTypes(t *testing.T) []string {
	t.Helper()
	var names []string
	packages := map[string]string{module: "stateset", filepath.Join(module, "api"): "api"}
	for field := range reflect.TypeFor[stateset.Client]().Fields() {
		if field.IsExported() { // the service of a resource, which is a package
			name := path.Base(field.Type.Elem().PkgPath())
			packages[filepath.Join(module, name)] = name
		}
	}
	for dir, pkg := range packages {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			require.NoError(t, err)
			ast.Inspect(parsed, func(n ast.Node) bool {
				if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.IsExported() {
					names = append(names, nameOf(pkg, spec))
				}
				_, isFunc := n.(*ast.FuncDecl)
				return !isFunc
			})
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return slices.Contains([]string{"", "api.RequestOption", "api.Limiter"}, name) // interfaces
	})
	require.Greater(t, len(names), 50)
	return names
}

// nameOf returns the name of a type, or of the type behind an alias.
func nameOf(pkg string, spec *ast.TypeSpec) string {
	if _, ok := spec.Type.(*ast.InterfaceType); ok {
		return ""
	}
	target := spec.Type
	if index, ok := target.(*ast.IndexExpr); ok {
		target = index.X
	}
	if selector, ok := target.(*ast.SelectorExpr); ok && spec.Assign.IsValid() {
		return selector.X.(*ast.Ident).Name + "." + selector.Sel.Name
	}
	return pkg + "." + spec.Name.Name
}
