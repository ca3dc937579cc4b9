package input

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// TextRule is a rule about the content of a text: [DigitsRule], [PatternRule], [Values]
// or [Format].
type TextRule interface {
	Rule
	// Violation returns the rule that a text breaks, or "". The result completes "The
	// '<param>' parameter ".
	Violation(text string) string
}

// DigitsRule allows texts of Min to Max digits.
type DigitsRule struct{ Min, Max int }

// Digits allows texts of min to max digits.
func Digits(min, max int) DigitsRule { return DigitsRule{min, max} }

func (DigitsRule) isRule() {}

// Violation implements [TextRule].
func (d DigitsRule) Violation(text string) string {
	switch {
	case len(text) >= d.Min && len(text) <= d.Max && strings.Trim(text, "0123456789") == "":
		return ""
	case d.Min == d.Max:
		return fmt.Sprintf("must be %d digits", d.Min)
	case d.Min+1 == d.Max:
		return fmt.Sprintf("must be %d or %d digits", d.Min, d.Max)
	}
	return fmt.Sprintf("must be %d to %d digits", d.Min, d.Max)
}

// PatternRule allows texts that a regular expression matches.
type PatternRule struct {
	Expr *regexp.Regexp
	Want string // completes "must be "
}

// Pattern allows texts that a regular expression matches. Make it once: it compiles the
// expression.
func Pattern(want, expr string) PatternRule { return PatternRule{regexp.MustCompile(expr), want} }

func (PatternRule) isRule() {}

// Violation implements [TextRule].
func (p PatternRule) Violation(text string) string {
	if p.Expr.MatchString(text) {
		return ""
	}
	return "must be " + p.Want
}

// replaced reports whether the rule at an index is Values before others of that type.
func replaced(list []Rule, at int) bool {
	if _, ok := list[at].(Values); !ok {
		return false
	}
	return slices.ContainsFunc(list[at+1:], func(later Rule) bool { _, ok := later.(Values); return ok })
}

// Values allows only these strings. Of several such rules the last one counts.
type Values []string

func (Values) isRule() {}

// Violation implements [TextRule].
func (v Values) Violation(text string) string {
	switch {
	case slices.Contains(v, text):
		return ""
	case len(v) == 1:
		return "must be " + v[0] + DidYouMean(text, v)
	}
	return "must be one of " + strings.Join(v, ", ") + DidYouMean(text, v)
}

// Format allows texts that a function accepts. It is for rules that only a function can
// express, and has a name so that a schema can refer to it.
type Format struct {
	Name   string
	Want   string // completes "must be "
	Accept func(text string) bool
	Known  []string // texts of which the nearest to a refused one is suggested

	// A schema has one of these. All is the list of all texts that Accept accepts. Exact is
	// a regular expression that matches these texts and no others. Loose is one that
	// matches other texts, too. Without them a schema allows every text. The expressions
	// have the same meaning in Go and in JavaScript.
	All          []string
	Exact, Loose string
}

func (Format) isRule() {}

// Violation implements [TextRule].
func (f Format) Violation(text string) string {
	if f.Accept(text) {
		return ""
	}
	return "must be " + f.Want + DidYouMean(text, f.Known)
}

// textOK checks the length and the content of a text.
func (f *field) textOK(text string, list []Rule) bool {
	if text == "" && f.rules.has(clears) {
		f.fail("must not be empty: send null to clear it")
		return false
	}
	if why := f.rules.length.Violation(utf8.RuneCountInString(text), "characters"); why != "" {
		f.fail("%s", why)
		return false
	}
	if why := textViolation(text, list); why != "" {
		f.failValue("%s", why)
		return false
	}
	return true
}

// textViolation returns the first rule about the content that a text breaks, or "".
func textViolation(text string, list []Rule) (why string) {
	for i, rule := range list {
		if replaced(list, i) {
			continue
		}
		switch rule := rule.(type) {
		case DigitsRule:
			why = rule.Violation(text)
		case PatternRule:
			why = rule.Violation(text)
		case Values:
			why = rule.Violation(text)
		case Format:
			why = rule.Violation(text)
		}
		if why != "" {
			return why
		}
	}
	return ""
}
