package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// go test prints "[no tests to run]" for a package with test files and without tests.
func TestPackagesWithTestFilesHaveTests(t *testing.T) {
	t.Parallel()
	root := os.DirFS(filepath.Join("..", ".."))
	tested := map[string]bool{}
	require.NoError(t, fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && (name == "testdata" || name != "." && strings.HasPrefix(name, ".")):
			return fs.SkipDir
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		tested[dir] = tested[dir] || slices.ContainsFunc(file.Decls, isTest)
		return nil
	}))
	require.Greater(t, len(tested), 20)
	for dir, ok := range tested {
		require.True(t, ok, "%s has test files, but no test", dir)
	}
}

// isTest reports whether go test runs the declaration.
func isTest(decl ast.Decl) bool {
	fn, ok := decl.(*ast.FuncDecl)
	if !ok || fn.Recv != nil || fn.Name.Name == "TestMain" {
		return false
	}
	for _, prefix := range []string{"Test", "Example", "Fuzz"} {
		if strings.HasPrefix(fn.Name.Name, prefix) {
			return true
		}
	}
	return false
}
