package transport

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stateset/stateset-go/internal/golden"
)

// TestPromise compares the table in docs/reliability.md with the one that the code runs. The
// flag -update rewrites it.
func TestPromise(t *testing.T) {
	t.Parallel()
	golden.Section(t, "../../docs/reliability.md", "decisions", promiseTable())
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
