package core

import (
	"strings"

	"github.com/stateset/stateset-go/internal/quote"
)

// Enumerated is an enum: a string type that lists its values.
type Enumerated[E any] interface {
	~string
	Known() bool
	Values() []E
}

// Enum rejects unknown values, and suggests the nearest known value. It accepts empty
// text.
func Enum[E Enumerated[E]](c *Check, param string, value E) {
	if value == "" || value.Known() {
		return
	}
	known := value.Values()
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	unknown(c, param, value, known, "one of "+strings.Join(names, ", "))
}

// Filter rejects a filter with an empty value among several, see api.AnyOf, and text that
// cannot be sent. It accepts unknown values.
func Filter[T ~string](c *Check, param string, value T) {
	for one := range strings.SplitSeq(string(value), ",") {
		if one == "" && value != "" {
			c.Fail(param, "has an empty value: leave it out, got %s", quote.Short(string(value)))
		}
	}
	c.Text(param, string(value), 0)
}

// OpenEnum is Enum for a type with additional values, which ok accepts. want continues
// the message after "must be".
func OpenEnum[E Enumerated[E]](c *Check, param string, value E, ok func(E) bool, want string) {
	if value != "" && !ok(value) {
		unknown(c, param, value, value.Values(), want)
	}
}

func unknown[T ~string](c *Check, param string, value T, known []T, want string) {
	if near := nearest(value, known); near != "" {
		c.Fail(param, "is unknown: %s; did you mean %q?", quote.Short(string(value)), near)
		return
	}
	c.Fail(param, "is unknown: %s: must be %s", quote.Short(string(value)), want)
}

// nearest returns the known value with at most two edits, or "".
func nearest[T ~string](value T, known []T) T {
	best, distance := T(""), 3
	for _, k := range known {
		if d := edits(string(value), string(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// maxSuggested is the maximum length of a text that nearest compares.
const maxSuggested = 128

// edits returns the Levenshtein distance. For texts whose lengths differ by more than two
// it returns early.
func edits(a, b string) int {
	if len(a) > maxSuggested || len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := min(row[j], row[j+1]) + 1
			if a[i] == b[j] {
				next = min(next, corner)
			} else {
				next = min(next, corner+1)
			}
			corner, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
