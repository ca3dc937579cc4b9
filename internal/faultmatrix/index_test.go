package faultmatrix

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// elsewhere are the rows of the fault matrix that are tests of other packages, because
// these have what the rows require.
var elsewhere = map[string]struct {
	dir   string // relative to the module's root
	tests []string
}{
	"F08": {"internal/transport", []string{"TestProxyRefusesToConnect"}},                         // proxy 407, CONNECT refused
	"F15": {"internal/transport", []string{"TestHTTP2"}},                                         // GOAWAY, REFUSED_STREAM, ENHANCE_YOUR_CALM
	"F35": {"internal/transport", []string{"TestStormOfThrottling", "TestThrottledCallsSpread"}}, // 429 for a minute, 200 calls at once
	"F36": {"internal/transport", []string{"TestOutage"}},                                        // a complete outage for a minute
	"F58": {"webhook", []string{ // duplicates; long, slow, compressed or changed bodies; rotation; clock skew; replays
		"TestHandlerHandlesDuplicatesOnce", "TestLongBodiesAreNotRead", "TestSlowBody", "TestHandlerAnswers", "TestBodyRefused",
		"TestAccepted", "TestSecretIndex", "TestSignatureRefused",
	}},
	"F60": {"internal/lincheck", []string{"TestHistories"}}, // histories of eight clients
}

// rows is the number of rows in the fault matrix.
const rows = 60

// TestMatrixIsComplete checks that each row F01 to F60 is a scenario of this package, or
// an existing test of another package.
func TestMatrixIsComplete(t *testing.T) {
	t.Parallel()
	here := scenarioIDs(t)
	for n := range rows {
		id := fmt.Sprintf("F%02d", n+1)
		row, listed := elsewhere[id]
		if here[id] {
			require.False(t, listed, "%s is a scenario here: take it out of the list", id)
			continue
		}
		require.True(t, listed, "%s is lost: it is neither a scenario nor listed", id)
		there := testsOf(t, filepath.Join("..", "..", row.dir))
		for _, name := range row.tests {
			require.True(t, there[name], "%s is lost: %s is not in %s", id, name, row.dir)
		}
	}
}

var scenarioID = regexp.MustCompile(`^(F\d\d) `)

// scenarioIDs returns the IDs at the start of texts in the files of the matrix. Such
// texts are names of scenarios or subtests.
func scenarioIDs(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	ids := map[string]bool{}
	for _, file := range files {
		ast.Inspect(parsed(t, file), func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				if found := scenarioID.FindStringSubmatch(text); found != nil {
					ids[found[1]] = true
				}
			}
			return true
		})
	}
	require.NotEmpty(t, ids)
	return ids
}

// testsOf returns the tests in the files of a directory.
func testsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	tests := map[string]bool{}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		for _, decl := range parsed(t, filepath.Join(dir, entry.Name())).Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				tests[f.Name.Name] = true
			}
		}
	}
	return tests
}

func parsed(t *testing.T, file string) *ast.File {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	return tree
}
