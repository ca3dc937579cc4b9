package repocheck

import (
	"bufio"
	"bytes"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/stateset/stateset-go"

// TestExportedSignatures checks that exported functions, methods, fields, variables and
// constants of public packages have no types of internal packages. Methods that
// internal/wiregen writes are the exception.
func TestExportedSignatures(t *testing.T) {
	t.Parallel()
	exports := exportData(t)
	imp := importerOf(exports)
	checked := 0
	for path := range exports {
		if !isPublic(path) {
			continue
		}
		pkg, err := imp.Import(path)
		require.NoError(t, err)
		if pkg.Name() == "main" {
			continue
		}
		checked++
		for _, name := range pkg.Scope().Names() {
			if object := pkg.Scope().Lookup(name); object.Exported() {
				for _, found := range internalTypes(object) {
					t.Errorf("%s.%s names the internal type %s", path, name, found)
				}
			}
		}
	}
	require.Greater(t, checked, 10)
}

// TestInternalTypesAreFound checks that TestExportedSignatures finds internal types.
func TestInternalTypesAreFound(t *testing.T) {
	t.Parallel()
	exports := exportData(t)
	imp := importerOf(exports)
	pkg, err := imp.Import(module + "/internal/core")
	require.NoError(t, err)
	for name, want := range map[string]string{"NewService": "Client", "Lister": "Args", "Settings": "KeySource"} {
		require.Contains(t, strings.Join(internalTypes(pkg.Scope().Lookup(name)), " "), "/internal/core."+want, name)
	}
}

func importerOf(exports map[string]string) types.Importer {
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
}

// exportData returns the files with the export data of the module's packages and of their
// imports, by import path.
func exportData(t *testing.T) map[string]string {
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", module+"/...")
	list.Dir = "../.."
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	require.NoError(t, err, stderr.String())
	exports := map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		path, file, _ := strings.Cut(lines.Text(), " ")
		exports[path] = file
	}
	return exports
}

func isPublic(path string) bool {
	return (path == module || strings.HasPrefix(path, module+"/")) && !isInternal(path) && !strings.HasPrefix(path, module+"/examples")
}

func isInternal(path string) bool {
	return strings.HasPrefix(path, module+"/") && slices.Contains(strings.Split(path, "/"), "internal")
}

// internalTypes lists the internal types in the exported declaration of an object.
func internalTypes(object types.Object) []string {
	w := walk{}
	name, isType := object.(*types.TypeName)
	named, ok := object.Type().(*types.Named)
	switch {
	case isType && name.IsAlias():
		w.visit(object.Name(), object.Type().(*types.Alias).Rhs())
		return w.found
	case !isType || !ok:
		w.visit(object.Name(), object.Type())
		return w.found
	}
	w.visit(object.Name(), named.Underlying())
	for method := range named.Methods() {
		if name := method.Name(); method.Exported() && name != "DecodeWire" && name != "AppendWire" {
			w.visit(name, method.Signature())
		}
	}
	return w.found
}

// walk collects the internal types that a type names, up to the next named type.
type walk struct{ found []string }

func (w *walk) visit(at string, t types.Type) {
	switch t := t.(type) {
	case *types.Alias:
		w.name(at, t.Obj())
		w.list(at, t.TypeArgs())
	case *types.Named:
		w.name(at, t.Obj())
		w.list(at, t.TypeArgs())
	case interface{ Elem() types.Type }: // pointers, lists, channels
		w.visit(at, t.Elem())
		if m, ok := t.(*types.Map); ok {
			w.visit(at, m.Key())
		}
	case *types.Signature:
		for parameter := range t.TypeParams().TypeParams() {
			w.visit(at, parameter.Constraint())
		}
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				w.visit(at, v.Type())
			}
		}
	case *types.Struct:
		for field := range t.Fields() {
			if field.Exported() {
				w.visit(at+"."+field.Name(), field.Type())
			}
		}
	case *types.Interface:
		for method := range t.ExplicitMethods() {
			if method.Exported() {
				w.visit(at+"."+method.Name(), method.Signature())
			}
		}
	}
}

func (w *walk) list(at string, arguments *types.TypeList) {
	for t := range arguments.Types() {
		w.visit(at, t)
	}
}

func (w *walk) name(at string, object *types.TypeName) {
	if object.Pkg() != nil && isInternal(object.Pkg().Path()) {
		w.found = append(w.found, fmt.Sprintf("%s.%s at %s", object.Pkg().Path(), object.Name(), at))
	}
}
