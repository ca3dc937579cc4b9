package httpapi

import (
	"path"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// suggest returns "; did you mean …?" with the path of a route that is close to an unknown
// path, or "". It finds a slash too many, a missing /v1 and a misspelled word.
func (r *router) suggest(unknown string) string {
	clean := path.Clean("/" + unknown)
	candidates := []string{clean, spec.BasePath + clean}
	for _, candidate := range candidates {
		if r.knows(strings.Split(candidate, "/")) {
			return "; did you mean " + shorten(candidate) + "?"
		}
	}
	for _, candidate := range candidates {
		if near := r.nearest(strings.Split(candidate, "/")); near != nil {
			return "; did you mean " + shorten(strings.Join(near, "/")) + "?"
		}
	}
	return ""
}

func (r *router) knows(segments []string) bool {
	return slices.ContainsFunc(r.routes[len(segments)], func(known *route) bool { return known.matches(segments) })
}

// nearest returns the segments with one word replaced by the closest word of a route, or
// nil.
func (r *router) nearest(segments []string) []string {
	for i := range segments {
		var words []string
		for _, known := range r.routes[len(segments)] {
			if word := known.segments[i]; !isID(word) && known.matches(replaced(segments, i, word)) {
				words = append(words, word)
			}
		}
		if word := input.Nearest(segments[i], words); word != "" {
			return replaced(segments, i, word)
		}
	}
	return nil
}

func replaced(segments []string, i int, word string) []string {
	changed := slices.Clone(segments)
	changed[i] = word
	return changed
}
