package input

import (
	"cmp"
	"fmt"
)

// Rule is a constraint on a member of an object or on a parameter of a query. Rules are
// data: their fields say what is allowed, and messages derive from the fields.
//
// [Flag], [Length], [Bounds], [Each], [Open], [Excludes] and [Agrees] are
// rules, and every [TextRule] is.
type Rule interface{ isRule() }

// rules are the combined rules of one member.
type rules struct {
	flags  Flag
	length Length
	bounds Bounds
	each   []Rule
	form   form
}

// combine returns the combined rules. It calls no method of a rule, so that the rules of
// requests stay on the stack.
func combine(list []Rule) rules {
	var r rules
	for _, rule := range list {
		switch rule := rule.(type) {
		case Flag:
			r.flags |= rule
		case Length:
			r.length = r.length.with(rule)
		case Bounds:
			r.bounds = Bounds{cmp.Or(rule.Min, r.bounds.Min), cmp.Or(rule.Max, r.bounds.Max)}
		case Each:
			r.each = append(r.each, rule...)
		case form:
			r.form = rule
		}
	}
	return r
}

func (r *rules) has(f Flag) bool { return r.flags&f != 0 }

// required reports whether the rules refuse an absent member.
func required(list []Rule) bool {
	for _, rule := range list {
		if flag, ok := rule.(Flag); ok && flag&Required != 0 {
			return true
		}
	}
	return false
}

// Flag is a rule without a value.
type Flag uint8

const (
	// Required refuses an absent or null member.
	Required Flag = 1 << iota
	// Secret omits the value from all messages.
	Secret
	// AllowZero allows zero for an amount or a ratio. Without it both are above zero.
	AllowZero
	// AnyCase allows the values of an enum in upper case.
	AnyCase
	// clears refuses an empty text of a member that null clears.
	clears
	// orEmpty reads an absent or null object as an empty one.
	orEmpty
)

func (Flag) isRule() {}

// Length bounds the characters of a text or the elements of a list. A Max of zero means
// no bound.
type Length struct{ Min, Max int }

// NotEmpty refuses empty texts and lists.
var NotEmpty = Length{Min: 1}

// MaxLen bounds the characters of a text or the elements of a list.
func MaxLen(n int) Length { return Length{Max: n} }

func (Length) isRule() {}

// with returns the bounds of both. The other maximum has precedence.
func (l Length) with(other Length) Length {
	return Length{max(l.Min, other.Min), cmp.Or(other.Max, l.Max)}
}

// Violation returns the rule that a length breaks, or "". The result completes "The
// '<param>' parameter ".
func (l Length) Violation(n int, unit string) string {
	switch {
	case n < l.Min && l.Min == 1:
		return "must not be empty"
	case n < l.Min:
		return fmt.Sprintf("has %d %s: at least %d are required", n, unit, l.Min)
	case l.Max > 0 && n > l.Max:
		return fmt.Sprintf("has %d %s: at most %d are allowed", n, unit, l.Max)
	}
	return ""
}

// Bounds are the minimum and the maximum of a number. Nil means no bound.
type Bounds struct{ Min, Max *int64 }

// Min sets the minimum of a number.
func Min(n int64) Bounds { return Bounds{Min: &n} }

// Max sets the maximum of a number.
func Max(n int64) Bounds { return Bounds{Max: &n} }

func (Bounds) isRule() {}

// Violation returns the rule that a number breaks, or "". The result completes "The
// '<param>' parameter ".
func (b Bounds) Violation(n int64) string {
	tooLow, tooHigh := b.Min != nil && n < *b.Min, b.Max != nil && n > *b.Max
	switch {
	case !tooLow && !tooHigh:
		return ""
	case b.Min != nil && b.Max != nil:
		return fmt.Sprintf("must be from %d to %d", *b.Min, *b.Max)
	case tooLow:
		return fmt.Sprintf("must be %d or more", *b.Min)
	}
	return fmt.Sprintf("must be %d or less", *b.Max)
}

// Each holds the rules for the elements of an array.
type Each []Rule

func (Each) isRule() {}

// Excludes is a member that cannot be used together with this one.
type Excludes struct{ Name, Why string } // Why completes "The '<param>' parameter "

func (Excludes) isRule() {}

// Agrees is the path of a member that must have the same text if both are present.
type Agrees string

func (Agrees) isRule() {}

// form is an example of the accepted JSON. Messages about another form show it.
type form string

func (form) isRule() {}
