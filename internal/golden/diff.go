package golden

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	maxLines = 5   // lines of a difference
	maxWidth = 300 // bytes of a line
)

// Equal fails the test if the texts differ, and shows the first different lines.
func Equal(t testing.TB, want, got, format string, args ...any) {
	t.Helper()
	if diff := Diff(want, got); diff != "" {
		t.Fatalf("%s differs; run with -update to accept:\n%s", fmt.Sprintf(format, args...), diff)
	}
}

// Diff returns the first lines in which two texts differ: up to five of each. It returns
// "" for equal texts.
func Diff(want, got string) string {
	if want == got {
		return ""
	}
	before, after := strings.Split(want, "\n"), strings.Split(got, "\n")
	start := 0
	for start < min(len(before), len(after)) && before[start] == after[start] {
		start++
	}
	end := 0
	for end < min(len(before), len(after))-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	var out strings.Builder
	fmt.Fprintf(&out, "line %d:\n", start+1)
	show(&out, "- want: ", before[start:len(before)-end])
	show(&out, "+ got:  ", after[start:len(after)-end])
	return out.String()
}

// show writes the first lines, cut at the maximum width.
func show(out *strings.Builder, prefix string, lines []string) {
	for i, line := range lines {
		if i == maxLines {
			fmt.Fprintf(out, "%s… and %d more lines\n", prefix, len(lines)-i)
			return
		}
		if len(line) > maxWidth {
			line = strings.ToValidUTF8(line[:maxWidth], "") + "…"
		}
		fmt.Fprintf(out, "%s%s\n", prefix, line)
	}
}

// Missing returns the keys that are in want but not in got, sorted.
func Missing[V, W any](want map[string]V, got map[string]W) []string {
	var missing []string
	for key := range want {
		if _, ok := got[key]; !ok {
			missing = append(missing, key)
		}
	}
	slices.Sort(missing)
	return missing
}
