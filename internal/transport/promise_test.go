package transport

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the tables in the documents")

// The table stands between these lines.
const (
	promiseBegin = "<!-- decisions: begin -->\n"
	promiseEnd   = "<!-- decisions: end -->\n"
)

// TestPromise holds the table in the documents to the one that the code runs; -update
// rewrites it.
func TestPromise(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"../../README.md", "../../docs/reliability.md"} {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		before, rest, found := strings.Cut(string(text), promiseBegin)
		require.True(t, found, "%s has no line %q", path, promiseBegin)
		table, after, found := strings.Cut(rest, promiseEnd)
		require.True(t, found, "%s has no line %q", path, promiseEnd)
		if *update {
			require.NoError(t, os.WriteFile(path, []byte(before+promiseBegin+promiseTable()+promiseEnd+after), 0o644))
			continue
		}
		require.Equal(t, promiseTable(), table, "run go test ./internal/transport -run Promise -update")
	}
}

func promiseTable() string {
	var b strings.Builder
	b.WriteString("| | what happened | read | write with a key | write without | wait | outcome if it ends here |\n|---|---|---|---|---|---|---|\n")
	for _, row := range Table {
		outcome := string(row.Outcome)
		if outcome == "" {
			outcome = "by status"
		}
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %s | %s | %s |\n", row.ID, row.Condition,
			again(row.Safe), again(row.Keyed), again(row.Unkeyed), row.Wait, outcome)
	}
	return b.String()
}

func again(retries bool) string {
	if retries {
		return "again"
	}
	return "stop"
}
