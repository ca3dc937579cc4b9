// Package layout tests the layout of the module.
package layout

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// listed holds the packages whose doc.go lists their files.
var listed = []string{
	"api",
	"internal/conformance/checker",
	"internal/core",
	"internal/sqldialect",
	"journal",
	"otelstateset",
	"internal/transport",
	"webhook",
	"mockserver/internal/clock",
	"mockserver/internal/dispatch",
	"mockserver/internal/engine",
	"mockserver/internal/fault",
	"mockserver/internal/har",
	"mockserver/internal/httpapi",
	"mockserver/internal/input",
	"mockserver/internal/journal",
	"mockserver/internal/ledger",
	"mockserver/internal/mask",
	"mockserver/internal/memnet",
	"mockserver/internal/params",
	"mockserver/internal/rates",
	"mockserver/internal/ui",
	"mockserver/internal/verify",
}

var fileName = regexp.MustCompile(`[a-z0-9_*]+\.go\b`)

// A list may use patterns: order_*.go stands for all files of orders.
func TestDocListsEveryFile(t *testing.T) {
	t.Parallel()
	for _, dir := range listed {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join("..", "..", filepath.FromSlash(dir))
			doc, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "doc.go"), nil, parser.ParseComments)
			require.NoError(t, err)
			unused := map[string]bool{}
			for _, name := range fileName.FindAllString(doc.Doc.Text(), -1) {
				unused[name] = true
			}
			for _, file := range files(t, dir) {
				matched := false
				for pattern := range unused {
					if ok, _ := filepath.Match(pattern, file); ok {
						unused[pattern], matched = false, true
					}
				}
				require.True(t, matched, "doc.go does not list %s", file)
			}
			for pattern, left := range unused {
				require.False(t, left, "doc.go lists %s, which does not exist", pattern)
			}
		})
	}
}

// files returns the hand-written files of a package, without doc.go and tests.
func files(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		name := entry.Name()
		if filepath.Ext(name) != ".go" || name == "doc.go" || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_gen.go") {
			continue
		}
		names = append(names, name)
	}
	require.NotEmpty(t, names)
	return names
}
