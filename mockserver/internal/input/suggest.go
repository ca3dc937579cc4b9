package input

import (
	"fmt"
	"strings"
)

// DidYouMean returns " (did you mean x?)" with the closest known name, or "" if none is
// close.
func DidYouMean(name string, known []string) string {
	if near := Nearest(name, known); near != "" {
		return " (did you mean " + near + "?)"
	}
	return ""
}

// Quote quotes request text for a message: truncated, escaped, and without long runs of
// digits, which may be a card or account number.
func Quote(text string) string { return fmt.Sprintf("%q", maskDigits(cut(text))) }

// Nearest returns the closest known name, or "" if none is close.
func Nearest(name string, known []string) string {
	if len(name) > maxQuoted {
		return ""
	}
	best, distance := "", 1+min(2, len(name)/3)
	for _, candidate := range known {
		if d := editDistance(strings.ToLower(name), strings.ToLower(candidate)); d < distance {
			best, distance = candidate, d
		}
	}
	return best
}

// editDistance returns the number of insertions, deletions, substitutions and swaps of
// neighbors that turn a into b.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
