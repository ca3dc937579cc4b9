package transport

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stateset/stateset-go/internal/golden"
)

// TestPromise compares the table in docs/retries.md with the one that the code runs. The
// flag -update rewrites it.
func TestPromise(t *testing.T) {
	t.Parallel()
	golden.Section(t, "../../docs/retries.md", "decisions", promiseTable())
}

func promiseTable() string {
	var b strings.Builder
	b.WriteString("| | result of the attempt | read | write with a key | write without a key | wait | outcome if the call ends here |\n|---|---|---|---|---|---|---|\n")
	for _, row := range Table {
		outcome := string(row.Outcome)
		if outcome == "" {
			outcome = "by status"
		}
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %s | %s | %s |\n", row.ID, row.Condition,
			action(row.Safe), action(row.Keyed), action(row.Unkeyed), row.Wait, outcome)
	}
	return b.String()
}

func action(retries bool) string {
	if retries {
		return "retry"
	}
	return "stop"
}
