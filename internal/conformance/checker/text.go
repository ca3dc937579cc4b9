package checker

import (
	"fmt"
	"io"
	"strings"
)

// maxCalls is the maximum number of calls in a line of a report.
const maxCalls = 3

// Print prints the result of an operation, with one line per difference.
func (r *Result) Print(w io.Writer) {
	line := fmt.Sprintf("%-9s  %s", r.Status, r.Operation)
	if r.Reason != "" {
		line += ": " + r.Reason
	}
	fmt.Fprintln(w, line)
	for i := range r.Differences {
		d := &r.Differences[i]
		fmt.Fprintf(w, "             %s  (%s)\n", d, callsOf(d))
	}
}

func callsOf(d *Difference) string {
	if len(d.Calls) <= maxCalls {
		return strings.Join(d.Calls, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(d.Calls[:maxCalls], ", "), len(d.Calls)-maxCalls)
}

// PrintSummary prints the totals and the objects of the run that still exist.
func (r *Report) PrintSummary(w io.Writer) {
	fmt.Fprintf(w, "\n%d same, %d different, %d absent, %d blocked. %d requests.\n", r.Same, r.Different, r.Absent, r.Blocked, r.Requests)
	if r.Stopped != "" {
		fmt.Fprintf(w, "Stopped with %d operations unchecked: %s\n", r.Unchecked, r.Stopped)
	}
	if r.Deleted > 0 {
		fmt.Fprintf(w, "Deleted %d webhook endpoints.\n", r.Deleted)
	}
	if len(r.Leftovers) > 0 {
		fmt.Fprint(w, "Left behind, by operation:\n")
	}
	for _, left := range r.Leftovers {
		fmt.Fprintf(w, "  %s: %s\n", left.Operation, strings.Join(left.IDs, " "))
	}
}
