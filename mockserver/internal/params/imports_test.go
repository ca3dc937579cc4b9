package params_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Readers import neither HTTP nor the engine.
func TestImports(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{".", "../input"} {
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, paths)
		for _, path := range paths {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			require.NoError(t, err)
			for _, spec := range file.Imports {
				name, err := strconv.Unquote(spec.Path.Value)
				require.NoError(t, err)
				require.NotEqual(t, "net/http", name, path)
				_, inner, _ := strings.Cut(name, "/mockserver/internal/")
				require.NotContains(t, []string{"engine", "httpapi", "ledger", "clock"}, inner, path)
			}
		}
	}
}
