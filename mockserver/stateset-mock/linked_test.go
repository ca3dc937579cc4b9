package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// linksReaders are functions that keep the readers of all types of the API in the binary,
// half a megabyte, and their substitutes.
var linksReaders = map[string]string{
	"json.Unmarshal": "wire.ParseAny", "json.NewDecoder": "wire.ParseAny", "wire.Decode": "wire.DecodeFunc",
}

func TestBinaryHasNoUnusedReaders(t *testing.T) {
	t.Parallel()
	checked := 0
	require.NoError(t, filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
			return err
		}
		checked++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if from, ok := s.X.(*ast.Ident); ok {
					used := from.Name + "." + s.Sel.Name
					require.Empty(t, linksReaders[used], "%s uses %s: use the named function", path, used)
				}
			}
			return true
		})
		return nil
	}))
	require.Greater(t, checked, 100)
}
