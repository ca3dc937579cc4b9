package mockserver_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCompilerRefusesRules compiles a package with bad rules. Each marked line must be an
// error, and no other line.
func TestCompilerRefusesRules(t *testing.T) {
	t.Parallel()
	const file = "testdata/faultrules/rules.go"
	source, err := os.ReadFile(file)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "go", "build", "-gcflags=-e", "-tags=faultrules", "./testdata/faultrules")
	output, err := cmd.CombinedOutput()
	require.Error(t, err, "it must not compile")
	found := map[int]string{}
	for line := range strings.Lines(string(output)) {
		var number, column int
		_, rest, isError := strings.Cut(line, "rules.go:")
		if !isError {
			continue
		}
		_, err := fmt.Sscanf(rest, "%d:%d:", &number, &column)
		require.NoError(t, err, line)
		found[number] = line
	}
	marked := 0
	for i, line := range strings.Split(string(source), "\n") {
		_, want, isMarked := strings.Cut(line, "// ERROR ")
		if !isMarked {
			require.Empty(t, found[i+1])
			continue
		}
		marked++
		require.Contains(t, found[i+1], want, "line %d: %s", i+1, output)
	}
	require.Equal(t, 7, marked)
}
