// Package fault parses the rules of injected faults and decides which requests they
// apply to. The package httpapi carries the faults out.
//
// A rule names the requests that it matches, the point at which it fires, and its
// action:
//
//	POST /payments nth=1..2 by=key at=committed do=reset
//
// Files, in reading order:
//
//	rule.go    Rule, Point, Kind and Action
//	parse.go   a rule from text; word.go cuts the text; json.go reads rules in JSON
//	values.go  the values of words: counts, durations, sizes
//	action.go  the actions, do=
//	match.go   the requests that a rule matches
//	plan.go    Plan: the rules in force and their counters
//	preset.go  named rules
package fault
