package engine

import (
	"maps"
	"slices"
)

// Codes lists the codes that have a status, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(classes)) }
