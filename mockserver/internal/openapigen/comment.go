package main

import (
	"regexp"
	"strings"
)

var (
	method   = regexp.MustCompile(`\bService\.[A-Z]`)
	docLink  = regexp.MustCompile(`\[\*?([\w.]+)\]`)
	packaged = regexp.MustCompile(`\b[a-z]+\.([A-Z])`)
	goNil    = regexp.MustCompile(`\bnil\b`)
)

// sentence makes a description of a comment, for readers of all languages: without doc
// links, names of packages and without sentences on methods of the SDK, with a capital and a period.
func sentence(doc string) string {
	var kept []string
	for text := range strings.SplitSeq(strings.Join(strings.Fields(doc), " "), ". ") {
		if !method.MatchString(text) {
			kept = append(kept, text)
		}
	}
	doc = docLink.ReplaceAllString(strings.Join(kept, ". "), "$1")
	doc = packaged.ReplaceAllString(doc, "$1")
	doc = goNil.ReplaceAllString(strings.ReplaceAll(doc, "The zero Money", "Null"), "null")
	if doc == "" || strings.HasPrefix(doc, `"`) {
		return doc
	}
	doc = strings.ToUpper(doc[:1]) + doc[1:]
	if !strings.HasSuffix(doc, ".") {
		doc += "."
	}
	return doc
}
