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

// callsToPrint returns a value of each type that calls take or return. Pointers are set,
// and lists and maps have an element.
func callsToPrint() []any {
	f := filler{done: map[reflect.Type]bool{}}
	f.add(reflect.TypeFor[*stateset.Balance]())
	for _, service := range services(new(stateset.Client)) {
		for method := range service.Type().Methods() {
			for in := range method.Type.Ins() {
				f.add(in)
			}
			for out := range method.Type.Outs() {
				f.add(out)
			}
		}
	}
	return f.values
}

// filler fills one value of each type.
type filler struct {
	done   map[reflect.Type]bool
	values []any
}

func (f *filler) add(t reflect.Type) {
	if t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && !f.done[t.Elem()] {
		value := reflect.New(t.Elem())
		f.fill(value.Elem())
		f.values = append(f.values, value.Interface())
	}
}

// fill sets the value's pointers, lists and maps. For types that were already filled, it
// leaves the zero value.
func (f *filler) fill(value reflect.Value) {
	t := value.Type()
	if f.done[t] {
		return
	}
	switch t.Kind() {
	case reflect.Pointer:
		value.Set(reflect.New(t.Elem()))
		f.fill(value.Elem())
	case reflect.Struct:
		f.done[t] = true
		for field, v := range value.Fields() {
			if field.IsExported() {
				f.fill(v)
			}
		}
	case reflect.Slice:
		value.Set(reflect.MakeSlice(t, 1, 1))
		f.fill(value.Index(0))
	case reflect.Map:
		element := reflect.New(t.Elem()).Elem()
		f.fill(element)
		value.Set(reflect.MakeMap(t))
		value.SetMapIndex(reflect.Zero(t.Key()), element)
	case reflect.Interface:
		f.values = append(f.values, implementations[t]...)
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
